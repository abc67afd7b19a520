/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CSV reader: one table of inputs with what is read of each, in pieces of every size. */
#include "support/cm.h"

#include "base/csv.h"
#include "base/civil.h"
#include "support/failing.h"

#include <iconv.h>
#include <stdio.h>
#include <string.h>

static const pb_column COLUMNS[] = {
    {"agent", "客服|坐席", PB_CELL_TEXT, true, 1, 12, NULL},
    {"hours_per_week", "工时", PB_CELL_INT, false, 0, 60, NULL},
    {"price", NULL, PB_CELL_REAL, false, 0, INFINITY, NULL},
    {"share", NULL, PB_CELL_SHARE, false, 0, 1, NULL},
    {"from", "日期", PB_CELL_DATE, false, 0, 0, NULL},
    {"start", NULL, PB_CELL_MINUTE, false, 0, 0, NULL},
    {"leader", NULL, PB_CELL_BOOL, false, 0, 0, NULL},
    {"channel", NULL, PB_CELL_ENUM, false, 0, 0, "voice|语音;chat|在线"},
};
enum { N_COLUMNS = sizeof COLUMNS / sizeof COLUMNS[0] };
static const pb_csv_schema SCHEMA = {COLUMNS, N_COLUMNS, false};

/* What was read, as text: "line: column=value …; extra{name}=…", one line a row. */
static pb_status write_row(void *ctx, const pb_row *row)
{
    pb_text *t = ctx;
    pb_text_printf(t, "%ld:", row->line);
    for (int i = 0; i < N_COLUMNS; i++) {
        const pb_cell *c = &row->cells[i];
        if (!c->given)
            continue;
        pb_text_printf(t, " %s=", COLUMNS[i].name);
        char buf[16];
        switch (COLUMNS[i].type) {
        case PB_CELL_TEXT:
            pb_text_printf(t, "<%s>", c->text);
            assert_int_equal(strlen(c->text), c->n);
            break;
        case PB_CELL_REAL:
        case PB_CELL_SHARE:
            pb_text_printf(t, "%g", c->real);
            break;
        case PB_CELL_DATE:
            pb_text_puts(t, pb_date_format(c->date, buf));
            break;
        default:
            pb_text_printf(t, "%lld", (long long)c->integer);
        }
    }
    for (size_t i = 0; i < row->n_extra; i++)
        pb_text_printf(t, " {%s}=<%s>", row->extra_names[i], row->extra_texts[i]);
    pb_text_puts(t, row->bad ? " BAD\n" : "\n");
    return PB_OK;
}

/* Reads n bytes in pieces of `piece` bytes into rows and diagnostics; the status. */
static pb_status read_pieces(const char *bytes, size_t n, size_t piece, pb_text *rows, pb_text *said,
                             const pb_allocator *al)
{
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_csv_reader *r = NULL;
    pb_text_init(rows, NULL);
    pb_text_init(said, NULL);
    pb_status st = pb_csv_reader_new("t.csv", &SCHEMA, NULL, write_row, rows, d, al, &r);
    for (size_t i = 0; i < n && !st; i += piece)
        st = pb_csv_feed(r, bytes + i, i + piece < n ? piece : n - i);
    if (!st)
        st = pb_csv_finish(r);
    pb_csv_reader_free(r);
    for (size_t i = 0; i < pb_diags_count(d); i++) {
        char line[600];
        pb_diag_format(NULL, pb_diags_at(d, i), line, sizeof line);
        pb_text_printf(said, "%s%s\n", pb_diags_at(d, i)->severity == PB_ERROR ? "" : "(w) ", line);
    }
    pb_text_puts(rows, "");
    pb_text_puts(said, "");
    pb_diags_free(d);
    return st;
}

typedef struct row_of_table {
    const char *why, *input, *rows, *said;
    size_t n; /* of input where it holds NUL; 0 = strlen */
} row_of_table;

