#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""report.py PAIBAN [AGENTS [DAYS]]: how long `paiban report` takes for a large team, and how large its files are.

Makes a workspace from the sample desk: that many agents (500) with a month (31 days) of duties, half a year of
earlier rosters, a forecast and a requirement in proportion, a year of history. Then runs the whole command three
times: tables read, hours counted, cover simulated, forecast replayed, roster audited, all files written.
"""
import csv
import datetime as dt
import os
import resource
import subprocess
import sys
import tempfile
import time

FIRST = dt.date(2026, 10, 19)
SHIFTS = ("early", "day", "late", "night")
TIMES = {"early": ("06:00", "14:30", "10:00-10:30"), "day": ("08:00", "16:30", "12:00-12:30"),
         "late": ("14:00", "22:30", "18:00-18:30"), "night": ("22:00", "06:30", "02:00-02:30")}


def save(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows(rows)


def agents(folder, n):
    skills = ("hotline;vip;tickets", "hotline;tickets", "hotline;tickets")
    save(folder + "/agents.csv", [("agent", "name", "skills", "team", "role", "hours_per_week")] +
         [("d%03d" % i, "Person Number %d" % i, skills[i % 3], "team %s" % "ABCD"[i % 4],
           "leader" if i % 10 == 0 else "agent", 40) for i in range(n)])


def roster(path, n, first, days):
    rows = [("date", "agent", "shift", "start", "end", "breaks")]
    for d in range(days):
        for i in range(n):
            if (d + i) % 7 < 5:
                s = SHIFTS[(i + (d + i) // 7) % 4]
                rows.append((first + dt.timedelta(days=d), "d%03d" % i, s) + TIMES[s])
    save(path, rows)


def scale(path, columns, factor):
    with open(path, encoding="utf-8", newline="") as f:
        rows = list(csv.reader(f))
    at = [rows[0].index(c) for c in columns]
    for r in rows[1:]:
        for k in at:
            r[k] = r[k] and str(round(float(r[k]) * factor, 3))
    save(path, rows)


def make(program, folder, n, days):
    run = [program, "-C", folder, "--quiet"]
    subprocess.run([program, "init", "--sample", "desk", folder, "--quiet"], check=True)
    for name in ("absences.csv", "requests.csv", "actuals.csv"):
        if os.path.exists(folder + "/" + name):
            os.remove(folder + "/" + name)
    agents(folder, n)
    for name in os.listdir(folder + "/rosters"):
        os.remove(folder + "/rosters/" + name)
    for month in range(1, 7):
        roster("%s/rosters/%d.csv" % (folder, month), n, FIRST - dt.timedelta(days=28 * month), 28)
    subprocess.run(run[:1] + ["forecast"] + run[1:] + ["--days", str(days)], check=True)
    subprocess.run(run[:1] + ["staff"] + run[1:], check=True, stdout=subprocess.DEVNULL)
    scale(folder + "/out/forecast.csv", ("contacts", "low80", "high80", "low95", "high95"), n / 40)
    scale(folder + "/out/requirement.csv", ("required", "scheduled", "offered_erl"), n / 40)
    roster(folder + "/out/roster.csv", n, FIRST, days)


def main():
    program = os.path.abspath(sys.argv[1])
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    days = int(sys.argv[3]) if len(sys.argv) > 3 else 31
    with tempfile.TemporaryDirectory() as folder:
        make(program, folder, n, days)
        for _ in range(3):
            before, t = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
            subprocess.run([program, "report", "-C", folder, "--quiet"], check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            print("report of %d agents x %d days: %.2f s, %.2f s of CPU, at most %d MiB" %
                  (n, days, time.monotonic() - t, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
                   after.ru_maxrss // 1024))
        for name in ("report.html", "report.xlsx", "coverage.csv", "hours.csv", "summary.csv", "counters.csv"):
            print("%-13s %6.2f MB" % (name, os.path.getsize(folder + "/out/" + name) / 1e6))
    return 0


if __name__ == "__main__":
    sys.exit(main())
