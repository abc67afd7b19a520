/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/args.h"

#include "cli/value.h"

#include <string.h>

enum { MAX_NAMES = 128 };

struct pb_args {
    const pb_command *command;
    int n_values;
    pb_arg_value *values; /* [argc] in order of the command line */
    int n_operands;
    const char **operands; /* [argc] */
};

/* One run over the command line. */
typedef struct reading {
    const pb_tables *tables;
    int argc, at;
    char *const *argv;
    pb_args *args;
    pb_diags *d;
} reading;

static const pb_where NOWHERE = {0};

static bool word_in(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *s = list; (s = strstr(s, word)); s += n)
        if ((s == list || s[-1] == ' ') && (s[n] == ' ' || s[n] == '\0'))
            return true;
    return false;
}

bool pb_option_of(const pb_option *o, const pb_command *command)
{
    return strcmp(o->commands, "*") == 0 || (command && word_in(o->commands, command->name));
}

const pb_command *pb_command_find(const pb_command *commands, const char *name)
{
    for (const pb_command *c = commands; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

const char *pb_args_peek(int argc, char *const argv[], const char *name)
{
    const char *found = NULL;
    size_t n = strlen(name);
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *s = argv[i];
        if (strncmp(s, "--", 2) != 0 || strncmp(s + 2, name, n) != 0)
            continue;
        if (s[2 + n] == '=')
            found = s + 3 + n;
        else if (s[2 + n] == '\0' && i + 1 < argc)
            found = argv[++i];
    }
    return found;
}

static const pb_option *find_long(const reading *r, const char *name, size_t n)
{
    for (const pb_option *o = r->tables->options; o->name; o++)
        if (pb_option_of(o, r->args->command) && strlen(o->name) == n &&
            memcmp(o->name, name, n) == 0)
            return o;
    return NULL;
}

static const pb_option *find_letter(const reading *r, char letter)
{
    for (const pb_option *o = r->tables->options; o->name; o++)
        if (o->letter == letter && pb_option_of(o, r->args->command))
            return o;
    return NULL;
}

static void unknown_option(const reading *r, const char *name, size_t n)
{
    const char *names[MAX_NAMES];
    char word[64];
    size_t n_names = 0;
    for (const pb_option *o = r->tables->options; o->name && n_names < MAX_NAMES; o++)
        if (pb_option_of(o, r->args->command))
            names[n_names++] = o->name;
    if (n >= sizeof word)
        n = sizeof word - 1;
    memcpy(word, name, n);
    word[n] = '\0';
    const char *near = pb_nearest_name(word, names, n_names);
    if (near)
        pb_diag_add(r->d, PB_ERROR, NOWHERE, NULL,
                    PB_N_("unknown option --%s; did you mean --%s?"), word, near);
    else if (r->args->command)
        pb_diag_add(r->d, PB_ERROR, NOWHERE, NULL,
                    PB_N_("unknown option --%s; 'paiban %s --help' lists them all"), word,
                    r->args->command->name);
    else
        pb_diag_add(r->d, PB_ERROR, NOWHERE, NULL,
                    PB_N_("unknown option --%s before the command; 'paiban --help' lists the common ones"),
                    word);
}

static void unknown_command(const reading *r, const char *name)
{
    const char *names[MAX_NAMES];
    size_t n = 0;
    for (const pb_command *c = r->tables->commands; c->name && n < MAX_NAMES; c++)
        names[n++] = c->name;
    const char *near = pb_nearest_name(name, names, n);
    if (near)
        pb_diag_add(r->d, PB_ERROR, NOWHERE, NULL,
                    PB_N_("unknown command '%s'; did you mean '%s'?"), name, near);
    else
        pb_diag_add(r->d, PB_ERROR, NOWHERE, NULL,
                    PB_N_("unknown command '%s'; 'paiban --help' lists them all"), name);
}

static void keep_value(reading *r, const pb_option *o, const char *text)
{
    pb_arg_value v;
    if (pb_arg_read(o, text, &v, r->d))
        r->args->values[r->args->n_values++] = v;
}

static const pb_arg_value *value_of(const pb_args *a, const char *name)
{
    for (int i = a->n_values; i-- > 0;)
        if (strcmp(a->values[i].option->name, name) == 0)
            return &a->values[i];
    return NULL;
}

/* A calendar month is a first day and a number of days; beside either of them it would say something twice. */
static void spell_out_month(reading *r)
{
    static const char *const names[] = {"from", "days"};
    const pb_arg_value *month = NULL;

    for (int i = r->args->n_values; i-- > 0 && !month;)
        if (r->args->values[i].option->type == PB_ARG_MONTH)
            month = &r->args->values[i];
    for (size_t i = 0; month && i < sizeof names / sizeof *names; i++) {
        const pb_option *o = find_long(r, names[i], strlen(names[i]));
        if (value_of(r->args, names[i])) {
            pb_diag_add(r->d, PB_ERROR, NOWHERE, NULL, PB_N_("--%s and --%s cannot go together"), month->option->name,
                        names[i]);
        } else if (o) {
            pb_arg_value v = *month;
            v.option = o;
            r->args->values[r->args->n_values++] = v;
        }
    }
}

static void read_long(reading *r, const char *s)
{
    const char *equals = strchr(s, '=');
    size_t n = equals ? (size_t)(equals - s) : strlen(s);
    const pb_option *o = find_long(r, s, n);
    if (!o) {
        unknown_option(r, s, n);
        return;
    }
    if (o->type == PB_ARG_FLAG) {
        if (equals)
            pb_diag_add(r->d, PB_ERROR, NOWHERE, NULL, PB_N_("--%s takes no value"), o->name);
        else
            keep_value(r, o, NULL);
        return;
    }
    if (equals)
        keep_value(r, o, equals + 1);
    else if (r->at + 1 < r->argc)
        keep_value(r, o, r->argv[++r->at]);
    else
        pb_diag_add(r->d, PB_ERROR, NOWHERE, NULL, PB_N_("--%s needs a value: %s"), o->name,
                    o->value);
}

static void read_letters(reading *r, const char *s)
{
    for (; *s; s++) {
        const pb_option *o = find_letter(r, *s);
        if (!o) {
            pb_diag_add(r->d, PB_ERROR, NOWHERE, NULL, PB_N_("unknown option -%.1s"), s);
            return;
        }
        if (o->type == PB_ARG_FLAG) {
            keep_value(r, o, NULL);
            continue;
        }
        if (s[1])
            keep_value(r, o, s + 1);
        else if (r->at + 1 < r->argc)
            keep_value(r, o, r->argv[++r->at]);
        else
            pb_diag_add(r->d, PB_ERROR, NOWHERE, NULL, PB_N_("-%c needs a value: %s"), *s,
                        o->value);
        return;
    }
}

/* false: the command is unknown, so that nothing after it can be judged. */
static bool read_operand(reading *r, const char *s)
{
    if (r->args->command) {
        r->args->operands[r->args->n_operands++] = s;
        return true;
    }
    if (strcmp(s, "help") == 0) { /* "help plan" is "plan --help" */
        read_long(r, s);
        return true;
    }
    r->args->command = pb_command_find(r->tables->commands, s);
    if (!r->args->command)
        unknown_command(r, s);
    return r->args->command != NULL;
}

static void count_operands(const reading *r)
{
    const pb_command *c = r->args->command;
    if (!c)
        return;
    if (r->args->n_operands < c->min_operands && !pb_arg_given(r->args, "help"))
        pb_diag_add(r->d, PB_ERROR, NOWHERE, NULL, PB_N_("%s needs %s"), c->name, c->operands);
    if (r->args->n_operands > c->max_operands)
        pb_diag_add(r->d, PB_ERROR, NOWHERE, NULL, PB_N_("%s: '%s' is one argument too many"),
                    c->name, r->args->operands[c->max_operands]);
}

/* Room for all words; a bundle of letters (-qj) holds more options than words. */
static pb_args *args_new(pb_arena *a, int argc, char *const argv[])
{
    pb_args *args = PB_NEW(a, pb_args);
    size_t most = 0;
    for (int i = 1; i < argc; i++)
        most += strlen(argv[i]) + 1;
    if (!args)
        return NULL;
    args->values = PB_NEW_ARRAY(a, most, pb_arg_value);
    args->operands = PB_NEW_ARRAY(a, (size_t)argc + 1, const char *);
    return args->values && args->operands ? args : NULL;
}

/* After an unknown command only the form of the messages can still be asked for. */
static void read_form(reading *r)
{
    for (int i = r->at; i < r->argc && strcmp(r->argv[i], "--") != 0; i++)
        if (strcmp(r->argv[i], "--json") == 0)
            read_long(r, "json");
}

static void read_words(reading *r)
{
    bool options = true;
    for (; r->at < r->argc; r->at++) {
        const char *s = r->argv[r->at];
        if (options && strcmp(s, "--") == 0)
            options = false;
        else if (options && strncmp(s, "--", 2) == 0)
            read_long(r, s + 2);
        else if (options && s[0] == '-' && s[1])
            read_letters(r, s + 1);
        else if (!read_operand(r, s)) {
            read_form(r);
            return;
        }
    }
}

pb_status pb_args_parse(pb_arena *a, const pb_tables *tables, int argc, char *const argv[],
                        const pb_args **ret, pb_diags *d)
{
    size_t errors = pb_diags_errors(d);
    pb_args *args = args_new(a, argc, argv);
    *ret = args;
    if (!args)
        return PB_ERR_NOMEM;
    reading r = {tables, argc, 1, argv, args, d};
    read_words(&r);
    spell_out_month(&r);
    if (pb_diags_errors(d) == errors) /* the value of an option that is misspelt is no argument too many */
        count_operands(&r);
    return pb_diags_errors(d) > errors ? PB_ERR_INPUT : PB_OK;
}

/* --- what commands ask --- */

const pb_command *pb_args_command(const pb_args *a)
{
    return a->command;
}

bool pb_arg_given(const pb_args *a, const char *name)
{
    return value_of(a, name) != NULL;
}

const char *pb_arg_text(const pb_args *a, const char *name, const char *otherwise)
{
    const pb_arg_value *v = value_of(a, name);
    return v ? v->text : otherwise;
}

double pb_arg_number(const pb_args *a, const char *name, double otherwise)
{
    const pb_arg_value *v = value_of(a, name);
    return v ? v->number : otherwise;
}

int64_t pb_arg_int(const pb_args *a, const char *name, int64_t otherwise)
{
    const pb_arg_value *v = value_of(a, name);
    return v ? v->integer : otherwise;
}

pb_date pb_arg_date(const pb_args *a, const char *name, pb_date otherwise)
{
    const pb_arg_value *v = value_of(a, name);
    return v ? v->date : otherwise;
}

int pb_arg_count(const pb_args *a)
{
    return a->n_operands;
}

const char *pb_arg_at(const pb_args *a, int i)
{
    return i >= 0 && i < a->n_operands ? a->operands[i] : NULL;
}