static const row_of_table TABLE[] = {
    {"the plain case", "agent,hours_per_week\nA1,38\nB2,40\n",
     "2: agent=<A1> hours_per_week=38\n3: agent=<B2> hours_per_week=40\n", "", 0},
    {"CRLF, no break at the end", "agent,hours_per_week\r\nA1,38\r\nB2,40",
     "2: agent=<A1> hours_per_week=38\n3: agent=<B2> hours_per_week=40\n", "", 0},
    {"CR alone", "agent,hours_per_week\rA1,38\rB2,40\r",
     "2: agent=<A1> hours_per_week=38\n3: agent=<B2> hours_per_week=40\n", "", 0},
    {"order, case, spaces, hyphens and aliases of names", "\n Hours-Per Week , 客服 \n38,A1\n",
     "3: agent=<A1> hours_per_week=38\n", "", 0},
    {"semicolons and decimal commas", "agent;price;share\nA;1,5;12,5%\nB;2.5;0.1\n",
     "2: agent=<A> price=1.5 share=0.125\n3: agent=<B> price=2.5 share=0.1\n", "", 0},
    {"thousands that are divided are read, and told once",
     "agent,price,hours_per_week\nA,\"1,280\",38\nB,1 280.5,40\nC,\"12,5\",40\n",
     "2: agent=<A> hours_per_week=38 price=1280\n3: agent=<B> hours_per_week=40 price=1280.5\n4: agent=<C> hours_per_week=40 BAD\n",
     "t.csv:4: column \"price\": expected a number of at least 0, found \"12,5\"\n"
     "(w) t.csv:2: column \"price\": \"1,280\" is read with its thousands divided, not as a fraction. Rows like this: 2\n", 0},
    {"with decimal commas points divide them", "agent;price\nA;1.280,5\nB;1,280\nC;1.280.000\n",
     "2: agent=<A> price=1280.5\n3: agent=<B> price=1.28\n4: agent=<C> price=1.28e+06\n",
     "(w) t.csv:2: column \"price\": \"1.280,5\" is read with its thousands divided, not as a fraction. Rows like this: 2\n", 0},
    {"tabs", "agent\tprice\nA B\t2,5\n", "2: agent=<A B> price=2.5\n", "", 0},
    {"the separator is the one that makes known names", "agent,from (a;b;c;d;e),x\nA,1,2\n",
     "2: agent=<A> {from (a;b;c;d;e)}=<1> {x}=<2>\n",
     "(w) t.csv:1: column \"from (a;b;c;d;e)\": unknown column, kept but not used\n"
     "(w) t.csv:1: column \"x\": unknown column, kept but not used\n", 0},
    {"Excel's separator line", "sep=;\r\nagent;price\r\nA;1\r\n", "3: agent=<A> price=1\n", "", 0},
    {"comments, empty lines, rows of empty cells",
     "# a comment, with \" a quote\n\nagent,price\n\n#A,1\n , \nB,2\n,,\n",
     "7: agent=<B> price=2\n", "", 0},
    {"quotes: separators, line breaks, doubled quotes; lines are counted",
     "agent,x,price\n\"A,1\",\"one\ntwo\",1\n\"B \"\"b\"\"\",,2\n",
     "2: agent=<A,1> price=1 {x}=<one\ntwo>\n4: agent=<B \"b\"> price=2 {x}=<>\n",
     "(w) t.csv:1: column \"x\": unknown column, kept but not used\n", 0},
    {"line breaks inside quotes keep their form, # inside is no comment",
     "agent,x\r\nA,\"1\r\n#2\r\n\r\n3\"\r\nB,\"4\r5\"\r\n",
     "2: agent=<A> {x}=<1\r\n#2\r\n\r\n3>\n6: agent=<B> {x}=<4\r5>\n",
     "(w) t.csv:1: column \"x\": unknown column, kept but not used\n", 0},
    {"a header with a line break", "\"agent\",\"pr\nice\"\nA,1\n", "3: agent=<A> {pr\nice}=<1>\n",
     "(w) t.csv:1: column \"pr\\x0Aice\": unknown column, kept but not used; was \"price\" meant?\n", 0},
    {"a quote inside an unquoted name is text, of a doubled one too", "agent,5\"x,\"a\"\"\nb\"\nA,1,2\nB\n",
     "3: agent=<A> {5\"x}=<1> {a\"\nb}=<2>\n4: agent=<B> {5\"x}=<> {a\"\nb}=<>\n",
     "(w) t.csv:1: column \"5\"x\": unknown column, kept but not used\n"
     "(w) t.csv:1: column \"a\"\\x0Ab\": unknown column, kept but not used\n", 0},
    {"a quote inside an unquoted text is text", "agent,x\nA 5\" B,1\n", "2: agent=<A 5\" B> {x}=<1>\n",
     "(w) t.csv:1: column \"x\": unknown column, kept but not used\n", 0},
    {"text behind a closing quote: that row is left out",
     "agent,price\n\"A\"x,1\nB,2\n", "3: agent=<B> price=2\n",
     "t.csv:2: text follows a closing quote (write two quotes for one inside a quoted text)\n", 0},
    {"a header that cannot be read ends it", "\"agent\"x,price\nA,1\n", "",
     "t.csv:1: text follows a closing quote (write two quotes for one inside a quoted text)\n", 0},
    {"a separator line that names none", "sep=\nagent;price\n", "2: {sep=}=<agent;price> BAD\n",
     "(w) t.csv:1: the first line begins with \"sep=\" and has no column name of this table (is it a title? Delete what "
     "stands above the column names)\n"
     "(w) t.csv:1: column \"sep=\": unknown column, kept but not used\n"
     "t.csv:1: column \"agent\": this column is missing; it may also be called 客服|坐席\n", 0},
    {"a midnight behind a date is none", "agent,from\nA,2026/1/5 0:00:00\nB,2026-01-05 00:01\n",
     "2: agent=<A> from=2026-01-05\n3: agent=<B> BAD\n",
     "t.csv:3: column \"from\": expected a date such as 2026-11-30, found \"2026-01-05 00:01\"\n", 0},
    {"dates with dots, day first", "agent,from\nA,5.1.2026\nB,30.11.2026\n",
     "2: agent=<A> from=2026-01-05\n3: agent=<B> from=2026-11-30\n", "", 0},
    {"dates and times that may be read in two ways are told once, with their rows",
     "agent,from,start\nA,11/16/2026,9:00\nB,11/17/2026,2:00 PM\nC,2026-11-18,9:00\nD,1/2/26,x\n",
     "2: agent=<A> start=540 BAD\n3: agent=<B> BAD\n4: agent=<C> from=2026-11-18 start=540\n5: agent=<D> BAD\n",
     "t.csv:5: column \"start\": expected a time of day such as 08:30, found \"x\"\n"
     "t.csv:2: column \"from\": is the day first in \"11/16/2026\", or the month? Rows like this: 3 (write 2026-11-30 or "
     "2026-11-30 14:00: in a spreadsheet, give the column the format yyyy-mm-dd or yyyy-mm-dd hh:mm)\n"
     "t.csv:3: column \"start\": \"2:00 PM\" is no time of a day of 24 hours. Rows like this: 1 (write 14:00 for 2:00 PM: in a "
     "spreadsheet, give the column the format hh:mm)\n", 0},
    {"a row of totals is one fault, and no row", "from,agent,price\n2026-11-18,A,1\n合计：,,1\n",
     "2: agent=<A> price=1 from=2026-11-18\n",
     "t.csv:3: this looks like a row of totals (\"合计：\"). Rows like this: 1 (delete it: totals are no data)\n", 0},
    {"an agent may be called so", "agent,from\nTotal,2026-11-18\nSum,\n", "2: agent=<Total> from=2026-11-18\n3: agent=<Sum>\n", "", 0},
    {"a quote that is never closed", "agent,price\nA,1\n\"B,2\nC,3\n", "2: agent=<A> price=1\n",
     "t.csv:3: a quote is opened in this row and never closed (close the quote, or write two quotes "
     "for one)\n", 0},
    {"a header quote that is never closed", "agent,\"price\nA,1\n", "",
     "t.csv:1: a quote is opened in this row and never closed (close the quote, or write two quotes "
     "for one)\n", 0},
    {"short rows are filled up, empty fields at the end are dropped",
     "agent,price,share\nA\nB,2\nC,3,0.5,,\n",
     "2: agent=<A>\n3: agent=<B> price=2\n4: agent=<C> price=3 share=0.5\n", "", 0},
    {"too many fields", "agent,price\nA,1,5\nB,2\n", "2: agent=<A> price=1 BAD\n3: agent=<B> price=2\n",
     "t.csv:2: expected at most 2 fields as in the header, found 3 (put quotes around a text that "
     "holds the separator)\n", 0},
    {"empty names at the header's end are no columns", "agent,price,,\nA,1,,\nB,2,x,\n",
     "2: agent=<A> price=1\n3: agent=<B> price=2 BAD\n",
     "t.csv:3: expected at most 2 fields as in the header, found 3 (put quotes around a text that "
     "holds the separator)\n", 0},
    {"an empty name between others is kept", "agent,,price\nA,x,1\n", "2: agent=<A> price=1 {}=<x>\n",
     "", 0},
    {"a missing column; every row is bad", "name,price\nA,1\n", "2: price=1 {name}=<A> BAD\n",
     "(w) t.csv:1: column \"name\": unknown column, kept but not used\n"
     "t.csv:1: column \"agent\": this column is missing; it may also be called 客服|坐席\n", 0},
    {"a misspelt column", "agnet,price\nA,1\n", "2: price=1 {agnet}=<A> BAD\n",
     "(w) t.csv:1: column \"agnet\": unknown column, kept but not used; was \"agent\" meant?\n"
     "t.csv:1: column \"agent\": this column is missing; it may also be called 客服|坐席\n", 0},
    {"a column twice", "agent,客服\nA,B\n", "2: agent=<A>\n",
     "t.csv:1: column \"客服\": this column is there twice\n", 0},
    {"an empty required cell", "agent,price\n,1\n", "2: price=1 BAD\n",
     "t.csv:2: column \"agent\": expected a value, found an empty cell\n", 0},
    {"full-width and no-break spaces around cells", "agent,price\n\xE3\x80\x80" "A\xC2\xA0,\" 1 \"\n",
     "2: agent=<A> price=1\n", "", 0},
    {"every type of cell",
     "agent,hours_per_week,price,share,from,start,leader,channel\n"
     "A,38.0,1e3,80%,2026/1/5,24:00,是,在线\nB,,,,,,N,VOICE\n",
     "2: agent=<A> hours_per_week=38 price=1000 share=0.8 from=2026-01-05 start=1440 leader=1 "
     "channel=1\n3: agent=<B> leader=0 channel=0\n", "", 0},
    {"every type of wrong cell",
     "agent,hours_per_week,price,share,from,start,leader,channel\n"
     "ABCDEFGHIJKLM,61,-1,101%,2026-02-30,25:00,maybe,fax\nA,1.5,x,,,,,\n",
     "2: BAD\n3: agent=<A> BAD\n",
     "t.csv:2: column \"agent\": expected text of 1 to 12 bytes, found \"ABCDEFGHIJKLM\"\n"
     "t.csv:2: column \"hours_per_week\": expected a whole number from 0 to 60, found \"61\"\n"
     "t.csv:2: column \"price\": expected a number of at least 0, found \"-1\"\n"
     "t.csv:2: column \"share\": expected a share such as 0.8 or 80% from 0 to 1, found \"101%\"\n"
     "t.csv:2: column \"from\": expected a date such as 2026-11-30, found \"2026-02-30\"\n"
     "t.csv:2: column \"start\": expected a time of day such as 08:30, found \"25:00\"\n"
     "t.csv:2: column \"leader\": expected yes or no, found \"maybe\"\n"
     "t.csv:2: column \"channel\": expected one of voice, chat, found \"fax\"\n"
     "t.csv:3: column \"hours_per_week\": expected a whole number from 0 to 60, found \"1.5\"\n"
     "t.csv:3: column \"price\": expected a number of at least 0, found \"x\"\n", 0},
    {"what was found is cut short, never inside a character",
     "agent,from\nA,一二三四五六七八九十一二三四五六\n", "2: agent=<A> BAD\n",
     "t.csv:2: column \"from\": expected a date such as 2026-11-30, found "
     "\"一二三四五六七八九十一二三四…\"\n", 0},
    {"nothing", "", "", "t.csv: the file is empty; expected a header line\n", 0},
    {"only comments", "# x\n\n", "", "t.csv: the file is empty; expected a header line\n", 0},
    {"a header only", "agent\n", "", "", 0},
    {"a workbook", "PK\x03\x04xxxx\nyyy\n", "",
     "t.csv:1: this is a workbook or an archive, not a CSV table (save it as CSV UTF-8 first)\n", 0},
    {"UTF-8 with BOM", "\xEF\xBB\xBF" "agent,price\n王,1\n", "2: agent=<王> price=1\n", "", 0},
    {"bytes that are no text", "agent,price\n王\xFF,1\n李,2\n陈,3\n", "2: agent=<王\xEF\xBF\xBD> price=1 BAD\n"
     "3: agent=<李> price=2\n4: agent=<陈> price=3\n",
     "t.csv:2: column \"agent\": these bytes are no text in the file's encoding (save the file as "
     "UTF-8 or GB18030 text)\n", 0},
    {"one broken character among much UTF-8", "agent,price\n王小明,1\n李四,1\n陈\xE7\x8E,2\n",
     "2: agent=<王小明> price=1\n3: agent=<李四> price=1\n4: agent=<陈\xEF\xBF\xBD> price=2 BAD\n",
     "t.csv:4: column \"agent\": these bytes are no text in the file's encoding (save the file as "
     "UTF-8 or GB18030 text)\n", 0},
    {"NUL", "agent,price\nA\0B,1\n", "2: agent=<A\xEF\xBF\xBD" "B> price=1 BAD\n",
     "t.csv:2: column \"agent\": these bytes are no text in the file's encoding (save the file as "
     "UTF-8 or GB18030 text)\n", 18},
    {"UTF-16 without its mark", "a\0g\0e\0n\0t\0\n\0\x8b\x73\n\0", "2: agent=<王>\n", "", 16},
    {"of the other order", "\0a\0g\0e\0n\0t\0\n\x73\x8b\0\n", "2: agent=<王>\n", "", 16},
    {"where it does not begin with letters it is told", "\xA2\x5B\x0D\x67,\0p\0r\0i\0c\0e\0\n\0A\0,\0" "1\0\n\0", "",
     "t.csv:1: this is UTF-16 text without its mark (BOM), or no text at all (save it as CSV UTF-8, or as Unicode text with its "
     "mark)\n", 26},
    {"UTF-8 of two-byte letters stays UTF-8", "agent,price\nJosé,1\nМария,2\n",
     "2: agent=<José> price=1\n3: agent=<Мария> price=2\n", "", 0},
    {"also where two of them stand together behind a letter", "agent,price\ncréée,1\n",
     "2: agent=<créée> price=1\n", "", 0},
    {"GB18030", "\xBF\xCD\xB7\xFE,price\n\xCD\xF5\xD0\xA1\xC3\xF7,1\n", "2: agent=<王小明> price=1\n", "", 0},
    {"GB18030 that is valid UTF-8 too: 选择 of common hanzi", "agent,price\n\xD1\xA1\xD4\xBB,1\n",
     "2: agent=<选曰> price=1\n", "", 0},
    {"GB18030 of four bytes", "\xBF\xCD\xB7\xFE,price\n\xCD\xF5\x81\x30\x89\x38,1\n", "2: agent=<王ß> price=1\n", "", 0},
    {"GB18030 with a broken end", "\xBF\xCD\xB7\xFE,\xBC\xDB\xB8\xF1\n\xCD\xF5\xD0\xA1,1\n\xC0\xEE\xCB\xC4,2\xB0",
     "2: agent=<王小> {价格}=<1>\n3: agent=<李四> {价格}=<2\xEF\xBF\xBD> BAD\n",
     "(w) t.csv:1: column \"价格\": unknown column, kept but not used\n"
     "t.csv:3: these bytes are no text in the file's encoding (save the file as UTF-8 or GB18030 "
     "text)\n", 0},
};

