/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small problems drawn at random with every part of the problem form: runs, forbidden sequences, weekends,
 * weekly and whole-plan windows hard and priced, requests, traits, breaks, look-back.
 */
#ifndef PAIBAN_TESTS_PLANNER_RANDOM_PROBLEM_H
#define PAIBAN_TESTS_PLANNER_RANDOM_PROBLEM_H

#include "base/random.h"
#include "planner/engine.h"
#include "planner/pattern.h"

enum { DAYS_MAX = 6, CHOICES_MAX = 4 };

/* A whole number from lo to hi, both within reach. */
int32_t draw(pb_rng *r, int32_t lo, int32_t hi);

/* Into p, kept in a. One person: up to DAYS_MAX days and CHOICES_MAX choices; more people: up to 4 and 3. */
void make_problem(pb_arena *a, pb_rng *r, int32_t people, pb_problem *p);

/* The next of all ways to spend one person's days, hole choices included: counts days [n_days] upwards like a number.
 * false: back at the first. */
bool next_days(const pb_problem *p, pb_choice *days);

#endif
