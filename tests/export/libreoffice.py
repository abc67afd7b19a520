#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""libreoffice.py PAIBAN: opens report.xlsx and the CSV tables with LibreOffice and compares what it reads.

Every sheet is converted to CSV by LibreOffice and its numbers are set beside those of the program's own tables;
the CSV tables go through LibreOffice to a workbook and back. A PDF is made of the workbook. 77: no LibreOffice.
Texts with formulas, markup and signs that turn the writing are among the names.
"""
import csv
import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile

import recount
from recount import expect, read

HOSTILE = ['=1+1', '=HYPERLINK("http://x";"y")', '+49 30 1234', '-2+3', '@SUM(A1)', '<b>bold</b>&amp;', '\u202egnirts', '😀 王小明',
           'x' * 190, '"quoted", and, commas']


def soffice(office, folder, form, *files):
    utf8 = ["--infilter=Text - txt - csv (StarCalc):44,34,76"] if files[0].endswith(".csv") else []
    done = subprocess.run([office, "--headless", "--norestore", *utf8, "-env:UserInstallation=file://" + folder + "/profile",
                           "--convert-to", form, "--outdir", folder + "/lo", *files],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=240, check=False)
    if done.returncode:
        expect("soffice " + form, 0, done.stdout.decode(errors="replace"))


def table(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.reader(f))


def minutes(cell):
    """"12:30" and "12:30:00" as minutes; an empty cell as it is."""
    parts = cell.split(":")
    return cell and int(parts[0]) * 60 + int(parts[1])


def compare_counters(folder):
    rows = table(folder + "/lo/report-Counters.csv")[1:]
    own = read(folder + "/out/counters.csv")
    expect("counters, rows", len(own), len(rows))
    for want, got in zip(own, rows):
        expect("counters, who", [want["agent"], want["name"].removeprefix("'"), want["period"], want["from"], want["to"]], got[:5])
        expect("counters, counts", [int(want[n]) for n in ("known_days", "duties", "night", "weekends", "holiday_duties")],
               [int(v) for v in got[5:10]])
        expect("counters, times of %s" % want["agent"],
               [want[n] and int(want[n]) for n in ("paid_min", "standard_min", "overtime_min", "overtime_limit_min",
                                                   "week_average_min", "week_limit_min")], [minutes(v) for v in got[10:16]])


def compare_hours(folder):
    rows = table(folder + "/lo/report-Hours.csv")[1:]
    own = read(folder + "/out/hours.csv")
    expect("hours, rows", len(own), len(rows))
    for want, got in zip(own, rows):
        expect("hours", [want["agent"], want["date"], want["shift"], want["start"].replace("T", " ")[:16],
                         want["end"].replace("T", " ")[:16], want["paid_min"], want["class"], want["night_min"]],
               [got[0]] + got[2:9])
    payroll = table(folder + "/lo/report-Payroll.csv")
    summary = read(folder + "/out/summary.csv")
    for want, got in zip(summary, payroll[1:]):
        expect("payroll", [want["agent"], want["paid_min"], want["min_100"], want["night_min"]], [got[0], got[13], got[9], got[14]])
    expect("payroll, all", str(sum(int(r["paid_min"]) for r in summary)), payroll[len(summary) + 1][13])


def compare_names(folder):
    """LibreOffice shows each hostile name as the text that it is, and calculates nothing."""
    shown = {r[0]: r[1] for r in table(folder + "/lo/report-Payroll.csv")[1:]}
    for (agent, *_), name in zip(recount.AGENTS, HOSTILE):
        expect("name of " + agent, name.replace("\x1b", ""), shown[agent])
    back = {r[0]: r[1] for r in table(folder + "/lo/summary.csv")[1:]}
    for (agent, *_), name in zip(recount.AGENTS, HOSTILE):
        expect("summary.csv through LibreOffice, " + agent, name, back[agent].lstrip("'"))


def main():
    program = os.path.abspath(sys.argv[1])
    office = shutil.which("soffice")
    if not office:
        print("LibreOffice is not installed: skipped")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        recount.make(folder, "cn", program)
        agents = recount.read_commented(folder + "/agents.csv")
        for agent, name in zip(agents, HOSTILE):
            agent["name"] = name
        recount.write(folder + "/agents.csv", [list(agents[0])] + [list(a.values()) for a in agents])
        done = subprocess.run([program, "report", "-C", folder, "--quiet", "--lang", "en"], check=False)
        expect("exit code", 0, done.returncode)
        # every sheet to a file of its own (the last -1), commas, quotes, UTF-8, as shown
        soffice(office, folder, 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1',
                folder + "/out/report.xlsx")
        soffice(office, folder, "pdf", folder + "/out/report.xlsx")
        for name in ("summary", "hours"):
            soffice(office, folder, "ods", "%s/out/%s.csv" % (folder, name))
            soffice(office, folder, 'csv:Text - txt - csv (StarCalc):44,34,76', "%s/lo/%s.ods" % (folder, name))
        print(" ".join(sorted(os.listdir(folder + "/lo"))))
        expect("the PDF", True, os.path.getsize(folder + "/lo/report.pdf") > 20000)
        compare_counters(folder)
        compare_hours(folder)
        compare_names(folder)
        expect("hours.csv through LibreOffice", sum(int(r["paid_min"]) for r in read(folder + "/out/hours.csv")),
               sum(int(r["paid_min"]) for r in read(folder + "/lo/hours.csv")))
        print("opened %s at %s" % (dt.date.today(), subprocess.run([office, "--version"], stdout=subprocess.PIPE, check=False)
                                   .stdout.decode().strip()))
    for text in recount.failures[:20]:
        print(text)
    print("%d differences" % len(recount.failures))
    return 1 if recount.failures else 0


if __name__ == "__main__":
    sys.exit(main())