static void check_input(const char *why, const char *bytes, size_t n, size_t piece,
                        const char *want_rows, const char *want_said)
{
    pb_text rows, said;
    pb_status st = read_pieces(bytes, n, piece, &rows, &said, NULL);
    if (strcmp(rows.bytes, want_rows) != 0 || strcmp(said.bytes, want_said) != 0)
        fail_msg("%s, in pieces of %zu:\n%s---\n%s--- wanted\n%s---\n%s", why, piece, rows.bytes,
                 said.bytes, want_rows, want_said);
    bool error = false;
    for (const char *line = want_said; *line; line = strchr(line, '\n') + 1)
        error |= strncmp(line, "(w) ", 4) != 0;
    assert_int_equal(st, error ? PB_ERR_INPUT : PB_OK);
    pb_text_done(&rows);
    pb_text_done(&said);
}

static void every_input_in_pieces_of_every_size(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        const row_of_table *t = &TABLE[i];
        size_t n = t->n ? t->n : strlen(t->input);
        for (size_t piece = 1; piece <= n + 1; piece++)
            check_input(t->why, t->input, n, piece, t->rows, t->said);
    }
}

/* In another language fixed words are listed as that language has them, where it does. */
static void words_in_the_language(void **state)
{
    (void)state;
    static const char text[] = "agent,channel\nA,传真\n";
    static const struct {
        const char *code, *want;
    } rows[] = {{"en", "expected one of voice, chat, found \"传真\""}, {"zh", "expected one of 语音, 在线, found \"传真\""}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const pb_lang lang = {rows[i].code, NULL, NULL};
        pb_diags *d = pb_diags_new(NULL, &lang);
        pb_csv_reader *r = NULL;
        pb_text read;
        pb_text_init(&read, NULL);
        assert_int_equal(pb_csv_reader_new("t.csv", &SCHEMA, NULL, write_row, &read, d, NULL, &r), PB_OK);
        assert_int_equal(pb_csv_feed(r, text, sizeof text - 1), PB_OK);
        assert_int_equal(pb_csv_finish(r), PB_ERR_INPUT);
        assert_string_equal(pb_diags_at(d, 0)->text, rows[i].want);
        pb_csv_reader_free(r);
        pb_text_done(&read);
        pb_diags_free(d);
    }
}

