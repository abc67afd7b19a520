#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workspaces with an old and a new roster, for the tests and benchmarks of the calendars.

    scenario.py pair DIR [ZONE]          one agent's fortnight over the end of daylight saving: shifts moved,
                                         removed, swapped, added; Chinese names, leave, a night shift
    scenario.py team DIR AGENTS DAYS [SEED]   many agents; the new roster differs in about a tenth of its rows

DIR/out/roster.csv is the old roster, DIR/new.csv the new one.
"""
import datetime
import os
import random
import sys

SHIFTS = """shift,kind,start,end,unpaid_break_min,break_earliest,break_latest,rest_breaks,days
早A,early,09:00,17:00,45,11:00,14:00,2x15,Mon-Sun
早B,early,07:00,15:00,45,10:00,13:00,2x15,Mon-Sun
中C,day,11:00,19:00,45,14:00,17:00,,Mon-Sun
晚P,late,14:00,22:00,45,16:30,20:00,2x15,Mon-Sun
夜N,night,22:00,06:00,45,23:30,05:00,,Mon-Sun
"""
QUEUES = """queue,channel,service_level,within_s
一线客服,voice,0.8,20
在线,chat,0.8,60
"""
BREAKS = {"早A": "12:30-13:15;10:30-10:45", "早B": "11:00-11:45", "中C": "14:30-15:15;17:00-17:15",
          "晚P": "17:30-18:15;20:00-20:15", "夜N": "02:00-02:45"}


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def basics(folder, zone):
    write(folder, "team.csv", f"key,value\nname,客服一部\ntimezone,{zone}\nslot_minutes,30\nlanguage,zh\n"
          "calendar_domain,roster.example\ncalendar_organizer,roster@example.com\n"
          "\"calendar_location\",\"上海客服中心, 3F; A区\"\n")
    write(folder, "queues.csv", QUEUES)
    write(folder, "shifts.csv", SHIFTS)


def roster(rows):
    lines = ["date,agent,shift,queue,breaks,activities"]
    for date, agent, shift, queue in sorted(rows):
        breaks = "" if shift == "off" else BREAKS[shift]
        lines.append(f"{date},{agent},{shift},{queue},{breaks},")
    return "\n".join(lines) + "\n"


def pair(folder, zone="Europe/Berlin"):
    """2026-10-19 to 11-01: the clocks of Europe go back on 10-25, those of New York on 11-01."""
    basics(folder, zone)
    write(folder, "agents.csv", "agent,name,skills,team,language,email\n1042,王小明,一线客服;在线,一组,zh,wang@example.com\n"
          "1043,李雷,一线客服,一组,zh,li@example.com\n1044,Jörg Groß,在线,二组,en,joerg@example.com\n")
    write(folder, "absences.csv", "agent,from,to,kind\n1042,2026-10-30,2026-10-31,sick\n")
    first = datetime.date(2026, 10, 19)
    day = [(first + datetime.timedelta(i)).isoformat() for i in range(14)]
    q = "一线客服"
    kept = [(day[0], "1042", "早A", q), (day[5], "1042", "夜N", ""),  # the night the clock goes back
            (day[6], "1043", "中C", q), (day[13], "1044", "off", ""), (day[0], "1044", "off", ""),
            (day[8], "1042", "晚P", q), (day[13], "1042", "早B", q)]
    old = kept + [(day[1], "1042", "早A", q), (day[2], "1042", "早A", q), (day[3], "1042", "夜N", q),
                  (day[7], "1042", "早A", q), (day[9], "1043", "晚P", q)]
    new = kept + [(day[1], "1042", "中C", q),   # moved by two hours
                  # day 2: removed
                  (day[3], "1043", "夜N", q),   # handed over to 1043
                  (day[7], "1042", "中C", "在线"),
                  (day[9], "1042", "晚P", q),   # taken over from 1043
                  (day[10], "1042", "早B", "在线")]  # added
    write(folder, "out/roster.csv", roster(old))
    write(folder, "new.csv", roster(new))


def team(folder, agents, days, seed=1):
    rng = random.Random(seed)
    basics(folder, "Asia/Shanghai")
    names = ["王小明", "李雷", "韩梅梅", "Jörg Groß", "Ana O'Neil"]
    lines = ["agent,name,skills,team,language,email"]
    lines += [f"a{i:05},{rng.choice(names)}{i},一线客服;在线,组{i // 40},{'zh' if i % 3 else 'en'},a{i}@example.com"
              for i in range(agents)]
    write(folder, "agents.csv", "\n".join(lines) + "\n")
    write(folder, "absences.csv", "agent,from,to,kind\n")
    first = datetime.date(2026, 11, 2)
    old, new = [], []
    kinds = list(BREAKS)[:4]
    for i in range(agents):
        shift = rng.choice(kinds)
        for d in range(days):
            date = (first + datetime.timedelta(d)).isoformat()
            row = (date, f"a{i:05}", "off" if (d + i) % 7 in (0, 1) else shift, "一线客服")
            old.append(row)
            x = rng.random()
            if x < 0.03:
                row = (row[0], row[1], "off", "")
            elif x < 0.10:
                row = (row[0], row[1], rng.choice(kinds), "")
            new.append(row)
    write(folder, "out/roster.csv", roster([r if r[2] != "off" else (*r[:3], "") for r in old]))
    write(folder, "new.csv", roster([r if r[2] != "off" else (*r[:3], "") for r in new]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["pair"]:
        pair(*sys.argv[2:])
    elif sys.argv[1:2] == ["team"]:
        team(sys.argv[2], *map(int, sys.argv[3:]))
    else:
        sys.exit(__doc__)
