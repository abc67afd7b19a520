/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Languages, several in one process: the catalogues that gettext's tools make from po/, read by
 * cli/catalogue. No locale has to be installed, no environment is changed.
 */
#ifndef PAIBAN_CLI_LANG_H
#define PAIBAN_CLI_LANG_H

#include "base/base.h"

typedef struct pb_langs pb_langs;

/* Binds the program's texts in locale_dir (…/share/locale). Frees with the arena. NULL: no memory. */
pb_langs *pb_langs_new(pb_arena *a, const char *locale_dir);
/* Texts of "en" or "zh"; NULL for a language the program does not speak. May be used by several
 * threads at once. Texts that are not translated are English. */
const pb_lang *pb_langs_of(pb_langs *l, const char *code);
/* The language that LANGUAGE, LC_ALL, LC_MESSAGES or LANG asks for; "en" where none is known. */
const char *pb_langs_from_environment(void);

#endif
