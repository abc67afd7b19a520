#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""recount_actuals.py PAIBAN: plan against actual and the month's summary, counted anew.

The Berlin team of recount.py gets a time clock that knows five weeks: late and early people, absences with and
without a reason, work after hours and on free days, a day the clock slept. What the report says of each duty, of
the cover in each slot and of each month is compared with a count by minutes.
"""
import datetime as dt
import os
import random
import subprocess
import sys
import tempfile
import zoneinfo

import recount
from recount import AGENTS, DAY, SHIFTS, TEAMS, clock, expect, read, write

ZONE = zoneinfo.ZoneInfo(TEAMS["eu"]["zone"])
PLAN = TEAMS["eu"]["plan"]
FIRST, ASLEEP, UNTIL = dt.date(2026, 9, 16), dt.date(2026, 9, 30), (dt.date(2026, 10, 20), 13 * 60)


def instant(day, minute):
    naive = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
    return int(naive.replace(tzinfo=ZONE).timestamp())


def told(day, minute):
    return "%s %s" % (day + minute // 1440 * DAY, clock(minute))


class Clock:
    """Draws what happened; keeps the rows of actuals.csv and what is to be found."""
    def __init__(self, decided):
        self.rng = random.Random("clock")
        self.rows, self.work, self.want = [], {a[0]: set() for a in AGENTS}, {}
        self.cut = instant(*UNTIL)
        free = {(a[0], FIRST + k * DAY) for a in AGENTS for k in range((UNTIL[0] - FIRST).days)}
        for day, agent, shift in decided:
            free -= {(agent, day), (agent, day + DAY), (agent, day - DAY)}
            if FIRST <= day <= UNTIL[0] and day != ASLEEP:
                self.duty(day, agent, shift)
        for agent, day in sorted(free)[::7]:
            if day != ASLEEP:
                self.row(agent, day, 600, 720, "work")
                self.want[agent, day, ""] = (0, 0, 120, 0, 0, "")
        self.until = max(end for _, _, end in self.rows_s)

    rows_s = ()

    def row(self, agent, day, start, end, kind):
        s, e = instant(day, start), min(instant(day, end), self.cut)
        if s >= e:
            return
        at_cut = instant(day, end) > self.cut
        self.rows.append((agent, told(day, start), told(*UNTIL) if at_cut else told(day, end), kind))
        self.rows_s = list(self.rows_s) + [(agent, s, e)]
        if kind in ("work", "other"):
            self.work[agent].update(range(s // 60, e // 60))

    def duty(self, day, agent, shift):
        start, end, meal = SHIFTS[shift]
        planned = (instant(day, end) - instant(day, start) - instant(day, meal[1]) + instant(day, meal[0])) // 60
        key = (agent, day, shift)
        if self.rng.random() < 0.1:
            reason = self.rng.choice(["", "sick", "leave", "absent"])
            if reason:
                self.row(agent, day, start, end, reason)
            self.want[key] = (planned, 0, 0, 0, 0, reason or "absent")
            return
        late = self.rng.randrange(1, 50) if self.rng.random() < 0.3 else 0
        early = self.rng.randrange(1, 50) if self.rng.random() < 0.2 else 0
        extra = 0 if early else self.rng.choice([0, 0, 0, 25, 55])
        self.row(agent, day, start + late, meal[0], "work")
        self.row(agent, day, meal[0], meal[1], "break")
        self.row(agent, day, meal[1], meal[1] + 60, "other")
        self.row(agent, day, meal[1] + 50, end - early + extra, "work")
        self.want[key] = (planned, planned - late - early, extra, late, early, "")

    def judged(self, key):
        agent, day, shift = key
        end = instant(day, SHIFTS[shift][1]) if shift else 0
        return PLAN[0] - 31 * DAY <= day <= PLAN[1] and end <= self.until + 1800


def compare_adherence(folder, c):
    want = {k: v for k, v in c.want.items() if c.judged(k)}
    got, worked = {}, {}
    for r in read(folder + "/out/adherence.csv"):
        key = (r["agent"], dt.date.fromisoformat(r["date"]), r["shift"])
        got[key] = tuple(int(r[n]) for n in ("planned_min", "present_min", "extra_min", "late_min", "left_early_min")) + (r["absent"],)
        if not got[key][0] or abs(float(r["adherence"]) - got[key][1] / got[key][0]) > 0.000051:
            expect("adherence %s" % (key,), "" if not got[key][0] else got[key], r["adherence"])
        worked[r["agent"]] = worked.get(r["agent"], 0) + got[key][1]
    for key in sorted(set(want) | set(got), key=str):
        expect("adherence.csv %s" % (key,), want.get(key), got.get(key))
    return want


def rostered(decided):
    """Minutes at work by the rosters, the meal left out; short breaks are cover."""
    there = {}
    for day, agent, shift in decided:
        if PLAN[0] - DAY <= day <= PLAN[1]:
            start, end, meal = (instant(day, m) // 60 for m in (*SHIFTS[shift][:2], SHIFTS[shift][2][0]))
            free = range(meal, instant(day, SHIFTS[shift][2][1]) // 60)
            for m in range(start, end):
                if m not in free:
                    there[m] = there.get(m, 0) + 1
    return there


def compare_cover(folder, c, queue, decided):
    rows = [r for r in read(folder + "/out/coverage.csv") if r["queue"] == queue]
    known, there_by_plan = 0, rostered(decided)
    for r in rows:
        begin = dt.datetime.fromisoformat(r["start"])
        s = int(begin.replace(tzinfo=begin.tzinfo or ZONE).timestamp())
        planned = sum(there_by_plan.get(m, 0) for m in range(s // 60, s // 60 + 30)) / 30
        expect("planned at %s" % r["start"], round(planned, 3), float(r["planned"]))
        if s + 1800 > c.until + 1800:
            expect("cover at %s" % r["start"], "", r["actual"])
            continue
        known += 1
        there = sum((m in minutes) for minutes in c.pure.values() for m in range(s // 60, s // 60 + 30))
        expect("cover at %s" % r["start"], round(there / 30, 3), float(r["actual"]))
    expect("slots of known cover", True, known > 300)


def slots(day):
    return [instant(day, m) for m in range(480, 1200, 30)]


def stamp(s):
    return dt.datetime.fromtimestamp(s, ZONE).strftime("%Y-%m-%dT%H:%M")


def make_contacts(folder, queue):
    rng = random.Random("contacts")
    came, expected = {}, {}
    for k in range((UNTIL[0] - dt.date(2026, 8, 20)).days):
        for s in slots(dt.date(2026, 8, 20) + k * DAY):
            n = rng.randrange(1, 30)
            came[s] = (n, rng.randrange(100, 400), rng.randrange(0, n + 1) // 5)
    for k in range((PLAN[1] - PLAN[0]).days + 1):
        for s in slots(PLAN[0] + k * DAY):
            expected[s] = round(rng.uniform(5, 25), 2)
    write(folder + "/history.csv", [("start", "queue", "contacts", "aht_s", "abandoned")] +
          [(stamp(s), queue) + v for s, v in came.items()])
    write(folder + "/out/forecast.csv", [("start", "queue", "contacts", "aht_s")] +
          [(stamp(s), queue, v, 240) for s, v in expected.items()])
    days = [instant(PLAN[0] + k * DAY, m) for k in range((PLAN[1] - PLAN[0]).days + 1) for m in range(0, 1440, 30)]
    write(folder + "/out/requirement.csv", [("start", "queue", "required")] + [(stamp(s), queue, 3) for s in days])
    return came, expected


def compare_months(folder, queue, came, expected, count, judged):
    for month in (9, 10, 11):
        rows = [r for r in read(folder + "/out/month.csv") if r["month"] == "2026-%02d" % month]
        own = {s: v for s, v in came.items() if dt.datetime.fromtimestamp(s, ZONE).month == month}
        both = {s: v for s, v in expected.items() if s in own}
        by_day = {}
        for s, v in both.items():
            day = by_day.setdefault(dt.datetime.fromtimestamp(s, ZONE).date(), [0, 0])
            day[0] += v
            day[1] += own[s][0]
        expect("rows of month %d" % month, [queue, ""] if own else [""], [r["queue"] for r in rows])
        for r in rows:
            total, slot_sum = sum(v[0] for v in own.values()), sum(own[s][0] for s in both)
            want = {"contacts": total, "answer_rate": own and 1 - sum(v[2] for v in own.values()) / total,
                    "aht_s": own and sum(v[0] * v[1] for v in own.values()) / total, "forecast": both and sum(both.values()),
                    "wape_slot": both and sum(abs(v - own[s][0]) for s, v in both.items()) / slot_sum,
                    "wape_day": both and sum(abs(a - b) for a, b in by_day.values()) / slot_sum,
                    "bias": both and (sum(both.values()) - slot_sum) / slot_sum}
            for name, value in want.items():
                tolerance = 0.06 if name == "aht_s" else 0.0006
                if (r[name] == "") != (not value) or (value and abs(float(r[name]) - value) > tolerance):
                    expect("month.csv %d %s" % (month, name), value, r[name])
        team = rows[-1]
        first = dt.date(2026, month, 1)
        last = (first + 31 * DAY).replace(day=1) - DAY
        paid = sum(v for (_, d, _, _), v in count.minutes.items() if first <= d <= last)
        over = sum(count.overtime(a, h, first, last) for a, h, _, _ in AGENTS)
        kept = [v for (_, d, _), v in judged.items() if first <= d <= last]
        planned = sum(v[0] for v in kept)
        expect("month.csv %d hours" % month, (str(paid), str(over)) if paid else ("", ""), (team["paid_min"], team["overtime_min"]))
        expect("month.csv %d planned" % month, str(planned) if planned else "", team["planned_min"])
        expect("month.csv %d kept" % month, str(sum(v[1] for v in kept)) if planned else "", team["present_min"])
        expect("month.csv %d missed" % month, str(sum(v[5] != "" for v in kept)) if planned else "", team["absent"])


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        decided, _, _ = recount.make(folder, "eu", program)
        queue = recount.read_commented(folder + "/queues.csv")[0]["queue"]
        c = Clock(decided)
        c.pure = {a: set() for a in c.work}
        for agent, start, end, kind in c.rows:
            if kind == "work":
                s, e = (int(dt.datetime.fromisoformat(x).replace(tzinfo=ZONE).timestamp()) // 60 for x in (start, end))
                c.pure[agent].update(range(s, e))
        write(folder + "/actuals.csv", [("客服", "开始时间", "结束时间", "状态")] + c.rows)
        came, expected = make_contacts(folder, queue)
        done = subprocess.run([program, "report", "-C", folder, "--quiet", "--lang", "en"], check=False)
        expect("exit code", 0, done.returncode)
        judged = compare_adherence(folder, c)
        compare_cover(folder, c, queue, decided)
        count = recount.Count("eu", decided, [{"date": "2026-10-03", "day": "statutory_holiday"}])
        compare_months(folder, queue, came, expected, count, judged)
        page = recount.Table("attendance")
        with open(folder + "/out/report.html", encoding="utf-8") as f:
            page.feed(f.read())
        total = [sum(v[k] for v in judged.values()) for k in range(3)]
        want = [recount.hm(t) for t in total] + [str(sum(v[3] >= 5 for v in judged.values())),
                                                 str(sum(v[5] != "" for v in judged.values()))]
        expect("page, all", want, [row for row in page.rows if row[0] == "All"][0][2:7])
        print("%d rows of a time clock, %d duties judged, %d of %d minutes kept" % (len(c.rows), len(judged), total[1], total[0]))
    for text in recount.failures[:20]:
        print(text)
    print("%d differences" % len(recount.failures))
    return 1 if recount.failures else 0


if __name__ == "__main__":
    sys.exit(main())
