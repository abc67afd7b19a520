/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders of test files: written below a new folder in /tmp, removed at the end. */
#ifndef PAIBAN_TESTS_MODEL_WORKSPACE_FILES_H
#define PAIBAN_TESTS_MODEL_WORKSPACE_FILES_H

#include "fixtures/fixtures.h"
#include "model/model.h"

typedef struct test_folder {
    char path[256];
} test_folder;

/* A new empty folder; exits the test program when it cannot be made. */
test_folder test_folder_new(void);
void test_folder_remove(const test_folder *f);
/* A sink for the sample makers; ctx is a test_folder. */
int test_folder_sink(void *ctx, const char *name, const char *bytes, size_t n);
/* Writes a file; its path in buf, which is returned. */
const char *test_file(const test_folder *f, const char *name, const char *text, char buf[512]);

/* All that the diagnostics say, a line each, the folder's path cut off; freed by the caller. */
char *test_words(const pb_diags *d, const char *folder);

/* A seam that refuses the n-th call (and counts all). */
typedef struct test_refuser {
    pb_allocator al;
    long calls, refuse_at; /* refuse_at 0: never */
} test_refuser;
void test_refuser_init(test_refuser *r, long refuse_at);

#endif
