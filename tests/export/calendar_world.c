/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "calendar_world.h"

#include <assert.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool test_entropy(void *ctx, void *bytes, size_t n)
{
    uint8_t *p = bytes;
    for (size_t i = 0; i < n; i++)
        p[i] = (uint8_t)pb_rng_below(ctx, 256);
    return true;
}

static const char *own_text(void *ctx, const char *msgid)
{
    (void)ctx;
    return msgid;
}

static const pb_lang english = {"en", own_text, NULL};

static const pb_lang *lang_of(void *ctx, const char *code)
{
    (void)ctx;
    (void)code;
    return &english;
}

static void add_people(world *w)
{
    static const char *const names[WORLD_AGENTS] = {"王小明", "Jörg Groß", "Ana O'Neil", "李雷"};
    static const char *const ids[WORLD_AGENTS] = {"a1", "a2", "a3", "a4"};
    for (int i = 0; i < WORLD_AGENTS; i++)
        w->agents[i] = (pb_agent){.id = ids[i], .name = names[i], .team = i < 2 ? "north" : "south",
                                  .skills = 3, .email = "", .language = "en",
                                  .from = PB_DATE_NONE, .until = PB_DATE_NONE, .shift_kinds = 31};
    w->ws.agents = (pb_agents){.n = WORLD_AGENTS, .at = w->agents};
}

static void add_shifts(world *w)
{
    static const struct {
        const char *id;
        pb_shift_kind kind;
        int start, end;
    } s[3] = {{"E1", PB_EARLY, 540, 1020}, {"L1", PB_LATE, 780, 1260}, {"N1", PB_NIGHT, 1320, 1800}};
    for (int i = 0; i < 3; i++)
        w->shifts[i] = (pb_shift){.id = s[i].id, .kind = s[i].kind, .start_min = s[i].start,
                                  .end_min = s[i].end, .start_latest_min = s[i].start,
                                  .start_step_min = 30, .days = PB_DAYS_WEEK, .color = ""};
    w->ws.shifts = (pb_shifts){.n = 3, .at = w->shifts};
    w->queues[0] = (pb_queue){.id = "phone"};
    w->queues[1] = (pb_queue){.id = "chat"};
    w->ws.queues = (pb_queues){.n = 2, .at = w->queues};
}

