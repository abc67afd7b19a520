#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A team of 24 on a real history: real_workspace.py HISTORY.csv FOLDER [--zone ZONE] [--erlang PEAK]

HISTORY.csv has columns timestamp, volume (one queue, any slot length). The volume is thinned or
repeated by one factor (random rounding, seed 1) so that the busiest hour of the mean week offers
PEAK Erlang at 300 s a contact, a load that 24 people can carry; its shape is left as it is. Opening
hours are the hours of each weekday in which at least 2 % of that peak comes; early, middle and
late shifts are laid from opening to closing.
"""
import argparse
import csv
import datetime as dt
import os
import random
from collections import defaultdict

DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
AHT_S = 300


def read(path):
    rows = []
    with open(path, encoding="utf-8-sig") as f:
        for row in csv.DictReader(f):
            rows.append((dt.datetime.fromisoformat(row["timestamp"]), float(row["volume"])))
    return rows


def mean_week(rows):
    """Mean contacts of each hour of the week, over the last 26 weeks."""
    last = max(t for t, _ in rows)
    total, dates = defaultdict(float), defaultdict(set)
    for t, v in rows:
        if t > last - dt.timedelta(weeks=26):
            total[t.weekday(), t.hour] += v
            dates[t.weekday()].add(t.date())
    return {k: v / len(dates[k[0]]) for k, v in total.items()}


def opening(week, peak):
    hours = {}
    for day in range(7):
        busy = [h for h in range(24) if week.get((day, h), 0) >= 0.02 * peak]
        if busy:
            hours[day] = (min(busy), max(busy) + 1)
    return hours


def clock(minute):
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}" if minute != 1440 else "24:00"


def table(folder, name, *rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows(rows)


def write_history(folder, rows, factor):
    rng = random.Random(1)
    table(folder, "history.csv", ("start", "contacts", "aht_s"),
          *[(t.strftime("%Y-%m-%dT%H:%M"), int(v * factor + rng.random()), AHT_S) for t, v in rows])


def write_people(folder):
    table(folder, "agents.csv", ("agent", "name", "skills", "team", "role", "hours_per_week"),
          *[(f"a{i:02d}", f"Agent {i:02d}", "calls", "AB"[i % 2], "leader" if i <= 4 else "agent", 40)
            for i in range(1, 25)])


def write_shifts(folder, hours):
    opens, closes = min(h[0] for h in hours.values()) * 60, max(h[1] for h in hours.values()) * 60
    length = min(510, closes - opens)
    starts = sorted({opens, opens + 120, (opens + closes - length) // 60 * 30, closes - length})
    kinds = {s: "night" if s < 300 else "day" for s in starts}
    kinds.update({starts[0]: kinds[starts[0]] if starts[0] < 300 else "early", starts[-1]: "late"})
    table(folder, "shifts.csv", ("shift", "kind", "start", "end", "unpaid_break_min"),
          *[(f"{kinds[s][0].upper()}{clock(s)[:2]}{clock(s)[3:]}", kinds[s], clock(s),
             clock(s + length), 30) for s in starts])


def main():
    p = argparse.ArgumentParser()
    p.add_argument("history")
    p.add_argument("folder")
    p.add_argument("--zone", default="UTC")
    p.add_argument("--erlang", type=float, default=7.0)
    a = p.parse_args()
    os.makedirs(a.folder, exist_ok=True)
    rows = read(a.history)
    week = mean_week(rows)
    peak = max(week.values())
    hours = opening(week, peak)
    factor = a.erlang * 3600 / AHT_S / peak
    write_history(a.folder, rows, factor)
    write_people(a.folder)
    write_shifts(a.folder, hours)
    table(a.folder, "team.csv", ("key", "value"), ("name", os.path.basename(a.history)), ("timezone", a.zone),
          ("slot_minutes", 30), ("law", "none"), ("language", "en"), ("plan_days", 7))
    groups = [[f"{DAYS[d]} {clock(h[end] * 60)}" for d, h in sorted(hours.items())] for end in (0, 1)]
    table(a.folder, "queues.csv",
          ("queue", "channel", "service_level", "within_s", "patience_s", "aht_s", "min_agents", "opens", "closes", "shrinkage"),
          ("calls", "voice", "80%", 20, 120, AHT_S, 1, "; ".join(groups[0]), "; ".join(groups[1]), "10%"))
    table(a.folder, "rules.csv", ("rule", "who", "value", "cost"),
          ("min_rest_h", "all", 11, ""), ("max_days_in_row", "all", 6, ""), ("rest_days_per_week", "all", 1, ""),
          ("max_hours_week", "all", 40, ""), ("forbid_next", "all", "late>early", ""),
          ("role_on_shift", "all", "leader early 1", 200), ("fair_weekends", "all", "", 5))
    print(f"{len(rows)} slots, factor {factor:.4g}, open {', '.join(groups[0])} to {', '.join(groups[1])}")


if __name__ == "__main__":
    main()
