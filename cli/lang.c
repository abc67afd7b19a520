/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/lang.h"

#include "cli/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const CODES[] = {"en", "zh"};
enum { N_LANGS = sizeof CODES / sizeof *CODES };
/* Larger catalogues are taken for damaged ones. */
enum { LIMIT_BYTES = 64 << 20 };

struct pb_langs {
    pb_lang each[N_LANGS];
};

static const char *english(void *ctx, const char *msgid)
{
    (void)ctx;
    return msgid;
}

static const char *translated(void *ctx, const char *msgid)
{
    const char *text = msgid[0] ? pb_catalogue_find(ctx, msgid) : NULL; /* "" is the file's header */
    return text && text[0] ? text : msgid;
}

/* The language of that code: with its catalogue where one is installed, else in English words. */
static pb_lang load(pb_arena *a, const char *locale_dir, const char *code)
{
    pb_lang lang = {code, english, NULL};
    char name[64], *bytes = NULL;
    size_t n = 0;
    snprintf(name, sizeof name, "%s/LC_MESSAGES/paiban.mo", code);
    const char *path = pb_path_join(a, locale_dir, name);
    if (!path || !pb_file_exists(path) || pb_file_read(a, path, LIMIT_BYTES, &bytes, &n, NULL) != PB_OK)
        return lang;
    pb_catalogue *catalogue = pb_catalogue_new(a, bytes, n);
    return catalogue ? (pb_lang){code, translated, catalogue} : lang;
}

pb_langs *pb_langs_new(pb_arena *a, const char *locale_dir)
{
    pb_langs *l = PB_NEW(a, pb_langs);
    if (!l)
        return NULL;
    for (int i = 0; i < N_LANGS; i++)
        l->each[i] = load(a, locale_dir, CODES[i]);
    return l;
}

const pb_lang *pb_langs_of(pb_langs *l, const char *code)
{
    for (int i = 0; i < N_LANGS; i++)
        if (strcmp(CODES[i], code) == 0)
            return &l->each[i];
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
