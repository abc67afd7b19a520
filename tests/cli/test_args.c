/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/args.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static int never(pb_cli *cli, const pb_args *args)
{
    (void)cli;
    (void)args;
    return PB_EXIT_INTERNAL;
}

static const pb_command COMMANDS[] = {
    {"plan", "", 0, 0, "makes a roster", "paiban plan", NULL, never},
    {"check", "[ROSTER]", 0, 1, "audits", "paiban check", NULL, never},
    {"cover", "AGENT DATE", 2, 2, "finds", "paiban cover", NULL, never},
    {0},
};

static const pb_option OPTIONS[] = {
    {"*", "directory", 'C', PB_ARG_DIR, "DIR", 0, 0, NULL, "workspace"},
    {"*", "quiet", 'q', PB_ARG_FLAG, NULL, 0, 0, NULL, "less"},
    {"*", "json", 'j', PB_ARG_FLAG, NULL, 0, 0, NULL, "json"},
    {"plan", "gap", 0, PB_ARG_REAL, "SHARE", 0, 1, NULL, "gap"},
    {"plan", "time-limit", 0, PB_ARG_SECONDS, "TIME", 1, 86400, NULL, "limit"},
    {"plan check", "output", 'o', PB_ARG_FILE, "FILE", 0, 0, NULL, "where"},
    {"plan", "days", 0, PB_ARG_INT, "N", 1, 366, NULL, "days"},
    {"plan", "from", 0, PB_ARG_DATE, "DATE", 0, 0, NULL, "first day"},
    {"plan", "month", 0, PB_ARG_MONTH, "MONTH", 0, 0, NULL, "month"},
    {"check", "law", 0, PB_ARG_CHOICE, "LAW", 0, 0, "cn|eu|uk|none", "law"},
    {0},
};

enum { MAX_WORDS = 16 };

typedef struct parsed {
    pb_arena *arena;
    pb_diags *diags;
    const pb_args *args;
    pb_status status;
    char words[256];
} parsed;

/* Parses "paiban LINE", LINE cut at single spaces. */
static parsed parse(const char *line)
{
    const pb_tables tables = {COMMANDS, OPTIONS};
    parsed p = {.arena = pb_arena_new(NULL), .diags = pb_diags_new(NULL, NULL)};
    assert_non_null(p.arena);
    assert_non_null(p.diags);
    char *argv[MAX_WORDS + 1] = {(char[]){"paiban"}};
    int argc = 1;
    char *copy = pb_arena_strdup(p.arena, line);
    for (char *s = copy; s && *s && argc < MAX_WORDS;) {
        argv[argc++] = s;
        s = strchr(s, ' ');
        if (s)
            *s++ = '\0';
    }
    p.status = pb_args_parse(p.arena, &tables, argc, argv, &p.args, p.diags);
    return p;
}

static void done(parsed *p)
{
    pb_diags_free(p->diags);
    pb_arena_free(p->arena);
}

static void test_values(void **state)
{
    (void)state;
    parsed p = parse("-C shop plan --gap=1% --time-limit 10m --days=7 --from=2026-11-30 -qj");
    assert_int_equal(p.status, PB_OK);
    assert_string_equal(pb_args_command(p.args)->name, "plan");
    assert_string_equal(pb_arg_text(p.args, "directory", "."), "shop");
    assert_true(pb_arg_number(p.args, "gap", 0) == 0.01);
    assert_int_equal(pb_arg_int(p.args, "time-limit", 0), 600);
    assert_int_equal(pb_arg_int(p.args, "days", 0), 7);
    assert_int_equal(pb_arg_date(p.args, "from", 0), pb_date_from_ymd(2026, 11, 30));
    assert_true(pb_arg_given(p.args, "quiet"));
    assert_false(pb_arg_given(p.args, "output"));
    done(&p);
    p = parse("plan -o- --days 3 --days 4");
    assert_int_equal(p.status, PB_OK);
    assert_string_equal(pb_arg_text(p.args, "output", ""), "-");
    assert_int_equal(pb_arg_int(p.args, "days", 0), 4); /* the last counts */
    assert_int_equal(pb_arg_int(p.args, "absent", 42), 42);
    done(&p);
}

