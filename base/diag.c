/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/diag.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What one file has been given so far, per severity. */
typedef struct file_count {
    const char *file;
    size_t kept[3];
} file_count;

/* What one column of a file has been told in one format. Texts are known by their hashes. */
typedef struct alike {
    const char *column, *id;
    size_t file; /* its index */
    pb_severity severity;
    long last_line;
    size_t n_kept, n_texts, last_at;
    struct {
        uint64_t hash;
        size_t n, at; /* kept so often; the last in pb_diags.at */
    } texts[PB_DIAG_MAX_ALIKE];
} alike;

struct pb_diags {
    const pb_allocator *al;
    const pb_lang *lang;
    pb_arena *texts;
    pb_diag *at;
    size_t n, cap;
    file_count *files;
    size_t n_files, files_cap;
    alike *alike;
    size_t n_alike, alike_cap;
    size_t seen[3];
    size_t dropped;
    bool out_of_memory;
};

const char *pb_tr(const pb_lang *lang, const char *msgid)
{
    return lang && lang->get ? lang->get(lang->ctx, msgid) : msgid;
}

pb_diags *pb_diags_new(const pb_allocator *al, const pb_lang *lang)
{
    pb_diags *d = pb_alloc(al, 1, sizeof *d);
    if (!d)
        return NULL;
    d->al = al;
    d->lang = lang;
    d->texts = pb_arena_new(al);
    if (!d->texts) {
        pb_free(al, d);
        return NULL;
    }
    return d;
}

void pb_diags_free(pb_diags *d)
{
    if (!d)
        return;
    pb_arena_free(d->texts);
    pb_free(d->al, d->at);
    pb_free(d->al, d->files);
    pb_free(d->al, d->alike);
    pb_free(d->al, d);
}

/* Length of the character at s (n bytes left) that may be shown as it is; 0 = to be escaped: controls,
 * bytes that are no UTF-8, and the marks that turn the direction of writing. */
static size_t plain_length(const char *s, size_t n)
{
    uint32_t code;
    int k = pb_utf8_decode(s, n, &code);
    if (k <= 0)
        return 0;
    bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
    bool turning = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    return control || turning ? 0 : (size_t)k;
}

/* A copy that is safe to show on a terminal; NULL on lack of memory. */
static const char *shown(pb_diags *d, const char *s)
{
    size_t n = strlen(s);
    size_t need = 1;
    for (size_t i = 0; i < n;) {
        size_t k = plain_length(s + i, n - i);
        need += k ? k : 4;
        i += k ? k : 1;
    }
    char *out = pb_arena_alloc(d->texts, need, 1);
    if (!out)
        return NULL;
    char *to = out;
    for (size_t i = 0; i < n;) {
        size_t k = plain_length(s + i, n - i);
        if (k) {
            memcpy(to, s + i, k);
            to += k;
            i += k;
        } else {
            to += snprintf(to, 5, "\\x%02X", (unsigned char)s[i]);
            i++;
        }
    }
    *to = '\0';
    return out;
}

static file_count *count_of(pb_diags *d, const char *file)
{
    /* From the last one backwards: readers speak of one file at a time. */
    for (size_t i = d->n_files; i-- > 0;)
        if (strcmp(d->files[i].file, file) == 0)
            return &d->files[i];
    const char *name = pb_arena_strdup(d->texts, file);
    if (!name || pb_grow(d->al, &d->files, &d->files_cap, d->n_files + 1, sizeof *d->files))
        return NULL;
    d->files[d->n_files] = (file_count){.file = name};
    return &d->files[d->n_files++];
}

/* The translated format with its arguments; NULL on lack of memory. */
static char *formatted(pb_diags *d, const char *fmt, va_list args)
{
    const char *translated = pb_tr(d->lang, fmt);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, translated, again);
    va_end(again);
    char *text = n < 0 ? NULL : pb_arena_alloc(d->texts, (size_t)n + 1, 1);
    if (text)
        vsnprintf(text, (size_t)n + 1, translated, args);
    return text;
}

