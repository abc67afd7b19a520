/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each broken sample is refused with exactly the words of fixtures/broken/NAME/expected.txt.
 * `test_broken --update` rewrites those files; read them before committing them.
 */
#include "workspace_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALL_NEEDS = PB_NEED_PEOPLE | PB_NEED_ACTIVITIES | PB_NEED_HISTORY };

static char *words_of(size_t i, pb_status *ret)
{
    test_folder f = test_folder_new();
    pb_arena *a = pb_arena_new(NULL);
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_workspace ws;
    pb_workspace_options opt = {.data_dir = "model/data"};
    if (pb_fixture_broken(i, 1, test_folder_sink, &f) != 0)
        exit(2);
    *ret = pb_workspace_read(a, f.path, ALL_NEEDS, &opt, &ws, d);
    char *words = test_words(d, f.path);
    pb_diags_free(d);
    pb_arena_free(a);
    test_folder_remove(&f);
    return words;
}

static char *file_text(const char *path)
{
    char *text = calloc(1 << 16, 1);
    FILE *in = fopen(path, "rb");
    if (text && in)
        text[fread(text, 1, (1 << 16) - 1, in)] = '\0';
    if (in)
        (void)fclose(in);
    return text;
}

static int update(const char *path, const char *words)
{
    FILE *out = fopen(path, "wb");
    bool good = out && fputs(words, out) >= 0;
    good = out && fclose(out) == 0 && good;
    if (!good) {
        perror(path);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    int faults = 0;
    for (size_t i = 0; i < pb_fixture_n_broken(); i++) {
        char path[300];
        pb_status status;
        char *words = words_of(i, &status);
        snprintf(path, sizeof path, "fixtures/broken/%s/expected.txt", pb_fixture_broken_name(i));
        if (argc > 1 && strcmp(argv[1], "--update") == 0)
            faults += update(path, words);
        char *expected = file_text(path);
        if (status != PB_ERR_INPUT || !words || !expected || strcmp(words, expected) != 0) {
            printf("%s: status %d\n--- expected\n%s--- said\n%s", pb_fixture_broken_name(i), (int)status,
                   expected ? expected : "", words ? words : "");
            faults++;
        }
        free(expected);
        free(words);
    }
    printf("%zu broken samples, %d not told as expected\n", pb_fixture_n_broken(), faults);
    return faults ? 1 : 0;
}
