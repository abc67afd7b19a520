# SPDX-License-Identifier: GPL-3.0-or-later
"""Histories to the plain form that our engine's and the peers' runs all read.

usage: forecast_prepare.py HISTORY_DIR OUT_DIR N_ORIGINS [SERIES …]

For each series OUT_DIR/SERIES.csv holds a line a day: date, then one value a half hour, empty = not
known; SERIES.hol date,name; SERIES.org the dates at whose midnight forecasts are made; SERIES.history.csv and
SERIES.calendar.csv are the same as paiban reads them. Peers see only
weekdays and half hours that ever hold a value.
"""
import csv
import datetime as dt
import pathlib
import sys

COUNTRY = {"axa": "FR", "il": "IL", "nyc": "US", "us": "US", "uihc": "US", "bernco": "BERNCO", "seattle": "US"}
SLOT_MIN = 30


def read(path):
    days = {}
    with open(path, encoding="utf-8-sig") as f:
        for row in csv.DictReader(f):
            start = dt.datetime.fromisoformat(row["timestamp"])
            if row["volume"] == "":
                continue
            slots = days.setdefault(start.date(), [None] * (1440 // SLOT_MIN))
            at = (start.hour * 60 + start.minute) // SLOT_MIN
            slots[at] = (slots[at] or 0) + float(row["volume"])
    return days


def origins(days, n):
    """Spread evenly; the first after 60 weeks of a long history, 10 to 12 of a short one."""
    first, last = min(days), max(days)
    span = (last - first).days + 1
    start = 60 * 7 if span > 800 else 12 * 7 if span > 300 else 10 * 7
    end = span - 28
    weekdays = {d.weekday() for d in days}
    found = []
    for i in range(n):
        day = first + dt.timedelta(start + int((end - start) * i / max(n - 1, 1)))
        while day.weekday() not in weekdays:
            day -= dt.timedelta(1)
        found.append(day)
    return found


def main():
    source, out, n = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    holidays = list(csv.reader(open(source / "holidays.csv", encoding="utf-8")))[1:]
    names = sys.argv[4:] or sorted(p.stem for p in source.glob("*.csv") if p.stem != "holidays" and "aht" not in p.stem)
    for name in names:
        days = read(source / f"{name}.csv")
        first, last = min(days), max(days)
        with open(out / f"{name}.csv", "w", encoding="utf-8") as f:
            for k in range((last - first).days + 1):
                day = first + dt.timedelta(k)
                slots = days.get(day, [None] * (1440 // SLOT_MIN))
                f.write(day.isoformat() + "," + ",".join("" if v is None else f"{v:g}" for v in slots) + "\n")
        country = COUNTRY.get(name.split("_")[0], "US")
        with open(out / f"{name}.hol", "w", encoding="utf-8") as f:
            f.writelines(f"{d},{h}\n" for c, d, h in holidays if c == country)
        with open(out / f"{name}.calendar.csv", "w", encoding="utf-8") as f:
            f.write("date,day,name\n")
            f.writelines(f"{d},statutory_holiday,{h}\n" for c, d, h in holidays if c == country)
        with open(out / f"{name}.history.csv", "w", encoding="utf-8") as f:
            f.write("start,contacts\n")
            for day in sorted(days):
                for s, v in enumerate(days[day]):
                    if v is not None:
                        f.write(f"{day}T{s * SLOT_MIN // 60:02d}:{s * SLOT_MIN % 60:02d},{v:g}\n")
        with open(out / f"{name}.org", "w", encoding="utf-8") as f:
            f.writelines(f"{d}\n" for d in origins(days, n))
        print(name)


main()
