#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""recount.py PAIBAN: counts the hours of two teams anew, minute by minute, and compares every table of the report.

Team one: Shanghai, Chinese law, over Mid-Autumn and National Day. Team two: Berlin, over the end of summer time.
Both have half a year of rosters, some of them planned anew over a week of an older one. Nothing of the program is
used but what it reads and writes: zones are Python's, the sheets are unpacked by hand.
"""
import csv
import datetime as dt
import html.parser
import os
import random
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile
import zoneinfo
from collections import defaultdict

DAY = dt.timedelta(days=1)
SHIFTS = {  # start, end, unpaid meal: minutes of the clock
    "early": (480, 1020, (720, 780)), "day": (600, 1170, (810, 840)), "late": (870, 1410, (1110, 1170)),
    "night": (1320, 1830, (1485, 1515)), "long": (480, 1260, (720, 780)),
}
KINDS = {"early": "early", "day": "day", "late": "late", "night": "night", "long": "day"}
TEAMS = {
    "cn": {"zone": "Asia/Shanghai", "first": dt.date(2026, 4, 6), "plan": (dt.date(2026, 9, 14), dt.date(2026, 10, 11)),
           "over": dt.date(2026, 7, 13), "pct": {"over": 150, "rest": 200, "stat": 300}, "day": 480, "week": 2400,
           "night": (1320, 360), "weeks": 0, "limit": 2160},
    "eu": {"zone": "Europe/Berlin", "first": dt.date(2026, 5, 4), "plan": (dt.date(2026, 10, 12), dt.date(2026, 11, 8)),
           "over": dt.date(2026, 8, 17), "pct": {"over": 100, "rest": 100, "stat": 100}, "day": 0, "week": 0,
           "night": (1380, 360), "weeks": 17, "limit": 1200},
}
AGENTS = [("g%02d" % i, 20 if i == 3 else 40, dt.date(2026, 8, 3) if i == 5 else None, i == 7) for i in range(10)]
failures = []


def expect(what, want, got):
    if want != got:
        failures.append("%s: counted %r, the program says %r" % (what, want, got))


def clock(minute):
    return "%02d:%02d" % (minute // 60 % 24, minute % 60)


def write(path, rows):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows(rows)


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


# --- the workspace ---

def draw_roster(rng, first, last):
    rows = []
    for d in range((last - first).days + 1):
        for i, (agent, _, begins, no_night) in enumerate(AGENTS):
            day = first + d * DAY
            if (begins and day < begins) or (d + 2 * i) % 7 > 4 and rng.random() < 0.9:
                continue
            turn = rng.choice(["early", "day", "late", "long"] if no_night else list(SHIFTS))
            if rows and any(r[1] == agent and r[0] == day - DAY and r[2] == "night" for r in rows[-2 * len(AGENTS):]):
                turn = "late"
            rows.append((day, agent, turn))
    return rows


def save_roster(path, rows):
    table = [("date", "agent", "shift", "start", "end", "breaks")]
    for day, agent, shift in rows:
        start, end, meal = SHIFTS[shift]
        table.append((day, agent, shift, clock(start), clock(end), clock(meal[0]) + "-" + clock(meal[1])))
    write(path, table)


def make(folder, law, program):
    t = TEAMS[law]
    rng = random.Random(law)
    subprocess.run([program, "init", "--sample", "tiny", folder, "--quiet"], check=True)
    for name in ("history.csv", "requests.csv", "activities.csv", "rules.csv"):
        if os.path.exists(os.path.join(folder, name)):
            os.remove(os.path.join(folder, name))
    queue = read_commented(os.path.join(folder, "queues.csv"))[0]["queue"]
    write(folder + "/team.csv", [("key", "value"), ("name", "Team " + law), ("timezone", t["zone"]), ("law", law),
                                 ("language", "en"), ("week_start", "Mon")])
    write(folder + "/agents.csv", [("agent", "name", "skills", "hours_per_week", "from", "no_night")] +
          [(a, "Name of " + a, queue, h, f or "", "yes" if n else "") for a, h, f, n in AGENTS])
    write(folder + "/shifts.csv", [("shift", "kind", "start", "end", "unpaid_break_min", "break_earliest", "break_latest")] +
          [(s, KINDS[s], clock(x[0]), clock(x[1]), x[2][1] - x[2][0], clock(x[2][0]), clock(x[2][1])) for s, x in SHIFTS.items()])
    write(folder + "/rules.csv", [("rule", "who", "value", "cost"), ("max_overtime_month", "all", t["limit"] // 60, ""),
                                  ("max_overtime_month", "g01", 10, "50")])
    write(folder + "/absences.csv", [("agent", "from", "to", "kind"), ("g02", "2026-08-03", "2026-08-14", "leave"),
                                     ("g04", "2026-09-21", "2026-09-22", "training")])
    write(folder + "/calendar.csv", [("date", "day", "name")] +
          ([] if law == "cn" else [("2026-10-03", "statutory_holiday", "Unity")]))
    past = draw_roster(rng, t["first"], t["plan"][0] - DAY)
    anew = draw_roster(rng, t["over"], t["over"] + 6 * DAY)
    plan = draw_roster(rng, *t["plan"])
    months = defaultdict(list)
    for r in past:
        months[r[0].replace(day=1)].append(r)
    for month, rows in months.items():
        save_roster("%s/rosters/%s.csv" % (folder, month), rows)
    save_roster("%s/rosters/anew.csv" % folder, anew)
    save_roster(folder + "/out/roster.csv", plan)
    decided = [r for r in past if not t["over"] <= r[0] <= t["over"] + 6 * DAY] + anew + plan
    known = {t["first"] + k * DAY for k in range((t["plan"][1] - t["first"]).days + 1)}
    return decided, plan, known


def read_commented(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(line for line in f if not line.startswith("#")))


# --- the count ---

class Count:
    def __init__(self, law, decided, data):
        self.t = TEAMS[law]
        self.zone = zoneinfo.ZoneInfo(self.t["zone"])
        self.kinds = {dt.date.fromisoformat(r["date"]): r["day"] for r in data}
        self.minutes = defaultdict(int)   # (agent, date, class, duty's date)
        self.nights = defaultdict(int)    # (agent, date, duty's date)
        self.duties = defaultdict(dict)   # agent -> duty's date -> shift
        self.paid = defaultdict(int)      # (agent, duty's date)
        ordinary = defaultdict(int)       # (agent, week)
        for day, agent, shift in sorted(decided):
            self.duties[agent][day] = shift
            self.one(day, agent, shift, ordinary)

    def kind(self, day):
        k = self.kinds.get(day)
        return k if k in ("statutory_holiday", "rest_day", "workday") else "rest_day" if day.weekday() > 4 else "workday"

    def instant(self, day, minute):
        naive = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
        return int(naive.replace(tzinfo=self.zone).timestamp())

    def one(self, day, agent, shift, ordinary):
        start, end, meal = SHIFTS[shift]
        t, so_far = self.t, 0
        free = range(self.instant(day, meal[0]), self.instant(day, meal[1]))
        for s in range(self.instant(day, start), self.instant(day, end), 60):
            if s in free:
                continue
            local = dt.datetime.fromtimestamp(s, self.zone)
            date, minute = local.date(), local.hour * 60 + local.minute
            week = date - date.weekday() * DAY
            name = {"statutory_holiday": "stat", "rest_day": "rest"}.get(self.kind(date), "100")
            if t["pct"].get(name) == 100:
                name = "100"
            if name == "100" and t["day"]:
                limit = t["week"] + 480 * sum(self.kind(week + k * DAY) == "workday" for k in (5, 6))
                if so_far >= t["day"] or ordinary[agent, week] >= limit:
                    name = "over"
                else:
                    so_far += 1
                    ordinary[agent, week] += 1
            self.minutes[agent, date, name, day] += 1
            self.nights[agent, date, day] += minute >= t["night"][0] or minute < t["night"][1]
            self.paid[agent, day] += 1

    def sums(self, agent, inside):
        """Minutes by class and at night of what `inside` (date, duty's date) takes."""
        by = {c: sum(v for (a, d, n, w), v in self.minutes.items() if a == agent and n == c and inside(d, w))
              for c in ("100", "over", "rest", "stat")}
        return by, sum(v for (a, d, w), v in self.nights.items() if a == agent and inside(d, w))

    def overtime(self, agent, hours, first, last):
        weeks = defaultdict(int)
        for (a, day), v in self.paid.items():
            if a == agent:
                weeks[day - day.weekday() * DAY] += v
        return sum(max(0, v - hours * 60) for w, v in weeks.items() if first <= w <= last)

    def tallies(self, agent, first, last):
        days = {d: s for d, s in self.duties[agent].items() if first <= d <= last}
        return {"duties": len(days), "night": sum(KINDS[s] == "night" for s in days.values()),
                "weekends": len({d - d.weekday() * DAY for d in days if d.weekday() > 4}),
                "holiday_duties": sum(self.kind(d) == "statutory_holiday" for d in days)}


def away(agent, day, neutral):
    if agent == "g02" and dt.date(2026, 8, 3) <= day <= dt.date(2026, 8, 14):
        return True
    return not neutral and agent == "g04" and dt.date(2026, 9, 21) <= day <= dt.date(2026, 9, 22)


def compare_counters(folder, law, c, known):
    rows, texts = read(folder + "/out/counters.csv"), {}
    periods = {(r["period"], r["from"]) for r in rows}
    expect(law + " months", {"cn": 2, "eu": 2}[law], sum(p == "month" for p, _ in periods))
    expect(law + " years", 1, sum(p == "year" for p, _ in periods))
    expect(law + " averages", 1 if TEAMS[law]["weeks"] else 0, sum(p == "average" for p, _ in periods))
    for r in rows:
        first, last = dt.date.fromisoformat(r["from"]), dt.date.fromisoformat(r["to"])
        agent, hours, begins, _ = next(a for a in AGENTS if a[0] == r["agent"])
        by, night = c.sums(agent, lambda d, w, f=first, t=last: f <= d <= t)
        days = [d for d in known if first <= d <= last and not (begins and d < begins)]
        worked = {d for d in c.duties[agent] if first <= d <= last}
        workdays = sum(c.kind(d) == "workday" and not away(agent, d, False) for d in days)
        counted = sum(not away(agent, d, True) for d in days)
        want = dict(c.tallies(agent, first, last), known_days=len(days), days_off=len(days) - len(worked),
                    paid_min=sum(by.values()), min_100=by["100"], min_overtime=by["over"], min_rest_day=by["rest"],
                    min_statutory=by["stat"], night_min=night, standard_min=workdays * hours * 12,
                    overtime_min=c.overtime(agent, hours, first, last))
        for name, value in want.items():
            expect("%s counters.csv %s %s %s %s" % (law, agent, r["period"], first, name), value, int(r[name]))
        average = sum(by.values()) * 7 / counted
        if abs(int(r["week_average_min"]) - average) > 0.5001:
            expect("%s %s %s average" % (law, agent, first), average, r["week_average_min"])
        limit = "" if r["period"] != "month" else str(600 if agent == "g01" else TEAMS[law]["limit"])
        expect("%s %s overtime limit" % (law, agent), limit, r["overtime_limit_min"])
        expect("%s %s weekly limit" % (law, agent), "2880" if r["period"] == "average" else "", r["week_limit_min"])
        texts[agent, r["period"], r["from"]] = r
    return texts


def compare_summary(folder, law, c, plan):
    mine = {(a, d) for d, a, _ in plan}
    pieces = defaultdict(int)
    for r in read(folder + "/out/hours.csv"):
        pieces[r["agent"], r["date"], int(r["class"])] += int(r["paid_min"])
    want = defaultdict(int)
    for (a, d, n, w), v in c.minutes.items():
        if (a, w) in mine:
            want[a, str(d), {"100": 100, **TEAMS[law]["pct"]}[n]] += v
    expect(law + " hours.csv", dict(want), dict(pieces))
    for r in read(folder + "/out/summary.csv"):
        by, night = c.sums(r["agent"], lambda d, w, a=r["agent"]: (a, w) in mine)
        for name, value in dict(c.tallies(r["agent"], *TEAMS[law]["plan"]), paid_min=sum(by.values()), min_100=by["100"],
                                min_overtime=by["over"], min_rest_day=by["rest"], min_statutory=by["stat"],
                                night_min=night).items():
            expect("%s summary.csv %s %s" % (law, r["agent"], name), value, int(r[name]))


# --- the spreadsheet and the page ---

def sheets(path):
    ns = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(path) as z:
        strings = ["".join(t.text or "" for t in s.iter("{%s}t" % ns["m"]))
                   for s in ET.fromstring(z.read("xl/sharedStrings.xml"))]
        names = [s.get("name") for s in ET.fromstring(z.read("xl/workbook.xml")).find("m:sheets", ns)]
        for i, name in enumerate(names):
            table = []
            for row in ET.fromstring(z.read("xl/worksheets/sheet%d.xml" % (i + 1))).iter("{%s}row" % ns["m"]):
                cells = {}
                for c in row:
                    v = c.find("m:v", ns)
                    column = re.match("[A-Z]+", c.get("r")).group()
                    if v is not None:
                        cells[column] = strings[int(v.text)] if c.get("t") == "s" else float(v.text)
                table.append(cells)
            yield name, table


def compare_sheets(folder, law, counters):
    found = dict(sheets(folder + "/out/report.xlsx"))
    base = dt.date(1899, 12, 30)
    n = 0
    for row in found["Counters"][1:]:
        r = counters[row["A"], row["C"], str(base + int(row["D"]) * DAY)]
        n += 1
        for column, name in zip("FGHIJ", ("known_days", "duties", "night", "weekends", "holiday_duties")):
            expect("%s sheet %s %s" % (law, row["A"], name), int(r[name]), int(row.get(column, 0)))
        for column, name in zip("KLMNOP", ("paid_min", "standard_min", "overtime_min", "overtime_limit_min",
                                           "week_average_min", "week_limit_min")):
            got = str(round(row[column] * 1440)) if column in row else ""
            expect("%s sheet %s %s" % (law, row["A"], name), r[name], got)
    expect(law + " sheet rows", len(counters), n)


class Table(html.parser.HTMLParser):
    """The rows of the table behind the heading with that id, as texts."""
    def __init__(self, wanted):
        super().__init__()
        self.wanted, self.inside, self.rows, self.text = wanted, False, [], None

    def handle_starttag(self, tag, attrs):
        if tag == "h2":
            self.inside = dict(attrs).get("id") == self.wanted
        if self.inside and tag == "tr":
            self.rows.append([])
        if self.inside and tag in ("td", "th"):
            self.text = ""

    def handle_endtag(self, tag):
        if self.inside and tag in ("td", "th"):
            self.rows[-1].append(" ".join(self.text.split()))
            self.text = None

    def handle_data(self, data):
        if self.text is not None:
            self.text += data


def hm(minutes):
    return "%d:%02d" % divmod(int(minutes), 60)


def compare_page(folder, law, counters):
    page = Table("counters")
    with open(folder + "/out/report.html", encoding="utf-8") as f:
        page.feed(f.read())
    for agent in AGENTS:
        want = []
        for (a, period, _), r in counters.items():
            over = int(r["overtime_min"]) > int(r["overtime_limit_min"] or 10**9)
            time = ("▲ " if over else "") + hm(r["overtime_min"])
            if a == agent[0] and period == "month":
                want += [hm(r["paid_min"]), hm(r["standard_min"]), time + " / " + hm(r["overtime_limit_min"])]
            elif a == agent[0] and period == "quarter":
                want += [hm(r["paid_min"]), hm(r["standard_min"])]
            elif a == agent[0] and period == "year":
                want += [hm(r["paid_min"]), hm(r["standard_min"]), time, r["night"], r["weekends"], r["holiday_duties"]]
            elif a == agent[0]:
                over = int(r["week_average_min"]) > 2880
                want += [("▲ " if over else "") + hm(r["week_average_min"]) + " / 48:00"]
        got = [row[1:] for row in page.rows if row and row[0] == "Name of " + agent[0]]
        expect("%s page %s" % (law, agent[0]), [want], got)


def near(minutes):
    return ("+" if minutes > 0 else "-") + hm(abs(minutes))


def compare_fairness(folder, law, c, known, plan):
    """Now, carried over, and how far both are from a share by contract hours and known days of employment."""
    first, last = TEAMS[law]["plan"]
    page = Table("fairness")
    with open(folder + "/out/report.html", encoding="utf-8") as f:
        page.feed(f.read())
    mine = {(a, d) for d, a, _ in plan}
    weight = {a: h * sum(d >= (b or d) for d in known if d <= last) for a, h, b, _ in AGENTS}
    now = {a: c.tallies(a, first, last) for a, *_ in AGENTS}
    before = {a: c.tallies(a, first - 365 * DAY, first - DAY) for a, *_ in AGENTS}
    for a in now:
        now[a]["min"] = sum(v for (b, d), v in c.paid.items() if b == a and (a, d) in mine)
        before[a]["min"] = sum(v for (b, d), v in c.paid.items() if b == a and (a, d) not in mine)
    for column, name in ((4, "night"), (5, "weekends"), (6, "holiday_duties"), (7, "min")):
        part = [a for a, _, _, no_night in AGENTS if not (no_night and name == "night")]
        whole = sum(now[a][name] + before[a][name] for a in part)
        for a, *_ in AGENTS:
            off = now[a][name] + before[a][name] - whole * weight[a] / sum(weight[b] for b in part)
            text = hm if name == "min" else str
            want = text(now[a][name]) + (" +" + text(before[a][name]) if before[a][name] else "")
            if a in part and abs(off) >= (0.5 if name == "min" else 0.05):
                want += " Δ" + (near(int(abs(off) + 0.5) * (1 if off > 0 else -1)) if name == "min" else "%+.1f" % off)
            expect("%s fairness %s %s" % (law, a, name), [want],
                   [row[column] for row in page.rows if row and row[0] == "Name of " + a])


def main():
    program = os.path.abspath(sys.argv[1])
    data = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "model", "data")
    for law in TEAMS:
        with tempfile.TemporaryDirectory() as folder:
            decided, plan, known = make(folder, law, program)
            done = subprocess.run([program, "report", "-C", folder, "--quiet", "--lang", "en"], check=False)
            expect(law + " exit code", 0, done.returncode)
            days = [{"date": "2026-10-03", "day": "statutory_holiday"}]
            if law == "cn":
                days = read_commented(data + "/holidays_cn_2026.csv")
            c = Count(law, decided, days)
            counters = compare_counters(folder, law, c, known)
            compare_summary(folder, law, c, plan)
            compare_sheets(folder, law, counters)
            compare_page(folder, law, counters)
            compare_fairness(folder, law, c, known, plan)
            over = sum(int(r["overtime_min"]) > int(r["overtime_limit_min"] or 10**9) for r in counters.values())
            print("%s: %d duties, %d minutes, %d counters, %d of them over their limit" %
                  (law, len(decided), sum(c.paid.values()), len(counters), over))
    for text in failures[:20]:
        print(text)
    print("%d differences" % len(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
