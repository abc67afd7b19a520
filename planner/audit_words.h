/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words the auditor's sentences are made of. */
#ifndef PAIBAN_PLANNER_AUDIT_WORDS_H
#define PAIBAN_PLANNER_AUDIT_WORDS_H

#include "planner/audit.h"

/* "Thu 11-26" (pb_day_brief of base/day_words.h), in the arena; NULL when memory is refused. */
const char *pb_date_words(pb_arena *a, const pb_lang *lang, pb_date date);

/* The parts of pb_finding_text: its dates, whom it is about (NULL: the team), what it says of him. */
const char *pb_finding_when(pb_arena *a, const pb_finding *f, const pb_lang *lang);
const char *pb_finding_who(const pb_workspace *ws, const pb_finding *f);
const char *pb_finding_body(pb_arena *a, const pb_workspace *ws, const pb_finding *f, const pb_lang *lang);

/* Kinds of shifts, roles and days off have names in each language: the word's, NULL where it is none of them. */
const char *pb_known_word(const pb_lang *lang, const char *s, size_t n);
/* A rule's value with these words in the language: "late>early", "晚班>早班". r may be NULL: "". */
const char *pb_value_words(pb_arena *a, const pb_rule *r, const pb_lang *lang);
/* The i-th word of it ("leader early 1"), known ones in the language, else as written there. */
const char *pb_value_word(pb_arena *a, const pb_rule *r, int i, const pb_lang *lang);
/* What a rule asks: "at least 11 hours of rest between two shifts". */
const char *pb_rule_text(pb_arena *a, const pb_workspace *ws, const pb_rule *r, const pb_lang *lang);

/* A shortage with its reason in numbers:
 * "Thu 11-26 18:00-19:30 vip short 2: 5 hold the skill, 1 at work, 2 on leave, 1 at 40 h". */
const char *pb_shortage_text(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                             const pb_roster *roster, const pb_finding *f, const pb_lang *lang);

/* Is it a shortage that nobody in agents.csv could fill, at any time? req may be NULL where the finding has no row. */
bool pb_nobody_could(const pb_workspace *ws, const pb_requirement *req, const pb_finding *f);

/* What is wrong with an activity, or why somebody does not attend one. */
const char *pb_activity_text(pb_arena *a, const pb_workspace *ws, const pb_finding *f, const pb_lang *lang);

#endif
