/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chat, deferred work, carried load, spread, sets of queues, shrinkage: small cases known by hand. */
#include "staffing/carry.h"
#include "staffing/chat.h"
#include "staffing/deferred.h"
#include "staffing/sets.h"
#include "staffing/shrink.h"
#include "staffing/unsure.h"
#include "staffing/wide.h"

#include "support/cm.h"

/* --- chat --- */

static pb_chat_service chat(const pb_chat_agent *a, double per_s, double patience_s, int32_t agents)
{
    pb_chat_case k = {per_s, patience_s, 20, a, false};
    pb_chat_service s;
    assert_int_equal(pb_chat(&k, agents, &s), PB_OK);
    return s;
}

/* One at a time with a fixed pace is a telephone. */
static void one_chat_at_a_time_is_erlang(void **state)
{
    (void)state;
    pb_chat_agent a;
    assert_int_equal(pb_chat_from_aht(300, 1, &a), PB_OK);
    for (int n = 8; n < 30; n++) {
        pb_load l = {.load_erl = 10, .aht_s = 300, .patience_s = 120, .within_s = 20};
        pb_service e;
        assert_int_equal(pb_erlang(&l, n, &e), PB_OK);
        pb_chat_service s = chat(&a, 10 / 300.0, 120, n);
        assert_close(s.taken.service_level, e.service_level, 1e-12, "service level");
        assert_close(s.taken.occupancy, e.occupancy, 1e-12, "occupancy");
        assert_close(s.handle_s, 300, 1e-9, "handle time");
    }
}

/* k at once at an unchanged pace are k times as many places. */
static void places_multiply(void **state)
{
    (void)state;
    pb_chat_agent a, half;
    assert_int_equal(pb_chat_from_aht(300, 3, &a), PB_OK);
    assert_int_equal(pb_chat_from_aht(300, 2.5, &half), PB_OK);
    pb_load l = {.load_erl = 20, .aht_s = 300, .patience_s = 120, .within_s = 20};
    pb_service e;
    assert_int_equal(pb_erlang(&l, 21, &e), PB_OK);
    assert_close(chat(&a, 20 / 300.0, 120, 7).taken.missed, e.missed, 1e-12, "missed");
    assert_int_equal(pb_erlang(&l, 17, &e), PB_OK); /* floor(7 × 2.5) */
    assert_close(chat(&half, 20 / 300.0, 120, 7).taken.missed, e.missed, 1e-12, "missed, 2.5 at once");
}

/* One chat at a time: the agent types for w, then the customer for z. r(1) = 1 / (m (w + think)). */
static void a_single_chat_takes_its_words(void **state)
{
    (void)state;
    pb_chat_habit h = {25, 50, 6, 30};
    pb_chat_agent a;
    assert_int_equal(pb_chat_from_habit(&h, 3, &a), PB_OK);
    assert_close(1 / a.rate_per_s[0], 6 * 25 + 5 * 50 + 30, 1e-9, "duration of a lone chat");
    assert_true(a.rate_per_s[1] < 2 * a.rate_per_s[0] && a.rate_per_s[1] > a.rate_per_s[0]);
    assert_true(a.rate_per_s[2] < 1 / (6 * 25.0)); /* never faster than typing */
    h.replies = 0.5;
    assert_int_equal(pb_chat_from_habit(&h, 3, &a), PB_ERR_DOMAIN);
    h.replies = 6;
    assert_int_equal(pb_chat_from_habit(&h, 33, &a), PB_ERR_DOMAIN);
}

static void chat_without_patience(void **state)
{
    (void)state;
    pb_chat_agent a;
    assert_int_equal(pb_chat_from_aht(300, 2, &a), PB_OK);
    pb_chat_service s = chat(&a, 0.1, NAN, 15); /* 30 Erlang on 30 places */
    assert_false(s.taken.stable);
    assert_true(isinf(s.taken.asa_s));
    assert_true(chat(&a, 0.1, NAN, 16).taken.stable);
    s = chat(&a, 0, NAN, 1);
    assert_true(s.taken.service_level == 1);
}

