/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * nrp_check INSTANCE ROSTER: judges a roster of a public instance by its rules alone. Written apart:
 * it shares no code with the planner or with the reader of bench/nrp. Prints "objective=N broken=N"
 * and one line for each broken rule; exit code 0 = lawful, 1 = not, 3 = cannot be read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS = 400, SHIFTS = 40, PEOPLE = 200 };

struct world {
    int days, shifts, people;
    char shift[SHIFTS][16], who[PEOPLE][16];
    int length[SHIFTS], forbids[SHIFTS][SHIFTS];
    char follow[SHIFTS][512];
    int most[PEOPLE][SHIFTS], limit[PEOPLE][6];
    int leave[PEOPLE][DAYS];
    int like[PEOPLE][DAYS][SHIFTS], dislike[PEOPLE][DAYS][SHIFTS];
    int need[DAYS][SHIFTS], under[DAYS][SHIFTS], over[DAYS][SHIFTS];
    int work[PEOPLE][DAYS]; /* shift or -1 */
    int broken;
};

static int find(char (*names)[16], int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    fprintf(stderr, "unknown name %s\n", name);
    exit(3);
}

static void read_staff(struct world *w, char *line)
{
    int e = w->people++;
    char *save = NULL, *save2 = NULL;
    snprintf(w->who[e], 16, "%.15s", strtok_r(line, ",", &save));
    char *limits = strtok_r(NULL, ",", &save);
    for (int i = 0; i < 6; i++)
        w->limit[e][i] = atoi(strtok_r(NULL, ",", &save));
    for (int s = 0; s < w->shifts; s++)
        w->most[e][s] = w->days;
    for (char *t = strtok_r(limits, "|", &save2); t != NULL; t = strtok_r(NULL, "|", &save2)) {
        char *eq = strchr(t, '=');
        if (!eq) {
            fprintf(stderr, "not shift=number: %s\n", t);
            exit(3);
        }
        *eq = '\0';
        w->most[e][find(w->shift, w->shifts, t)] = atoi(eq + 1);
    }
}

static void read_row(struct world *w, const char *section, char *line)
{
    char *save = NULL;
    if (strcmp(section, "HORIZON") == 0) {
        w->days = atoi(line);
    } else if (strcmp(section, "SHIFTS") == 0) {
        int s = w->shifts++;
        snprintf(w->shift[s], 16, "%.15s", strtok_r(line, ",", &save));
        w->length[s] = atoi(strtok_r(NULL, ",", &save));
        char *rest = strtok_r(NULL, ",", &save);
        snprintf(w->follow[s], 512, "%s", rest == NULL ? "" : rest);
    } else if (strcmp(section, "STAFF") == 0) {
        read_staff(w, line);
    } else if (strcmp(section, "DAYS_OFF") == 0) {
        int e = find(w->who, w->people, strtok_r(line, ",", &save));
        for (char *t = strtok_r(NULL, ",", &save); t != NULL; t = strtok_r(NULL, ",", &save))
            w->leave[e][atoi(t)] = 1;
    } else if (strcmp(section, "COVER") == 0) {
        int d = atoi(strtok_r(line, ",", &save)), s = find(w->shift, w->shifts, strtok_r(NULL, ",", &save));
        w->need[d][s] = atoi(strtok_r(NULL, ",", &save));
        w->under[d][s] = atoi(strtok_r(NULL, ",", &save));
        w->over[d][s] = atoi(strtok_r(NULL, ",", &save));
    } else {
        int e = find(w->who, w->people, strtok_r(line, ",", &save)), d = atoi(strtok_r(NULL, ",", &save));
        int s = find(w->shift, w->shifts, strtok_r(NULL, ",", &save)), v = atoi(strtok_r(NULL, ",", &save));
        if (strcmp(section, "SHIFT_ON_REQUESTS") == 0)
            w->like[e][d][s] += v;
        else
            w->dislike[e][d][s] += v;
    }
}

static void read_instance(struct world *w, const char *path)
{
    FILE *f = fopen(path, "r");
    char line[8192], section[64] = "";
    if (f == NULL) {
        perror(path);
        exit(3);
    }
    while (fgets(line, sizeof line, f) != NULL) {
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '#' || line[0] == '\0')
            continue;
        if (strncmp(line, "SECTION_", 8) == 0)
            snprintf(section, sizeof section, "%.60s", line + 8);
        else
            read_row(w, section, line);
    }
    fclose(f);
    for (int s = 0; s < w->shifts; s++) {
        char *save = NULL;
        for (char *t = strtok_r(w->follow[s], "|", &save); t != NULL; t = strtok_r(NULL, "|", &save))
            w->forbids[s][find(w->shift, w->shifts, t)] = 1;
    }
}

