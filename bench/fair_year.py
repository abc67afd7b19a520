#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench/fair_year.py PAIBAN [MONTHS [FIRST]]

Twelve months of the sample desk of 60, planned one after the other with `paiban run --month`: each month goes to
rosters/ and counts in the shares of the next. Prints, month by month, the CPU time of planning and the cost, and at the end, for
people with equal contracts, the spread (most less fewest) of nights, weekends and holiday duties over the year; counted here from
the rosters alone. Everybody has two weeks of leave at a time of his own. Asked: at most 1.
"""
import csv
import datetime
import os
import resource
import subprocess
import sys
import tempfile

HOLIDAYS = {"2026-12-25": "Christmas", "2026-12-26": "Boxing Day", "2027-01-01": "New Year", "2027-03-26": "Good Friday",
            "2027-03-29": "Easter Monday", "2027-05-01": "Labour Day", "2027-05-06": "Ascension",
            "2027-05-17": "Whit Monday", "2027-10-03": "German Unity"}
RULES = "fair_holidays,all,,8\n"


def months(first, n):
    year, month = map(int, first.split("-"))
    for _ in range(n):
        yield f"{year:04d}-{month:02d}"
        year, month = (year + month // 12, month % 12 + 1)


def run(program, *words):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 4):
        sys.exit(f"{' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def prepare(program, first):
    run(program, "init", ".", "--sample", "desk", "--quiet")
    with open("calendar.csv", "a", encoding="utf-8") as out:
        for day, name in HOLIDAYS.items():
            out.write(f"{day},statutory_holiday,{name},,Sun,,\n")
    with open("rules.csv", "a", encoding="utf-8") as out:
        out.write(RULES)
    with open("agents.csv", encoding="utf-8") as file:
        agents = list(csv.DictReader(line for line in file if not line.startswith("#")))
    start = datetime.date.fromisoformat(first + "-01")
    with open("absences.csv", "w", encoding="utf-8") as out:
        out.write("agent,from,to,kind\n")
        for i, agent in enumerate(agents):
            leave = start + datetime.timedelta(days=(i * 37) % 350)
            out.write(f"{agent['agent']},{leave},{leave + datetime.timedelta(days=13)},leave\n")
    os.remove("requests.csv")
    os.remove("actuals.csv")
    for name in os.listdir("rosters"):
        os.remove(os.path.join("rosters", name))
    return agents


def count(rosters):
    """[agent] = [nights, weekends, holiday duties]"""
    ret, weekends = {}, {}
    for path in rosters:
        with open(path, encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if not row["start"]:
                    continue
                day = datetime.date.fromisoformat(row["date"])
                has = ret.setdefault(row["agent"], [0, 0, 0])
                has[0] += row["shift"] == "night"
                has[2] += row["date"] in HOLIDAYS
                if day.weekday() >= 5:
                    weekends.setdefault(row["agent"], set()).add(day - datetime.timedelta(days=day.weekday() - 5))
    for agent, days in weekends.items():
        ret[agent][1] = len(days)
    return ret


def spreads(agents, counts):
    groups = {}
    for a in agents:
        has = counts.get(a["agent"], [0, 0, 0])
        for k, what in enumerate(("nights", "weekends", "holidays")):
            if what == "nights" and (a["no_night"] == "yes" or a["shift_kinds"]):
                continue
            groups.setdefault((a["hours_per_week"], what), []).append(has[k])
    return {key: (len(v), min(v), max(v), max(v) - min(v)) for key, v in groups.items()}


def main():
    program = os.path.abspath(sys.argv[1])
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    first = sys.argv[3] if len(sys.argv) > 3 else "2026-11"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        agents = prepare(program, first)
        for month in months(first, n):
            run(program, "forecast", "--month", month, "--quiet")
            run(program, "staff", "--quiet")
            told, cpu_s = run(program, "plan", "--month", month, "--time-limit", "600s", "--threads", "1")
            here = spreads(agents, count([f"rosters/{f}" for f in os.listdir("rosters")] + ["out/roster.csv"]
                                         if os.path.isdir("rosters") else ["out/roster.csv"]))
            print(f"{month}  {cpu_s:6.1f} s CPU  {told.splitlines()[0]}  spreads of 40 h: "
                  + ", ".join(f"{what} {here['40', what][3]}" for what in ("nights", "weekends", "holidays")), flush=True)
        print("contract  what      people  fewest  most  spread")
        for (hours, what), (people, low, high, spread) in sorted(here.items(), reverse=True):
            print(f"{hours + ' h':9} {what:9} {people:6} {low:7} {high:5} {spread:7}")
        worst = max(x[3] for x in here.values())
        print(f"largest spread {worst}")
        sys.exit(worst > 1)


if __name__ == "__main__":
    main()
