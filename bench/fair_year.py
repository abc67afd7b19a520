#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench/fair_year.py PAIBAN [MONTHS [FIRST [SEED]]]

Twelve months of the sample desk of 60, planned month by month in one call (`paiban plan --days 365 --roll month`): each month
counts in the shares of the next. Prints, month by month, the cost and the spread (most less fewest) so far of people alike, and at
the end the spread of nights, weekends and holiday duties over the year for each group of people with equal contract, role,
skills and kinds of shift they may work; counted here from the roster alone. Everybody has two weeks of leave at a time of his own; who
is away in the last month cannot be evened out any more and is listed apart, and so is, for holidays, who was away on one and has
worked every one since. Asked: at most 1. A share is much dearer here than what an exchange may break (a single day off 15, half a
weekend 6): where it is cheaper, a plan rightly leaves it uneven. Leaders have shares of their own: one has to be on every shift, so
that they have more nights than the others, and by a share of all would each be so far above it that one more or less of them is the same.
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
SHARE = 90
RULES = "".join(f"fair_kind,{who},night,{SHARE}\nfair_weekends,{who},,{SHARE}\nfair_holidays,{who},,{SHARE}\n" for who in ("leader", "agent"))


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
    with open("rules.csv", encoding="utf-8") as file:
        rules = [line for line in file if not line.startswith("fair_")]
    with open("rules.csv", "w", encoding="utf-8") as out:
        out.write("".join(rules) + RULES)
    with open("agents.csv", encoding="utf-8") as file:
        agents = list(csv.DictReader(line for line in file if not line.startswith("#")))
    start = datetime.date.fromisoformat(first + "-01")
    with open("absences.csv", "w", encoding="utf-8") as out:
        out.write("agent,from,to,kind\n")
        for i, agent in enumerate(agents):
            leave = start + datetime.timedelta(days=(i * 37) % 350)
            agent["leave"] = (leave.isoformat(), (leave + datetime.timedelta(days=13)).isoformat())
            out.write(f"{agent['agent']},{agent['leave'][0]},{agent['leave'][1]},leave\n")
    os.remove("requests.csv")
    os.remove("actuals.csv")
    for name in os.listdir("rosters"):
        os.remove(os.path.join("rosters", name))
    return agents


def count(rows, until):
    """[agent] = [nights, weekends, holiday duties] up to a month, that one too"""
    ret, weekends = {}, {}
    for row in rows:
        if not row["start"] or row["date"][:7] > until:
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


def all_since(agents, rows, until):
    """Who was away on a holiday and has worked every one since, up to a month: no plan can give him more of them."""
    worked = {(row["agent"], row["date"]) for row in rows if row["start"]}
    ret = {}
    for a in agents:
        begin, end = a["leave"]
        since = [day for day in HOLIDAYS if end < day <= until]
        if any(begin <= day <= end for day in HOLIDAYS if day <= until) and all((a["agent"], day) in worked for day in since):
            ret[a["agent"]] = len(since)
    return ret


def work_of(a):
    return f"{a['hours_per_week']} h {a['role']} {a['skills']} {a['shift_kinds']}{' no night' if a['no_night'] else ''}"


def is_away(a, month):
    return a["leave"][0][:7] <= month <= a["leave"][1][:7]


def groups_of(agents, counts, last, full):
    """[what, contract and work] = counts; people away in the last month are left out, and of the holidays those of `full` who have
    fewer than all others: they come second"""
    groups, fewer = {}, []
    for a in agents:
        has = counts.get(a["agent"], [0, 0, 0])
        if is_away(a, last):
            continue
        work = work_of(a)
        for k, what in enumerate(("nights", "weekends", "holidays")):
            if what != "holidays" or a["agent"] not in full:
                groups.setdefault((what, work), []).append(has[k])
    for a in agents:
        others = groups.get(("holidays", work_of(a)), [])
        has = counts.get(a["agent"], [0, 0, 0])[2]
        if a["agent"] in full and others and has < min(others):
            fewer.append(a["agent"])
        elif a["agent"] in full and not is_away(a, last):
            others.append(has)
    return groups, fewer


def worst(groups, what):
    return max((max(v) - min(v) for key, v in groups.items() if key[0] == what), default=0)


def main():
    program = os.path.abspath(sys.argv[1])
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    first = sys.argv[3] if len(sys.argv) > 3 else "2026-11"
    seed = sys.argv[4] if len(sys.argv) > 4 else "1"
    all_months = list(months(first, n + 1))
    days = (datetime.date.fromisoformat(all_months[-1] + "-01") - datetime.date.fromisoformat(first + "-01")).days
    span = ("--from", first + "-01", "--days", str(days))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        agents = prepare(program, first)
        run(program, "forecast", *span, "--quiet")
        run(program, "staff", "--quiet")
        told, cpu_s = run(program, "plan", *span, "--roll", "month", "--no-proof", "--time-limit", "3h", "--threads", "1",
                          "--seed", seed)
        with open("out/roster.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    print(told.splitlines()[0])
    for month, line in zip(all_months[:-1], (line for line in told.splitlines() if " to " in line)):
        here, _ = groups_of(agents, count(rows, month), month, all_since(agents, rows, month + "-99"))
        print(f"{line.strip()}; spreads so far: "
              + ", ".join(f"{what} {worst(here, what)}" for what in ("nights", "weekends", "holidays")))
    counts = count(rows, "9999")
    full = all_since(agents, rows, "9999")
    here, fewer = groups_of(agents, counts, all_months[-2], full)
    print("what      people  fewest  most  spread  contract and work")
    for (what, work), v in sorted(here.items()):
        print(f"{what:9} {len(v):6} {min(v):7} {max(v):5} {max(v) - min(v):7}  {work}")
    for a in agents:
        if is_away(a, all_months[-2]):
            print(f"away in the last month: {a['agent']} {' to '.join(a['leave'])}: nights, weekends, holidays "
                  f"{counts.get(a['agent'], [0, 0, 0])}")
    for name in fewer:
        print(f"away on a holiday, and at work on all {full[name]} since: {name}: nights, weekends, holidays {counts[name]}")
    largest = max(worst(here, what) for what in ("nights", "weekends", "holidays"))
    print(f"largest spread {largest}; {cpu_s:.0f} s CPU of planning, {cpu_s / n:.0f} s a month")
    sys.exit(largest > 1)


if __name__ == "__main__":
    main()
