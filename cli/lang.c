/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/lang.h"

#include <libintl.h>
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static const char DOMAIN[] = "paiban";
static const char *const CODES[] = {"en", "zh"};
enum { N_LANGS = sizeof CODES / sizeof *CODES };

/* glibc's count of catalogue changes: raising it makes gettext look at LANGUAGE again. */
extern int _nl_msg_cat_cntr; /* NOLINT: the name is the C library's */

typedef struct language {
    pb_lang lang;
    pb_langs *all;
} language;

struct pb_langs {
    pthread_mutex_t mutex;
    const language *current; /* whose code LANGUAGE holds */
    language each[N_LANGS];
};

static const char *english(void *ctx, const char *msgid)
{
    (void)ctx;
    return msgid;
}

static const char *translated(void *ctx, const char *msgid)
{
    const language *l = ctx;
    if (!msgid[0]) /* gettext would answer with the catalogue's header */
        return msgid;
    pthread_mutex_lock(&l->all->mutex);
    if (l->all->current != l) {
        setenv("LANGUAGE", l->lang.code, 1);
        ++_nl_msg_cat_cntr;
        l->all->current = l;
    }
    const char *text = dgettext(DOMAIN, msgid);
    pthread_mutex_unlock(&l->all->mutex);
    return text;
}

pb_langs *pb_langs_new(pb_arena *a, const char *locale_dir)
{
    pb_langs *l = PB_NEW(a, pb_langs);
    if (!l || pthread_mutex_init(&l->mutex, NULL) != 0)
        return NULL;
    /* Under "C" gettext ignores LANGUAGE. Numbers stay in the C locale: LC_NUMERIC is not set. */
    if (!setlocale(LC_MESSAGES, "C.UTF-8"))
        setlocale(LC_MESSAGES, "");
    bindtextdomain(DOMAIN, locale_dir);
    bind_textdomain_codeset(DOMAIN, "UTF-8");
    for (int i = 0; i < N_LANGS; i++) {
        l->each[i].all = l;
        l->each[i].lang =
            (pb_lang){CODES[i], strcmp(CODES[i], "en") == 0 ? english : translated, &l->each[i]};
    }
    return l;
}

const pb_lang *pb_langs_of(pb_langs *l, const char *code)
{
    for (int i = 0; i < N_LANGS; i++)
        if (strcmp(CODES[i], code) == 0)
            return &l->each[i].lang;
    return NULL;
}

/* The first known language of a list such as "zh_CN:en_GB". */
static const char *first_known(const char *list)
{
    for (const char *s = list; *s;) {
        size_t n = strcspn(s, ":");
        size_t name = strcspn(s, "_.@:");
        for (int i = 0; i < N_LANGS; i++)
            if (name == strlen(CODES[i]) && memcmp(s, CODES[i], name) == 0)
                return CODES[i];
        s += n + (s[n] == ':');
    }
    return NULL;
}

const char *pb_langs_from_environment(void)
{
    static const char *const NAMES[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        const char *value = getenv(NAMES[i]);
        const char *code = value ? first_known(value) : NULL;
        if (code)
            return code;
        if (value && value[0] && i > 0) /* another language, or C: English */
            return "en";
    }
    return "en";
}