/* The same table in other encodings and line breaks must be read as the same. */
static void other_encodings(void **state)
{
    (void)state;
    static const char text[] = "客服,price,备注\n王小明,1,\"第一行\n😀 é\"\n李四,2,x\n";
    static const struct {
        const char *encoding, *bom;
        size_t n_bom;
    } rows[] = {{"UTF-8", "", 0},       {"UTF-8", "\xEF\xBB\xBF", 3}, {"UTF-16LE", "\xFF\xFE", 2},
                {"UTF-16BE", "\xFE\xFF", 2}, {"GB18030", "", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char bytes[400], source[sizeof text];
        memcpy(bytes, rows[i].bom, rows[i].n_bom);
        memcpy(source, text, sizeof text);
        char *from = source, *to = bytes + rows[i].n_bom;
        size_t n_from = sizeof text - 1, room = sizeof bytes - rows[i].n_bom;
        iconv_t cd = iconv_open(rows[i].encoding, "UTF-8");
        assert_int_equal(iconv(cd, &from, &n_from, &to, &room), 0);
        iconv_close(cd);
        size_t n = (size_t)(to - bytes);
        for (size_t piece = 1; piece <= n; piece++)
            check_input(rows[i].encoding, bytes, n, piece,
                        "2: agent=<王小明> price=1 {备注}=<第一行\n😀 é>\n4: agent=<李四> price=2 {备注}=<x>\n",
                        "(w) t.csv:1: column \"备注\": unknown column, kept but not used\n");
    }
}

#define BYTES(text) {(text), sizeof(text) - 1}

/* Broken UTF-8 and UTF-16 must be cut the same way wherever the pieces end. */
static void broken_bytes_in_pieces(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
    } inputs[] = {
        BYTES("agent\n王王王王王\xE7\x8E\n\xF0\x9F\x98\n\xF0\x90\x80\x41\xE4\xBD\n\xC0\x80\xED\xA0\x80\n\xE7"),
        BYTES("\xFF\xFE" "a\0g\0e\0n\0t\0\n\0\x00\xDCx\0\n\0\x00\xD8y\0\n\0z\0\n"),
        BYTES("\xBF\xCD\xB7\xFE\n\xCD\xF5\xD0\xA1\xC3\xF7\n\x81 \xFF\n\x81\x30\x81 \n\xB0"),
    };
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        pb_text rows, said, rows1, said1;
        pb_status st = read_pieces(inputs[i].bytes, inputs[i].n, inputs[i].n, &rows, &said, NULL);
        assert_int_equal(st, PB_ERR_INPUT);
        for (size_t piece = 1; piece < inputs[i].n; piece++) {
            assert_int_equal(read_pieces(inputs[i].bytes, inputs[i].n, piece, &rows1, &said1, NULL), st);
            assert_string_equal(rows1.bytes, rows.bytes);
            assert_string_equal(said1.bytes, said.bytes);
            pb_text_done(&rows1);
            pb_text_done(&said1);
        }
        pb_text_done(&rows);
        pb_text_done(&said);
    }
}

