# SPDX-License-Identifier: GPL-3.0-or-later
"""Handle time per slot: how far off, beside last week's same slot and the overall mean.

usage: forecast_aht.py PAIBAN FILE FIRST_TEST_DAY [DAYS]

FILE: timestamp,volume,aht_s,handled,… ; what lies before FIRST_TEST_DAY is learnt from, the DAYS (7) from it on
are compared: sum of |seen - forecast| x contacts handled over sum of seen x contacts handled, in per cent.
Example: bench/forecast_aht.py build/release/bin/paiban il_bank_1999_02_aht.csv 1999-02-22
"""
import csv
import datetime as dt
import pathlib
import subprocess
import sys
import tempfile


def read(path):
    rows = {}
    for r in csv.DictReader(open(path, encoding="utf-8-sig")):
        n = float(r["handled"] or 0)
        if n > 0 and r["aht_s"]:
            rows[dt.datetime.fromisoformat(r["timestamp"])] = (n, float(r["aht_s"]))
    return rows


def own(program, path, first, days):
    with tempfile.TemporaryDirectory() as folder:
        history = pathlib.Path(folder, "history.csv")
        with open(path, encoding="utf-8-sig") as f, open(history, "w", encoding="utf-8") as g:
            head = f.readline()
            g.write(head)
            g.writelines(line for line in f if line[:10] < first.isoformat())
        out = subprocess.run([program, "forecast", "--history", str(history), "--from", first.isoformat(), "--days", str(days),
                              "-o", "-", "--quiet"], check=True, capture_output=True, text=True).stdout
    return {dt.datetime.fromisoformat(r["start"]): float(r["aht_s"]) for r in csv.DictReader(out.splitlines()) if r["aht_s"]}


def main():
    program, path, first = sys.argv[1], sys.argv[2], dt.date.fromisoformat(sys.argv[3])
    days = int(sys.argv[4]) if len(sys.argv) > 4 else 7
    rows = read(path)
    past = {t: v for t, v in rows.items() if t.date() < first}
    test = {t: v for t, v in rows.items() if first <= t.date() < first + dt.timedelta(days)}
    mean = sum(n * a for n, a in past.values()) / sum(n for n, _ in past.values())
    forecast = own(program, path, first, days)
    week = dt.timedelta(7)
    methods = {"last week's same slot": lambda t: past.get(t - week, (0, mean))[1],
               "overall mean": lambda t: mean, "paiban": lambda t: forecast[t]}
    seen = sum(n * a for n, a in test.values())
    for name, f in methods.items():
        off = sum(n * abs(a - f(t)) for t, (n, a) in test.items())
        bias = sum(n * (f(t) - a) for t, (n, a) in test.items())
        print(f"{name:24s} error {100 * off / seen:5.1f} %   bias {100 * bias / seen:+5.1f} %")


main()
