/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_tables DIR [AGENTS] [HISTORY_MB]: writes a large workspace to the folder DIR (5,000 agents over
 * several sites, four weeks of earlier roster, a contact log of so many megabytes), reads it, and prints
 * seconds and the greatest memory. Everything that is read is checked against everything else.
 */
#include "model/model.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

enum { N_QUEUES = 8, N_DAYS = 28 };

static FILE *open_table(const char *dir, const char *name)
{
    char path[4200];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    if (!f) {
        perror(path);
        exit(1);
    }
    return f;
}

static void close_table(FILE *f)
{
    if (fclose(f) != 0) {
        perror("writing");
        exit(1);
    }
}

static void write_small_tables(const char *dir)
{
    FILE *f = open_table(dir, "team.csv");
    fprintf(f, "key,value\ntimezone,Asia/Shanghai\nslot_minutes,15\n");
    close_table(f);
    f = open_table(dir, "queues.csv");
    fprintf(f, "queue,channel,service_level,within_s\n");
    for (int q = 0; q < N_QUEUES; q++)
        fprintf(f, "q%d,voice,80%%,20\n", q);
    close_table(f);
    f = open_table(dir, "shifts.csv");
    fprintf(f, "shift,kind,start,end,unpaid_break_min\nE,early,08:00,17:00,60\nL,late,14:00,23:00,60\nN,night,22:00,07:00,60\n");
    close_table(f);
    f = open_table(dir, "rules.csv");
    fprintf(f, "rule,who,value,cost\nmin_rest_h,all,11,\nmax_days_in_row,all,6,\nrequests,all,,10\n");
    close_table(f);
}

static void write_people(const char *dir, int n_agents)
{
    FILE *f = open_table(dir, "agents.csv");
    fprintf(f, "agent,name,skills,team,hours_per_week\n");
    for (int i = 0; i < n_agents; i++)
        fprintf(f, "a%05d,Agent %d,q%d;q%d,site %d,40\n", i, i, i % N_QUEUES, (i + 3) % N_QUEUES, i % 12);
    close_table(f);
    f = open_table(dir, "absences.csv");
    fprintf(f, "agent,from,to,kind\n");
    for (int i = 0; i < n_agents; i++)
        fprintf(f, "a%05d,2026-12-%02d,2026-12-%02d,leave\n", i, 1 + i % 20, 3 + i % 20);
    close_table(f);
    f = open_table(dir, "requests.csv");
    fprintf(f, "agent,date,want,strength\n");
    for (int i = 0; i < 3 * n_agents; i++)
        fprintf(f, "a%05d,2026-12-%02d,%s,1\n", i / 3, 1 + (i * 7) % 28, i % 2 ? "off" : "!late");
    close_table(f);
    f = open_table(dir, "rosters/2026-11.csv");
    fprintf(f, "date,agent,shift,start,end,breaks\n");
    for (int day = 0; day < N_DAYS; day++)
        for (int i = 0; i < n_agents; i++)
            if ((i + day) % 7 < 5)
                fprintf(f, "2026-11-%02d,a%05d,E,08:00,17:00,12:00-13:00\n", 1 + day, i);
    close_table(f);
}

/* A contact log in order of time over a year, as many rows as fill the megabytes. */
static void write_log(const char *dir, long megabytes)
{
    FILE *f = open_table(dir, "history.csv");
    long rows = megabytes * 1000000 / 30;
    fprintf(f, "arrived,queue,handle_s\n");
    for (long i = 0; i < rows; i++) {
        char day[11];
        double year_s = (double)i / (double)rows * 365 * 86400;
        int second = (int)year_s % 86400;
        pb_date_format(pb_date_from_ymd(2025, 11, 1) + (pb_date)(year_s / 86400), day);
        fprintf(f, "%s %02d:%02d:%02d,q%ld,%ld\n", day, second / 3600, second / 60 % 60, second % 60, i % N_QUEUES,
                180 + i % 300);
    }
    close_table(f);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static long peak_mb(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_maxrss / 1024;
}

int main(int argc, char **argv)
{
    const char *dir = argc > 1 ? argv[1] : NULL;
    int n_agents = argc > 2 ? atoi(argv[2]) : 5000;
    long megabytes = argc > 3 ? atol(argv[3]) : 100;
    char rosters[4200];
    if (!dir) {
        fprintf(stderr, "usage: bench_tables DIR [AGENTS] [HISTORY_MB]\n");
        return 2;
    }
    snprintf(rosters, sizeof rosters, "%s/rosters", dir);
    if ((mkdir(dir, 0777) != 0 && errno != EEXIST) || (mkdir(rosters, 0777) != 0 && errno != EEXIST)) {
        perror(dir);
        return 1;
    }
    write_small_tables(dir);
    write_people(dir, n_agents);
    write_log(dir, megabytes);
    pb_arena *a = pb_arena_new(NULL);
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_workspace ws;
    double began = seconds();
    pb_status st = pb_workspace_read(a, dir, PB_NEED_PEOPLE, NULL, &ws, d);
    double people = seconds() - began;
    if (st != PB_OK)
        return 1;
    printf("people: %d agents, %zu absences, %zu requests, %zu duties in %.2f s, peak %ld MB\n", ws.agents.n, ws.absences.n,
           ws.requests.n, ws.n_past ? ws.past[0].n : 0, people, peak_mb());
    began = seconds();
    st = pb_workspace_read(a, dir, PB_NEED_HISTORY, NULL, &ws, d);
    double log = seconds() - began;
    if (st != PB_OK)
        return 1;
    printf("history: %ld MB, %lld rows to %d slots of %d queues in %.2f s, peak %ld MB\n", megabytes,
           (long long)ws.history.n_rows, ws.history.grid.n_slots, ws.history.n_queues, log, peak_mb());
    pb_diags_free(d);
    pb_arena_free(a);
    return 0;
}