/* Of what the format makes of its arguments, as far as 1 KiB goes. */
static uint64_t text_hash(const char *fmt, va_list args)
{
    char text[1024];
    va_list again;
    va_copy(again, args);
    if (vsnprintf(text, sizeof text, fmt, again) < 0)
        text[0] = '\0';
    va_end(again);
    return pb_hash(PB_HASH_BEGIN, text, strlen(text));
}

static bool same_column(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* What that column has been told of the kind; NULL = nothing yet. */
static alike *alike_of(const pb_diags *d, size_t file, pb_severity severity, const char *column, const char *id)
{
    for (size_t i = d->n_alike; i-- > 0;) {
        alike *l = &d->alike[i];
        if (l->file == file && l->severity == severity && strcmp(l->id, id) == 0 && same_column(l->column, column))
            return l;
    }
    return NULL;
}

static size_t text_of(const alike *l, uint64_t hash)
{
    size_t i = 0;
    while (i < l->n_texts && l->texts[i].hash != hash)
        i++;
    return i;
}

/* Enough was said of that: the row is counted where it was said last. Rows that come a second time, because a file is read
 * twice, are not counted again. */
static bool is_enough(pb_diags *d, alike *l, long line, uint64_t hash)
{
    size_t i = text_of(l, hash);
    bool often = i < l->n_texts && l->texts[i].n == PB_DIAG_MAX_SAME;
    if (l->n_kept < PB_DIAG_MAX_ALIKE && !often)
        return false;
    if (line > l->last_line) {
        pb_diag *told = &d->at[often ? l->texts[i].at : l->last_at];
        told->n_more++;
        told->last_line = l->last_line = line;
    }
    return true;
}

/* Notes that the last one kept is of that kind; l is NULL for the first. */
static bool keep_alike(pb_diags *d, alike *l, size_t file, pb_severity severity, pb_where where, const char *id, uint64_t hash)
{
    if (!l) {
        const char *column = where.column ? pb_arena_strdup(d->texts, where.column) : NULL;
        if ((where.column && !column) || pb_grow(d->al, &d->alike, &d->alike_cap, d->n_alike + 1, sizeof *d->alike))
            return false;
        l = &d->alike[d->n_alike++];
        *l = (alike){.column = column, .id = id, .file = file, .severity = severity};
    }
    size_t i = text_of(l, hash);
    if (i == l->n_texts)
        l->texts[l->n_texts++].hash = hash;
    l->texts[i].n++;
    l->texts[i].at = l->last_at = d->n - 1;
    l->n_kept++;
    if (where.line > l->last_line)
        l->last_line = where.line;
    return true;
}

/* *to = s made safe to show; NULL stays NULL. */
static bool show(pb_diags *d, const char *s, const char **to)
{
    *to = s ? shown(d, s) : NULL;
    return !s || *to;
}

/* Puts one behind the others. */
static bool keep(pb_diags *d, pb_severity severity, pb_where where, const char *advice, const char *fmt, va_list args)
{
    const char *text = formatted(d, fmt, args);
    const char *said = advice ? pb_tr(d->lang, advice) : NULL;
    pb_diag diag = {.severity = severity, .line = where.line, .id = fmt};
    if (!text || !show(d, text, &diag.text) || !show(d, said, &diag.advice) ||
        !show(d, where.file, &diag.file) || !show(d, where.column, &diag.column) ||
        pb_grow(d->al, &d->at, &d->cap, d->n + 1, sizeof *d->at))
        return false;
    d->at[d->n++] = diag;
    return true;
}

static bool add(pb_diags *d, pb_severity severity, pb_where where, const char *advice,
                const char *fmt, va_list args)
{
    file_count *count = count_of(d, where.file ? where.file : "");
    if (!count)
        return false;
    const size_t file = (size_t)(count - d->files);
    const bool row = where.line > 0;
    const uint64_t hash = row ? text_hash(fmt, args) : 0;
    alike *l = row ? alike_of(d, file, severity, where.column, fmt) : NULL;
    if (l && is_enough(d, l, where.line, hash))
        return true;
    if (count->kept[severity] >= PB_DIAG_MAX_PER_FILE) {
        d->dropped += severity != PB_NOTE;
        return true;
    }
    if (!keep(d, severity, where, advice, fmt, args))
        return false;
    count->kept[severity]++;
    return !row || keep_alike(d, l, file, severity, where, fmt, hash);
}

void pb_diag_add(pb_diags *d, pb_severity severity, pb_where where, const char *advice,
                 const char *fmt, ...)
{
    if (!d)
        return;
    d->seen[severity]++;
    va_list args;
    va_start(args, fmt);
    if (!add(d, severity, where, advice, fmt, args))
        d->out_of_memory = true;
    va_end(args);
}

/* What people meet with files, in words that can be translated; NULL = anything else. The English ones are those of the
 * system. */
static const char *words_of(int err)
{
    static const struct {
        int err;
        const char *words;
    } known[] = {
        {ENOENT, PB_N_("No such file or directory")}, {EACCES, PB_N_("Permission denied")},
        {EPERM, PB_N_("Operation not permitted")},    {EISDIR, PB_N_("Is a directory")},
        {ENOTDIR, PB_N_("Not a directory")},          {EEXIST, PB_N_("File exists")},
        {ENOSPC, PB_N_("No space left on device")},   {EDQUOT, PB_N_("Disk quota exceeded")},
        {EROFS, PB_N_("Read-only file system")},      {EIO, PB_N_("Input/output error")},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].err == err)
            return known[i].words;
    return NULL;
}

