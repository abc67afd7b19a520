/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/pages.h"

#include <string.h>

static bool wanted(const pb_option *o, const pb_command *c)
{
    return c ? strcmp(o->commands, "*") != 0 && pb_option_of(o, c) : strcmp(o->commands, "*") == 0;
}

/* Words of a list "a|b|c" with another separator. */
static void choices(pb_text *t, const char *list, char separator)
{
    for (const char *s = list; *s; s++)
        pb_text_put(t, *s == '|' ? &separator : s, 1);
}

static void command_words(pb_text *t, const pb_tables *tables)
{
    for (const pb_command *c = tables->commands; c->name; c++)
        pb_text_printf(t, "%s%s", c == tables->commands ? "" : " ", c->name);
}

static void option_words(pb_text *t, const pb_tables *tables, const pb_command *c)
{
    for (const pb_option *o = tables->options; o->name; o++)
        if (wanted(o, c))
            pb_text_printf(t, " --%s", o->name);
}

/* Options of one value type, for the case that completes the value. */
static void bash_values(pb_text *t, const pb_tables *tables, pb_arg_type type, const char *action)
{
    bool any = false;
    for (const pb_option *o = tables->options; o->name; o++) {
        if (o->type != type)
            continue;
        pb_text_printf(t, "%s--%s", any ? "|" : "    ", o->name);
        if (o->letter)
            pb_text_printf(t, "|-%c", o->letter);
        any = true;
    }
    if (any)
        pb_text_printf(t, ")\n        %s\n        return ;;\n", action);
}

void pb_complete_bash(pb_text *t, const pb_tables *tables)
{
    pb_text_puts(t, "# bash completion of paiban; made from the tables in cli/options.c\n"
                    "_paiban() {\n"
                    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} word command=\n"
                    "    if [[ $cur == = ]]; then cur=; fi\n"
                    "    if [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
                    "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
                    "        case $word in\n");
    if (tables->commands->name) {
        pb_text_puts(t, "        ");
        for (const pb_command *c = tables->commands; c->name; c++)
            pb_text_printf(t, "%s%s", c == tables->commands ? "" : "|", c->name);
        pb_text_puts(t, ") command=$word; break ;;\n");
    }
    pb_text_puts(t, "        -*) ;;\n        esac\n    done\n    case $prev in\n");
    bash_values(t, tables, PB_ARG_FILE, "mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")");
    bash_values(t, tables, PB_ARG_DIR, "mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")");
    for (const pb_option *o = tables->options; o->name; o++) {
        if (o->type != PB_ARG_CHOICE)
            continue;
        pb_text_printf(t, "    --%s)\n        mapfile -t COMPREPLY < <(compgen -W '", o->name);
        choices(t, o->choices, ' ');
        pb_text_puts(t, "' -- \"$cur\")\n        return ;;\n");
    }
    pb_text_puts(t, "    esac\n    if [[ $cur == -* ]]; then\n        local options='");
    option_words(t, tables, NULL);
    pb_text_puts(t, "'\n        case $command in\n");
    for (const pb_command *c = tables->commands; c->name; c++) {
        pb_text_printf(t, "        %s) options+='", c->name);
        option_words(t, tables, c);
        pb_text_puts(t, "' ;;\n");
    }
    pb_text_puts(t, "        esac\n        mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$cur\")\n"
                    "    elif [[ -z $command ]]; then\n        mapfile -t COMPREPLY < <(compgen -W '");
    command_words(t, tables);
    pb_text_puts(t, "' -- \"$cur\")\n    else\n"
                    "        mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n    fi\n}\n"
                    "complete -o filenames -F _paiban paiban\n");
}

/* Text inside '…' of zsh's _arguments: quotes, brackets and colons have a meaning there. */
static void zsh_text(pb_text *t, const char *s)
{
    for (; *s; s++) {
        if (*s == '\'')
            pb_text_puts(t, "'\\''");
        else if (*s == '[' || *s == ']' || *s == ':')
            pb_text_printf(t, "\\%c", *s);
        else
            pb_text_put(t, s, 1);
    }
}