static void every_refusal_is_survived(void **state)
{
    (void)state;
    static const char *const inputs[] = {
        "客服,price,x,\"y\n\"\nA,1,\"a\nb\",2\nB,z\n\"CCCCCCCCCC\",2,1,2,3\n\"D",
        "\xBF\xCD\xB7\xFE,price\n\xCD\xF5\xD0\xA1\xC3\xF7,1\n",
    };
    char longer[3000];
    memset(longer, 'x', sizeof longer);
    for (size_t i = 0; i < 10; i++)
        longer[i] = "agent,x\nA,"[i];
    for (int i = 0; i < 3; i++) {
        const char *input = i < 2 ? inputs[i] : longer;
        size_t n_input = i < 2 ? strlen(input) : sizeof longer;
        pb_text want, want_said;
        pb_status want_status = read_pieces(input, n_input, 7, &want, &want_said, NULL);
        for (long n = 1;; n++) {
            failing f = {.fail_at = n};
            pb_allocator al = failing_allocator(&f);
            pb_text rows, said;
            pb_status st = read_pieces(input, n_input, 7, &rows, &said, &al);
            assert_int_equal(f.live, 0);
            assert_int_equal(st, f.failed ? PB_ERR_NOMEM : want_status);
            if (!f.failed) {
                assert_string_equal(rows.bytes, want.bytes);
                assert_string_equal(said.bytes, want_said.bytes);
            }
            pb_text_done(&rows);
            pb_text_done(&said);
            if (!f.failed)
                break;
        }
        pb_text_done(&want);
        pb_text_done(&want_said);
    }
}

/* The window that decides the encoding is 64 KiB long; what follows is read in the encoding found. */
static void long_inputs_in_gb18030(void **state)
{
    (void)state;
    pb_text t;
    pb_text_init(&t, NULL);
    pb_text_puts(&t, "agent,price\n");
    for (int i = 0; i < 3000; i++)
        pb_text_puts(&t, "plain,1\n");
    for (int i = 0; i < 20000; i++)
        pb_text_puts(&t, "\xCD\xF5\xD0\xA1\xC3\xF7,1\n");
    pb_text rows, said;
    assert_int_equal(read_pieces(t.bytes, t.n, 4999, &rows, &said, NULL), PB_OK);
    assert_string_equal(said.bytes, "");
    assert_non_null(strstr(rows.bytes, "\n23001: agent=<王小明> price=1\n"));
    pb_text_done(&rows);
    pb_text_done(&said);
    pb_text_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_input_in_pieces_of_every_size),
        cmocka_unit_test(other_encodings),
        cmocka_unit_test(words_in_the_language),
        cmocka_unit_test(broken_bytes_in_pieces),
        cmocka_unit_test(every_refusal_is_survived),
        cmocka_unit_test(long_inputs_in_gb18030),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
