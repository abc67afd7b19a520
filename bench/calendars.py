#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time and memory of a publication: calendars.py PAIBAN AGENTS DAYS [--peer]

Publishes a roster, publishes it again, publishes its re-plan; prints seconds, peak memory and both per
agent. --peer lets python-icalendar write the same calendars from the same roster (no ledger, no
change list, no reading back) beside it.
"""
import csv
import datetime
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zoneinfo

HERE = os.path.dirname(os.path.abspath(__file__))


def timed(command, env):
    began = time.monotonic()
    p = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(p.pid, 0)
    if status:
        sys.exit(f"{command} failed")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def with_icalendar():
    """An interpreter that has python-icalendar: this one, or the distribution's."""
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", "import icalendar"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return python
    sys.exit("python-icalendar is not installed (Debian: python3-icalendar)")


def peer(folder):
    import icalendar
    zone = zoneinfo.ZoneInfo("Asia/Shanghai")
    shifts = {r["shift"]: r for r in csv.DictReader(open(os.path.join(folder, "shifts.csv"), encoding="utf-8"))}
    people = {}
    for r in csv.DictReader(open(os.path.join(folder, "out/roster.csv"), encoding="utf-8")):
        people.setdefault(r["agent"], []).append(r)
    to = os.path.join(folder, "peer")
    os.makedirs(to)
    for agent, rows in people.items():
        cal = icalendar.Calendar()
        cal.add("prodid", "-//peer//EN")
        cal.add("version", "2.0")
        for r in rows:
            s = shifts.get(r["shift"])
            if not s:
                continue
            day = datetime.date.fromisoformat(r["date"])
            start = datetime.datetime.combine(day, datetime.time.fromisoformat(s["start"]), zone)
            end = datetime.datetime.combine(day, datetime.time.fromisoformat(s["end"]), zone)
            if end <= start:
                end += datetime.timedelta(1)
            e = icalendar.Event()
            e.add("uid", f"{agent}-{r['date']}@peer")
            e.add("dtstamp", datetime.datetime(2026, 11, 1, 8, tzinfo=datetime.timezone.utc))
            e.add("sequence", 0)
            e.add("dtstart", start)
            e.add("dtend", end)
            e.add("summary", f"{s['kind']} {s['start']}–{s['end']} {r['queue']}")
            e.add("description", f"技能：{r['queue']}\n用餐 {r['breaks']}")
            e.add("location", "上海客服中心, 3F; A区")
            cal.add_component(e)
        with open(os.path.join(to, agent + ".ics"), "wb") as f:
            f.write(cal.to_ical())


def main():
    if sys.argv[1] == "--write":
        peer(sys.argv[2])
        return
    paiban, agents, days = os.path.abspath(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    python = with_icalendar() if "--peer" in sys.argv else None
    base = tempfile.mkdtemp(prefix="paiban-bench-")
    try:
        scenario = os.path.join(HERE, "..", "tests", "export", "scenario.py")
        subprocess.run([sys.executable, scenario, "team", base, str(agents), str(days)], check=True)
        env = {**os.environ, "PAIBAN_NOW": "2026-11-01T08:00:00Z"}
        new = os.path.join(base, "new.csv")
        runs = [("first", []), ("again", []), ("re-plan", [new])]
        for name, operand in runs:
            wall, cpu, mib = timed([paiban, "publish", "-q", "-C", base, *operand], env)
            print(f"{agents} agents x {days} days, {name:8} {wall:7.2f} s wall {cpu:7.2f} s cpu {mib:7.1f} MiB peak"
                  f" {1000 * cpu / agents:6.2f} ms {1024 * mib / agents:6.1f} KiB an agent", flush=True)
        if "--peer" in sys.argv:
            wall, cpu, mib = timed([python, __file__, "--write", base], env)
            print(f"{agents} agents x {days} days, python-icalendar writes only: {wall:.2f} s wall {cpu:.2f} s cpu "
                  f"{mib:.1f} MiB peak")
    finally:
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    main()