static void zsh_option(pb_text *t, const pb_option *o)
{
    const char *equals = o->type == PB_ARG_FLAG ? "" : "=";
    if (o->letter)
        pb_text_printf(t, "        '(-%c --%s)'{-%c%s,--%s%s}'[", o->letter, o->name, o->letter,
                       o->type == PB_ARG_FLAG ? "" : "+", o->name, equals);
    else
        pb_text_printf(t, "        '--%s%s[", o->name, equals);
    zsh_text(t, o->help);
    pb_text_puts(t, "]");
    if (o->type != PB_ARG_FLAG)
        pb_text_printf(t, ":%s:", o->value);
    if (o->type == PB_ARG_FILE)
        pb_text_puts(t, "_files");
    else if (o->type == PB_ARG_DIR)
        pb_text_puts(t, "_files -/");
    else if (o->type == PB_ARG_CHOICE) {
        pb_text_puts(t, "(");
        choices(t, o->choices, ' ');
        pb_text_puts(t, ")");
    }
    pb_text_puts(t, "'\n");
}

void pb_complete_zsh(pb_text *t, const pb_tables *tables)
{
    pb_text_puts(t, "#compdef paiban\n# made from the tables in cli/options.c\n_paiban() {\n"
                    "    local context state line\n    local -a commands options\n    commands=(\n");
    for (const pb_command *c = tables->commands; c->name; c++) {
        pb_text_printf(t, "        '%s:", c->name);
        zsh_text(t, c->summary);
        pb_text_puts(t, "'\n");
    }
    pb_text_puts(t, "    )\n    options=(\n");
    for (const pb_option *o = tables->options; o->name; o++)
        if (wanted(o, NULL))
            zsh_option(t, o);
    pb_text_puts(t, "    )\n    _arguments -C $options '1:command:->command' '*::argument:->argument'\n"
                    "    case $state in\n    command) _describe command commands; return ;;\n    esac\n"
                    "    case $line[1] in\n");
    for (const pb_command *c = tables->commands; c->name; c++) {
        pb_text_printf(t, "    %s) options+=(\n", c->name);
        for (const pb_option *o = tables->options; o->name; o++)
            if (wanted(o, c))
                zsh_option(t, o);
        pb_text_puts(t, "    ) ;;\n");
    }
    pb_text_puts(t, "    esac\n    _arguments $options '*:file:_files'\n}\n_paiban \"$@\"\n");
}

static void fish_text(pb_text *t, const char *s)
{
    for (; *s; s++) {
        if (*s == '\'' || *s == '\\')
            pb_text_puts(t, "\\");
        pb_text_put(t, s, 1);
    }
}

static void fish_option(pb_text *t, const pb_option *o, const pb_command *c)
{
    pb_text_puts(t, "complete -c paiban");
    if (c)
        pb_text_printf(t, " -n '__fish_seen_subcommand_from %s'", c->name);
    if (o->letter)
        pb_text_printf(t, " -s %c", o->letter);
    pb_text_printf(t, " -l %s", o->name);
    if (o->type == PB_ARG_CHOICE) {
        pb_text_puts(t, " -x -a '");
        choices(t, o->choices, ' ');
        pb_text_puts(t, "'");
    } else if (o->type == PB_ARG_FILE) {
        pb_text_puts(t, " -r -F");
    } else if (o->type == PB_ARG_DIR) {
        pb_text_puts(t, " -x -a '(__fish_complete_directories)'");
    } else if (o->type != PB_ARG_FLAG) {
        pb_text_puts(t, " -x");
    }
    pb_text_puts(t, " -d '");
    fish_text(t, o->help);
    pb_text_puts(t, "'\n");
}

void pb_complete_fish(pb_text *t, const pb_tables *tables)
{
    pb_text_puts(t, "# fish completion of paiban; made from the tables in cli/options.c\n");
    for (const pb_command *c = tables->commands; c->name; c++) {
        pb_text_puts(t, "complete -c paiban -f -n __fish_use_subcommand -a ");
        pb_text_printf(t, "%s -d '", c->name);
        fish_text(t, c->summary);
        pb_text_puts(t, "'\n");
    }
    for (const pb_option *o = tables->options; o->name; o++)
        if (wanted(o, NULL))
            fish_option(t, o, NULL);
    for (const pb_command *c = tables->commands; c->name; c++)
        for (const pb_option *o = tables->options; o->name; o++)
            if (wanted(o, c))
                fish_option(t, o, c);
}