static void test_operands(void **state)
{
    (void)state;
    parsed p = parse("check - --law=eu");
    assert_int_equal(p.status, PB_OK);
    assert_int_equal(pb_arg_count(p.args), 1);
    assert_string_equal(pb_arg_at(p.args, 0), "-");
    assert_null(pb_arg_at(p.args, 1));
    assert_int_equal(pb_arg_int(p.args, "law", 0), 1); /* the index of the choice */
    done(&p);
    p = parse("plan --month=2028-02");
    assert_int_equal(p.status, PB_OK);
    assert_int_equal(pb_arg_date(p.args, "from", 0), pb_date_from_ymd(2028, 2, 1));
    assert_int_equal(pb_arg_int(p.args, "days", 0), 29);
    done(&p);
    p = parse("check -- --odd.csv");
    assert_int_equal(p.status, PB_OK);
    assert_string_equal(pb_arg_at(p.args, 0), "--odd.csv");
    done(&p);
    p = parse("");
    assert_int_equal(p.status, PB_OK);
    assert_null(pb_args_command(p.args));
    done(&p);
}

/* Each wrong line, and a part of the message that must answer it. */
static void test_usage_errors(void **state)
{
    (void)state;
    static const struct {
        const char *line, *message;
    } ROWS[] = {
        {"plam", "did you mean 'plan'?"},
        {"zzzzzz", "'paiban --help' lists them all"},
        {"plan --gapp=1%", "did you mean --gap?"},
        {"plan --law=eu", "unknown option --law"}, /* another command's option */
        {"--gap=1 plan", "unknown option --gap before the command"},
        {"plan -x", "unknown option -x"},
        {"plan --days", "--days needs a value: N"},
        {"plan -o", "-o needs a value: FILE"},
        {"plan --days=x", "--days: 'x' is not a whole number"},
        {"plan --days=7.5", "is not a whole number"},
        {"plan --days=99999999999999999999", "is not a whole number"},
        {"plan --days=0", "--days: 0 lies outside 1 to 366"},
        {"plan --gap=nan", "is not a number"},
        {"plan --gap=1%%", "is not a number"},
        {"plan --gap=120%", "lies outside 0 to 1"},
        {"plan --time-limit=5d", "is not a duration"},
        {"plan --time-limit=0", "lies outside 1 to 86400"},
        {"plan --from=2026-02-30", "is not a date"},
        {"plan --month=2026-13", "--month: '2026-13' is not a month"},
        {"plan --month=October", "is not a month (2026-10)"},
        {"plan --month 2026-10 --days 7", "--month and --days cannot go together"},
        {"plan --output=", "is not a text that is not empty"},
        {"plan --quiet=yes", "--quiet takes no value"},
        {"check --law=us", "is none of cn|eu|uk|none"},
        {"check a b", "'b' is one argument too many"},
        {"cover Li", "cover needs AGENT DATE"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        parsed p = parse(ROWS[i].line);
        if (p.status != PB_ERR_INPUT || pb_diags_count(p.diags) != 1 ||
            !strstr(pb_diags_at(p.diags, 0)->text, ROWS[i].message))
            fail_msg("'%s': status %d, %zu messages, first: %s", ROWS[i].line, (int)p.status,
                     pb_diags_count(p.diags),
                     pb_diags_count(p.diags) ? pb_diags_at(p.diags, 0)->text : "none");
        done(&p);
    }
}

static void test_all_errors_at_once(void **state)
{
    (void)state;
    parsed p = parse("plan --days=x --gap=2 --nonsense");
    assert_int_equal(pb_diags_errors(p.diags), 3);
    assert_non_null(p.args); /* so that --help still works */
    done(&p);
}

static void test_peek(void **state)
{
    (void)state;
    char *argv[] = {(char[]){"paiban"}, (char[]){"--lang"}, (char[]){"zh"}, (char[]){"--lang=en"},
                    (char[]){"--"}, (char[]){"--lang=fr"}};
    assert_string_equal(pb_args_peek(3, argv, "lang"), "zh");
    assert_string_equal(pb_args_peek(6, argv, "lang"), "en");
    assert_null(pb_args_peek(1, argv, "lang"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),       cmocka_unit_test(test_operands),
        cmocka_unit_test(test_usage_errors), cmocka_unit_test(test_all_errors_at_once),
        cmocka_unit_test(test_peek),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