void pb_diag_errno(pb_diags *d, const char *path, int err, const char *fmt)
{
    char buf[256];
    const char *words = words_of(err);
    if (!words && strerror_r(err, buf, sizeof buf))
        snprintf(buf, sizeof buf, "errno %d", err);
    pb_diag_add(d, PB_ERROR, pb_in_file(path), NULL, fmt, words ? pb_tr(pb_diags_lang(d), words) : buf);
}

size_t pb_diags_count(const pb_diags *d)
{
    return d ? d->n : 0;
}

const pb_diag *pb_diags_at(const pb_diags *d, size_t i)
{
    return d && i < d->n ? &d->at[i] : NULL;
}

size_t pb_diags_errors(const pb_diags *d)
{
    return d ? d->seen[PB_ERROR] : 0;
}

size_t pb_diags_warnings(const pb_diags *d)
{
    return d ? d->seen[PB_WARNING] : 0;
}

size_t pb_diags_dropped(const pb_diags *d)
{
    return d ? d->dropped : 0;
}

pb_status pb_diags_status(const pb_diags *d)
{
    if (!d)
        return PB_OK;
    if (d->out_of_memory)
        return PB_ERR_NOMEM;
    return d->seen[PB_ERROR] ? PB_ERR_INPUT : PB_OK;
}

const pb_lang *pb_diags_lang(const pb_diags *d)
{
    return d ? d->lang : NULL;
}

/* Writes at offset n of buf what fits, and returns the offset that would follow. */
static size_t put(char *buf, size_t size, size_t n, const char *fmt, ...) PB_PRINTF(4, 5);

static size_t put(char *buf, size_t size, size_t n, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int k = n < size ? vsnprintf(buf + n, size - n, fmt, args) : vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    return n + (k > 0 ? (size_t)k : 0);
}

size_t pb_diag_format(const pb_lang *lang, const pb_diag *diag, char *buf, size_t size)
{
    size_t n = 0;
    if (size)
        buf[0] = '\0';
    if (diag->file)
        n = put(buf, size, n, "%s:", diag->file);
    if (diag->line > 0)
        n = put(buf, size, n, "%ld:", diag->line);
    if (n)
        n = put(buf, size, n, " ");
    if (diag->column) {
        n = put(buf, size, n, pb_tr(lang, "column \"%s\""), diag->column);
        n = put(buf, size, n, "%s", pb_tr(lang, ": "));
    }
    n = put(buf, size, n, "%s", diag->text);
    if (diag->advice)
        n = put(buf, size, n, pb_tr(lang, " (%s)"), diag->advice);
    if (diag->n_more)
        n = put(buf, size, n, pb_tr(lang, "; more rows like this: %ld, the last one in line %ld"), diag->n_more,
                diag->last_line);
    return n;
}