static void read_roster(struct world *w, const char *path)
{
    FILE *f = fopen(path, "r");
    char token[64];
    if (f == NULL) {
        perror(path);
        exit(3);
    }
    for (int e = 0; e < w->people; e++)
        for (int d = 0; d < w->days; d++) {
            if (fscanf(f, "%63s", token) != 1) {
                fprintf(stderr, "%s: too short\n", path);
                exit(3);
            }
            w->work[e][d] = strcmp(token, "-") == 0 ? -1 : find(w->shift, w->shifts, token);
        }
    if (fscanf(f, "%63s", token) == 1) {
        fprintf(stderr, "%s: too long\n", path);
        exit(3);
    }
    fclose(f);
}

static void broke(struct world *w, int e, int d, const char *rule)
{
    w->broken++;
    printf("broken: person %s day %d: %s\n", w->who[e], d, rule);
}

/* Blocks of equal kind (work or rest) with their length. */
static void check_blocks(struct world *w, int e)
{
    for (int d = 0, end; d < w->days; d = end) {
        int on = w->work[e][d] >= 0;
        for (end = d; end < w->days && (w->work[e][end] >= 0) == on; end++)
            ;
        int inside = d > 0 && end < w->days;
        if (on && end - d > w->limit[e][2])
            broke(w, e, d, "too many days in a row");
        if (on && inside && end - d < w->limit[e][3])
            broke(w, e, d, "too few days in a row");
        if (!on && inside && end - d < w->limit[e][4])
            broke(w, e, d, "too few days off in a row");
    }
}

/* What is limited over the whole span: each shift, the minutes, the weekends. */
static void check_totals(struct world *w, int e, const int times[SHIFTS], int minutes, int weekends)
{
    for (int s = 0; s < w->shifts; s++)
        if (times[s] > w->most[e][s])
            broke(w, e, 0, "too many of one shift");
    if (minutes > w->limit[e][0])
        broke(w, e, 0, "too many minutes");
    if (minutes < w->limit[e][1])
        broke(w, e, 0, "too few minutes");
    if (weekends > w->limit[e][5])
        broke(w, e, 0, "too many weekends");
}

static void check_person(struct world *w, int e)
{
    int minutes = 0, weekends = 0, times[SHIFTS] = {0};
    for (int d = 0; d < w->days; d++) {
        int s = w->work[e][d];
        if (d % 7 == 5 && (s >= 0 || (d + 1 < w->days && w->work[e][d + 1] >= 0)))
            weekends++;
        if (s < 0)
            continue;
        minutes += w->length[s];
        times[s]++;
        if (w->leave[e][d])
            broke(w, e, d, "works on a fixed day off");
        if (d + 1 < w->days && w->work[e][d + 1] >= 0 && w->forbids[s][w->work[e][d + 1]])
            broke(w, e, d, "forbidden succession");
    }
    check_totals(w, e, times, minutes, weekends);
    check_blocks(w, e);
}

static long cost(const struct world *w)
{
    long sum = 0;
    for (int d = 0; d < w->days; d++)
        for (int s = 0; s < w->shifts; s++) {
            int n = 0;
            for (int e = 0; e < w->people; e++) {
                int has = w->work[e][d] == s;
                n += has;
                sum += has ? w->dislike[e][d][s] : w->like[e][d][s];
            }
            int short_by = w->need[d][s] - n;
            sum += short_by > 0 ? (long)short_by * w->under[d][s] : (long)-short_by * w->over[d][s];
        }
    return sum;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "nrp_check INSTANCE ROSTER\n");
        return 2;
    }
    struct world *w = calloc(1, sizeof *w);
    if (w == NULL)
        return 5;
    read_instance(w, argv[1]);
    read_roster(w, argv[2]);
    for (int e = 0; e < w->people; e++)
        check_person(w, e);
    printf("objective=%ld broken=%d\n", cost(w), w->broken);
    int code = w->broken == 0 ? 0 : 1;
    free(w);
    return code;
}