static void chat_needs(void **state)
{
    (void)state;
    pb_chat_agent a;
    pb_chat_habit h = {25, 50, 6, 0};
    assert_int_equal(pb_chat_from_habit(&h, 3, &a), PB_OK);
    pb_chat_case k = {363 / 3600.0, 120, 20, &a, false};
    pb_targets t = pb_targets_none();
    pb_need n;
    t.service_level = 0.9;
    assert_int_equal(pb_need_chat(&k, &t, 0, &n), PB_OK);
    assert_true(chat(&a, k.chats_per_s, 120, n.agents).taken.service_level >= 0.9);
    assert_true(chat(&a, k.chats_per_s, 120, n.agents - 1).taken.service_level < 0.9);
    assert_int_equal(n.binding, PB_REASON_SERVICE_LEVEL);
    t.first_reply_s = 35; /* with 25 s of typing */
    assert_int_equal(pb_need_chat(&k, &t, 0, &n), PB_OK);
    assert_int_equal(n.binding, PB_REASON_FIRST_REPLY);
    assert_true(chat(&a, k.chats_per_s, 120, n.agents).first_reply_s <= 35);
    assert_true(chat(&a, k.chats_per_s, 120, n.agents - 1).first_reply_s > 35);
}

static void measured_times_must_not_fall(void **state)
{
    (void)state;
    pb_chat_agent a;
    const double good[] = {300, 340, 420}, bad[] = {300, 700};
    assert_int_equal(pb_chat_from_times(good, 3, 3, &a), PB_OK);
    assert_close(a.rate_per_s[2], 3 / 420.0, 1e-15, "rate with three");
    assert_false(a.assumed);
    assert_int_equal(pb_chat_from_times(bad, 2, 2, &a), PB_ERR_DOMAIN);
}

/* --- deferred --- */

static void work_falls_due_a_deadline_later(void **state)
{
    (void)state;
    const double contacts[] = {6, 12, 0, 0}, aht_s[] = {600, 600, 600, 600};
    const int32_t slot_s[] = {3600, 3600, 3600, 3600};
    double arrived[4], due[4];
    pb_deferred_case k = {4, contacts, aht_s, slot_s, 5400, 30, 7200};
    assert_int_equal(pb_deferred_rows(&k, arrived, due), PB_OK);
    const double want_arrived[] = {90, 210, 210, 210};
    /* backlog: 15 an hour; slot 1's 60 min fall due from 1.5 h to 2.5 h, slot 2's 120 from 2.5 h to 3.5 h */
    const double want_due[] = {15, 30 + 30, 30 + 60 + 60, 30 + 60 + 120};
    for (int i = 0; i < 4; i++) {
        assert_close(arrived[i], want_arrived[i], 1e-9, "arrived");
        assert_close(due[i], want_due[i], 1e-9, "due");
    }
    k.deadline_s = 0;
    assert_int_equal(pb_deferred_rows(&k, arrived, due), PB_ERR_DOMAIN);
}

static void the_first_late_slot_is_named(void **state)
{
    (void)state;
    const double arrived[] = {60, 120, 120}, due[] = {0, 60, 120}, closed[] = {0, 0, 200};
    const double enough[] = {30, 30, 60};
    double done[3];
    pb_deferred_answer a;
    pb_deferred_check(3, arrived, due, closed, NULL, &a);
    assert_int_equal(a.first_late, 1);
    assert_close(a.late_min, 60, 1e-9, "late");
    pb_deferred_check(3, arrived, due, enough, done, &a);
    assert_int_equal(a.first_late, -1);
    assert_close(done[2], 120, 1e-9, "done");
}

