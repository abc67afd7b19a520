/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_csv [MEGABYTES [plain|quoted|gb18030]]: streams a contact history of that size (default 1024)
 * through the CSV reader, and prints rows, MB per second of CPU and the peak memory of the process. The text is one
 * block that is fed again and again, so that making it costs nothing; memory must not grow with it.
 */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static const pb_column COLUMNS[] = {
    {"arrived", "到达时间", PB_CELL_TEXT, true, 0, 0, NULL},
    {"queue", "队列", PB_CELL_TEXT, true, 0, 0, NULL},
    {"handle_s", "处理时长", PB_CELL_REAL, false, 0, 86400, NULL},
    {"abandoned", "放弃", PB_CELL_BOOL, false, 0, 0, NULL},
};

typedef struct totals {
    long rows;
    double handle_s;
} totals;

static pb_status on_row(void *ctx, const pb_row *row)
{
    totals *t = ctx;
    t->rows++;
    t->handle_s += row->cells[2].real;
    return PB_OK;
}

/* About 1 MB of rows, whole lines. */
static void make_block(pb_text *t, const char *form)
{
    static const char *const plain[] = {"presale", "aftersale", "vip", "tech"};
    static const char *const gb[] = {"\xCA\xDB\xC7\xB0", "\xCA\xDB\xBA\xF3", "VIP", "\xBC\xBC\xCA\xF5"};
    const char *quote = strcmp(form, "quoted") == 0 ? "\"" : "";
    const char *const *queues = strcmp(form, "gb18030") == 0 ? gb : plain;
    pb_rng r = pb_rng_seed(1);
    while (t->n < 1 << 20) {
        unsigned second = (unsigned)pb_rng_below(&r, 86400);
        pb_text_printf(t, "%s2026-%02u-%02u %02u:%02u:%02u%s,%s%s%s,%.1f,%d\n", quote,
                       1 + (unsigned)pb_rng_below(&r, 12), 1 + (unsigned)pb_rng_below(&r, 28),
                       second / 3600, second / 60 % 60, second % 60, quote, quote,
                       queues[pb_rng_below(&r, 4)], quote, pb_rng_lognormal(&r, 300, 0.8),
                       pb_rng_unit(&r) < 0.05);
    }
}

/* Of the processor, so that a busy machine changes little. */
static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv)
{
    enum { PIECE = 1 << 16 };
    const size_t megabytes = argc > 1 ? strtoul(argv[1], NULL, 10) : 1024;
    const char *form = argc > 2 ? argv[2] : "plain";
    const pb_csv_schema schema = {COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], false};
    static const char header[] = "arrived,queue,handle_s,abandoned\n";
    pb_text block;
    totals t = {0, 0};
    pb_csv_reader *reader = NULL;
    pb_text_init(&block, NULL);
    make_block(&block, form);
    pb_status st = pb_csv_reader_new("history.csv", &schema, NULL, on_row, &t, NULL, NULL, &reader);
    double begin = seconds();
    size_t done = 0;
    if (!st)
        st = pb_csv_feed(reader, header, strlen(header));
    while (!st && done < megabytes << 20) {
        for (size_t i = 0; i < block.n && !st; i += PIECE)
            st = pb_csv_feed(reader, block.bytes + i, block.n - i < PIECE ? block.n - i : PIECE);
        done += block.n;
    }
    if (!st)
        st = pb_csv_finish(reader);
    double took = seconds() - begin;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    pb_csv_reader_free(reader);
    pb_text_done(&block);
    printf("%s: %zu MB, %ld rows, %.2f s of CPU, %.0f MB/s, %.2f million rows/s, peak memory %ld kB, status %d\n",
           form, done >> 20, t.rows, took, (double)(done >> 20) / took, (double)t.rows / took / 1e6,
           usage.ru_maxrss, st);
    return st != PB_OK;
}