void world_open(world *w, const char *zone, pb_date first, int n_days)
{
    memset(w, 0, sizeof *w);
    w->a = pb_arena_new(NULL);
    w->d = pb_diags_new(NULL, NULL);
    assert(w->a && w->d);
    pb_status st = pb_zone_load(w->a, zone, &w->ws.team.zone);
    assert(st == PB_OK);
    (void)st;
    w->ws.team.name = "service";
    w->ws.team.language = "en";
    w->ws.absences.at = w->absences;
    w->ws.calendar.rows = w->holidays;
    add_people(w);
    add_shifts(w);
    w->roster = (pb_roster){.first = first, .last = first + n_days - 1, .at = w->duties};
    snprintf(w->dir, sizeof w->dir, "%s/paiban-test-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    char *made = mkdtemp(w->dir);
    assert(made);
    (void)made;
    w->ws.dir = w->dir;
    w->entropy = pb_rng_seed(7);
    w->in = (pb_publish_in){.ws = &w->ws, .roster = &w->roster, .dir = w->dir,
                            .first = PB_DATE_NONE, .last = PB_DATE_NONE,
                            .style = {.location = ""}, .entropy = test_entropy,
                            .entropy_ctx = &w->entropy, .lang_of = lang_of};
}

/* Calls visit for every file below the folder, sorted by path. */
static void walk(const char *path, void (*visit)(void *ctx, const char *path, bool folder), void *ctx)
{
    struct dirent **list;
    int n = scandir(path, &list, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char sub[1024];
        struct stat st;
        snprintf(sub, sizeof sub, "%s/%s", path, list[i]->d_name);
        bool dots = strcmp(list[i]->d_name, ".") == 0 || strcmp(list[i]->d_name, "..") == 0;
        if (!dots && lstat(sub, &st) == 0) {
            if (S_ISDIR(st.st_mode))
                walk(sub, visit, ctx);
            visit(ctx, sub, S_ISDIR(st.st_mode));
        }
        free(list[i]);
    }
    if (n >= 0)
        free(list);
}

static void delete_it(void *ctx, const char *path, bool folder)
{
    (void)ctx;
    if (folder)
        rmdir(path);
    else
        unlink(path);
}

void world_close(world *w)
{
    walk(w->dir, delete_it, NULL);
    rmdir(w->dir);
    pb_diags_free(w->d);
    pb_arena_free(w->a);
}

static int duty_order(const void *a, const void *b)
{
    const pb_duty *x = a, *y = b;
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    if (x->agent != y->agent)
        return x->agent - y->agent;
    return x->start_min - y->start_min;
}

pb_duty *world_duty(world *w, pb_date date, int agent, int start_min, int end_min)
{
    assert(w->roster.n < WORLD_DUTIES);
    pb_span *breaks = pb_arena_alloc(w->a, 2, sizeof *breaks);
    assert(breaks);
    int middle = (start_min + end_min) / 2;
    breaks[0] = (pb_span){(int16_t)middle, (int16_t)(middle + 30)};
    breaks[1] = (pb_span){(int16_t)(end_min - 90), (int16_t)(end_min - 75)};
    pb_duty duty = {.date = date, .agent = agent, .start_min = start_min, .end_min = end_min,
                    .start_s = pb_zone_utc_simple(w->ws.team.zone, date, start_min),
                    .end_s = pb_zone_utc_simple(w->ws.team.zone, date, end_min),
                    .shift = start_min < 720 ? 0 : start_min < 1200 ? 1 : 2, .queue = -1,
                    .n_breaks = 2, .breaks = breaks, .unpaid_breaks = 1, .note = ""};
    w->duties[w->roster.n++] = duty;
    qsort(w->duties, w->roster.n, sizeof *w->duties, duty_order);
    for (size_t i = 0; i < w->roster.n; i++)
        if (w->duties[i].breaks == breaks)
            return &w->duties[i];
    return NULL;
}

void world_clear(world *w)
{
    w->roster.n = 0;
}

pb_status world_publish(world *w, int64_t stamp_s)
{
    pb_diags_free(w->d);
    w->d = pb_diags_new(NULL, NULL);
    w->in.stamp_s = stamp_s;
    return pb_publish(w->a, &w->in, &w->result, w->d);
}

char *world_file(world *w, const char *path)
{
    char *text;
    size_t n;
    char *full = pb_path_join(w->a, w->dir, path);
    if (!full || !pb_file_exists(full) || pb_file_read(w->a, full, 0, &text, &n, NULL) != PB_OK)
        return NULL;
    return text;
}

char *world_feed(world *w, int agent)
{
    pb_site site;
    char *path = NULL;
    if (pb_site_read(w->a, w->dir, &site, NULL) != PB_OK)
        return NULL;
    const pb_token *t = pb_site_token(&site, w->agents[agent].id);
    if (t)
        path = pb_arena_printf(w->a, "out/calendars/feeds/%s.ics", t->token);
    pb_site_done(&site);
    return path;
}

typedef struct digest {
    world *w;
    pb_text all;
} digest;

static void add_file(void *ctx, const char *path, bool folder)
{
    digest *g = ctx;
    const char *relative = path + strlen(g->w->dir) + 1;
    if (folder || strcmp(relative, ".paiban.lock") == 0)
        return;
    pb_text_puts(&g->all, relative);
    pb_text_puts(&g->all, "\n");
    char *text = world_file(g->w, relative);
    pb_text_puts(&g->all, text ? text : "?");
}

char *world_digest(world *w)
{
    char hex[65];
    digest g = {.w = w};
    pb_text_init(&g.all, NULL);
    walk(w->dir, add_file, &g);
    pb_sha256_hex(g.all.bytes ? g.all.bytes : "", g.all.n, hex);
    pb_text_done(&g.all);
    return pb_arena_strdup(w->a, hex);
}