static void the_level_is_the_least(void **state)
{
    (void)state;
    const double arrived[] = {60, 120, 120, 120}, due[] = {0, 0, 60, 120};
    const int32_t open_s[] = {0, 1800, 1800, 1800};
    double agents;
    int32_t late;
    pb_deferred_level(4, arrived, due, open_s, &agents, &late);
    assert_int_equal(late, -1);
    assert_close(agents, 120 / 90.0, 1e-8, "level");
    const int32_t shut[] = {3600, 0, 0, 0};
    pb_deferred_level(4, arrived, due, shut, &agents, &late);
    assert_int_equal(late, 3); /* the second hour's work can never be done */
    assert_true(isinf(agents));
}

/* --- carried load --- */

static void load_settles_and_dies_away(void **state)
{
    (void)state;
    const double contacts[] = {0, 60, 60, 60, 0}, aht_s[] = {1800, 1800, 1800, 1800, 1800};
    const int32_t slot_s[] = {1800, 1800, 1800, 1800, 1800};
    pb_carry c[5];
    assert_int_equal(pb_carry_load(5, contacts, aht_s, slot_s, false, c), PB_OK);
    assert_close(c[0].end_erl, 0, 0, "nothing before");
    assert_close(c[1].end_erl, 60 * (1 - exp(-1)), 1e-12, "after one handle time");
    assert_close(c[4].end_erl, 60 * (1 - exp(-3)) * exp(-1), 1e-12, "after the last");
    assert_close(pb_carry_peak(&c[4]), c[4].start_erl, 0, "peak of a falling slot");
    assert_int_equal(pb_carry_load(4, contacts + 1, aht_s, slot_s, true, c), PB_OK);
    assert_close(c[0].start_erl, 60, 0, "a queue that has been running");
}

/* --- spread --- */

static void spread_keeps_mean_and_variance(void **state)
{
    (void)state;
    for (double cv = 0.02; cv < 2; cv *= 2)
        for (int fine = 0; fine < 2; fine++) {
            pb_spread s;
            assert_int_equal(pb_spread_make(cv, 1.07, fine, &s), PB_OK);
            double sum = 0, mean = 0, square = 0, limit = fine ? 1e-10 : 2e-3;
            for (int32_t i = 0; i < s.n; i++) {
                sum += s.weight[i];
                mean += s.weight[i] * s.factor[i];
                square += s.weight[i] * s.factor[i] * s.factor[i];
            }
            assert_close(sum, 1, 1e-12, "weights");
            assert_close(mean, 1, 1e-10, "mean");
            assert_close((square - 1) / (cv * cv), 1, limit, "variance");
        }
    pb_spread s;
    assert_int_equal(pb_spread_make(0, 0, 0, &s), PB_OK);
    assert_int_equal(s.n, 1);
    assert_int_equal(pb_spread_make(3.5, 0, 0, &s), PB_ERR_DOMAIN);
}

/* scipy.stats.gamma.ppf(q, 1/cv², scale=cv²) */
static void quantiles_of_gamma(void **state)
{
    (void)state;
    assert_close(pb_spread_quantile(0.1, 0.8), 1.083043916190141, 1e-9, "cv .1");
    assert_close(pb_spread_quantile(1, 0.5), 0.6931471805599455, 1e-9, "exponential");
    assert_close(pb_spread_quantile(0, 0.9), 1, 0, "no spread");
    assert_true(isnan(pb_spread_quantile(0.1, 1)));
}

/* --- sets --- */

static void only_useful_sets(void **state)
{
    (void)state;
    pb_skillset found[PB_MAX_SET_ROWS];
    const pb_skillset apart[] = {1, 1, 2, 2};
    assert_int_equal(pb_sets_useful(apart, 4, 3, found), 0); /* no one connects them */
    const pb_skillset two[] = {1, 2, 3};
    assert_int_equal(pb_sets_useful(two, 3, 3, found), 1);
    assert_int_equal((int)found[0], 3);
    /* who knows c knows b, too: {b, c} has the agents of {b} and more work */
    const pb_skillset chain[] = {1, 3, 2, 6};
    int32_t n = pb_sets_useful(chain, 4, 7, found);
    assert_int_equal(n, 2);
    assert_int_equal((int)found[0], 6);
    assert_int_equal((int)found[1], 7);
    /* all know all: one set */
    const pb_skillset same[] = {15, 15, 15};
    assert_int_equal(pb_sets_useful(same, 3, 15, found), 1);
    assert_int_equal((int)found[0], 15);
}

