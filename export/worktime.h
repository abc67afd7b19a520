/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What each agent worked in a roster: minutes by pay class, nights, weekends, holiday duties. All of
 * it is summed from the pieces of export/pay.h, so that every output agrees to the minute.
 */
#ifndef PAIBAN_EXPORT_WORKTIME_H
#define PAIBAN_EXPORT_WORKTIME_H

#include "export/pay.h"

/* Classes of pay in reports, in this order. */
enum { PB_PAY_ORDINARY, PB_PAY_OVERTIME, PB_PAY_REST, PB_PAY_STATUTORY, PB_N_PAY };

typedef struct pb_worktime_row {
    int duties;                    /* rows with working time */
    int by_kind[PB_N_SHIFT_KINDS]; /* of these, by the shift's kind */
    int paid_min;                  /* all classes */
    int by_class[PB_N_PAY];
    int night_min;
    int weekends;                  /* weekends with a duty that begins on their Saturday or Sunday */
    int holiday_duties;            /* duties that begin on a statutory holiday */
    int days_off;                  /* days of the period without a duty, within the employment */
    double contract_min;           /* what the contract asks for, less leave; NAN = no contract hours */
} pb_worktime_row;

typedef struct pb_worktime {
    pb_date first, last;      /* the period */
    int32_t n;                /* agents, as in agents.csv */
    const pb_worktime_row *at;
    pb_worktime_row total;       /* sums; contract_min over those that have one */
} pb_worktime;

/* Which of the four classes a percentage is under these rules; ordinary where it is 100. */
int pb_pay_class(const pb_pay_rules *rules, const pb_pay_piece *piece, const pb_calendar *calendar);

/* Sums the period roster->first … roster->last in the arena. Errors: PB_ERR_NOMEM. */
PB_MUST_USE pb_status pb_worktime_sum(pb_arena *a, const pb_workspace *ws, const pb_roster *roster,
                                   const pb_pay *pay, const pb_pay_rules *rules, pb_worktime *ret);

/*
 * Adds up into rows [agents] what lies in the days roster->first … roster->last by the clock: pieces
 * by their date (a night that began before belongs to it by its part), duties by the date they begin.
 * days_off is left as minus the days with a duty; contract_min is not touched. Errors: PB_ERR_NOMEM.
 */
PB_MUST_USE pb_status pb_worktime_between(pb_arena *a, const pb_workspace *ws, const pb_roster *roster,
                                          const pb_pay *pay, const pb_pay_rules *rules,
                                          pb_worktime_row *rows);

/* hours.csv: agent,date,shift,start,end,paid_min,class,night_min; one row a piece. */
void pb_worktime_write_pieces(const pb_workspace *ws, const pb_pay *pay, pb_text *out);
/* summary.csv: one row an agent, for payroll. */
void pb_worktime_write_summary(const pb_workspace *ws, const pb_worktime *work, pb_text *out);

#endif