static void twelve_queues_stay_few(void **state)
{
    (void)state;
    pb_skillset found[PB_MAX_SET_ROWS], skills[66];
    int n = 0;
    for (int i = 0; i < 12; i++)
        for (int k = i + 1; k < 12; k++)
            skills[n++] = (pb_skillset)1 << i | (pb_skillset)1 << k;
    int32_t rows = pb_sets_useful(skills, n, 4095, found);
    assert_true(rows > 0 && rows <= PB_MAX_SET_ROWS);
    for (int32_t i = 1; i < rows; i++)
        assert_true(__builtin_popcountll(found[i - 1]) <= __builtin_popcountll(found[i]));
}

/* --- shrinkage: the whole grid against integer arithmetic --- */

static void shrinkage_has_no_dust(void **state)
{
    (void)state;
    for (int64_t net = 0; net <= 300; net++)
        for (int64_t permille = 0; permille <= 950; permille += 5) {
            int64_t want = (net * 1000 + (1000 - permille) - 1) / (1000 - permille);
            assert_int_equal(pb_shrink_gross(net, (double)permille / 1000, 0), want);
            assert_int_equal(pb_shrink_net(want, (double)permille / 1000, 0),
                             want * (1000 - permille) / 1000);
        }
    assert_int_equal(pb_shrink_gross(100, 0.12, 0.08), 124); /* multiplied, not added: 125 */
    assert_int_equal(pb_shrink_gross(1, 0.9, 0), 10);
    assert_int_equal(pb_shrink_gross(-5, 0.2, 0.1), 0);
    assert_int_equal(pb_shrink_gross(10, NAN, 0), 10);
    assert_int_equal(pb_shrink_gross(1, 7, 0), 20); /* at most 95 % */
}

/* --- wide numbers --- */

static void wide_numbers_reach_far(void **state)
{
    (void)state;
    pb_wide x = pb_wide_exp(-36157.5), y = pb_wide_exp(36157.5);
    assert_close(pb_wide_ln(x), -36157.5, 1e-11, "ln");
    assert_close(pb_wide_double(pb_wide_mul(x, y)), 1, 1e-11, "product");
    assert_true(pb_wide_double(x) == 0 && isinf(pb_wide_double(y)));
    assert_close(pb_wide_double(pb_wide_add(pb_wide_of(3e200), pb_wide_of(2e-200))), 3e200, 1e185, "sum");
    assert_true(pb_wide_double(pb_wide_exp(-1e12)) == 0);
    assert_close(pb_wide_double(pb_wide_of(1e-300)) / 1e-300, 1, 1e-15, "small");
    assert_close(pb_wide_double(pb_wide_div(pb_wide_of(1e-300), pb_wide_of(1e300))), 0, 0, "smaller");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_chat_at_a_time_is_erlang),
        cmocka_unit_test(places_multiply),
        cmocka_unit_test(a_single_chat_takes_its_words),
        cmocka_unit_test(chat_without_patience),
        cmocka_unit_test(chat_needs),
        cmocka_unit_test(measured_times_must_not_fall),
        cmocka_unit_test(work_falls_due_a_deadline_later),
        cmocka_unit_test(the_first_late_slot_is_named),
        cmocka_unit_test(the_level_is_the_least),
        cmocka_unit_test(load_settles_and_dies_away),
        cmocka_unit_test(spread_keeps_mean_and_variance),
        cmocka_unit_test(quantiles_of_gamma),
        cmocka_unit_test(only_useful_sets),
        cmocka_unit_test(twelve_queues_stay_few),
        cmocka_unit_test(shrinkage_has_no_dust),
        cmocka_unit_test(wide_numbers_reach_far),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
