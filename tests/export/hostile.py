#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""hostile.py PAIBAN: a workspace whose every text is an attack, and the report of it.

Names, queues, shifts, teams, holidays and notes hold markup, formulas, signs that turn the writing, emoji and
10,000 characters. Nothing of it may become an element, an attribute, a formula or a link in any file; the page must
stay well formed (tidy where it is installed), and two runs must give the same bytes.
"""
import csv
import html.parser
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import recount
from recount import expect

BAD = '=HYPERLINK("http://evil")<script>alert(1)</script><img src=x onerror=y>"\'><svg onload=z>\u202e\u2066 ]]>&amp;😀'
ALLOWED = set("""html section head meta title style body header h1 h2 h3 p ul ol li b i nav a main div table caption thead tbody tfoot
tr th td small span bdi details summary svg defs pattern path rect text figure figcaption""".split())
ATTRIBUTES = set("""lang charset name content id class scope colspan rowspan tabindex role aria-labelledby aria-label
aria-hidden title href start style width height viewbox d x y patternunits patterntransform""".split())


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen, self.text = set(), []

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        expect("element <%s>" % tag, True, tag in ALLOWED)
        for name, value in attrs:
            expect("attribute %s of <%s>" % (name, tag), True, name in ATTRIBUTES)
            if name == "href":
                expect("link", True, value.startswith("#"))

    def handle_data(self, data):
        self.text.append(data)


def make(folder, program):
    recount.make(folder, "cn", program)
    agents = recount.read_commented(folder + "/agents.csv")
    for k, agent in enumerate(agents):
        agent["name"] = BAD[k:][:150] if k else BAD[:150]
        agent["team"] = BAD[:60].replace(";", "")
    recount.write(folder + "/agents.csv", [list(agents[0])] + [list(a.values()) for a in agents])
    team = recount.read(folder + "/team.csv")
    recount.write(folder + "/team.csv", [("key", "value")] + [("name", BAD) if r["key"] == "name" else tuple(r.values()) for r in team])
    recount.write(folder + "/calendar.csv", [("date", "day", "name"), ("2026-09-16", "event", BAD)])
    with open(folder + "/out/roster.csv", encoding="utf-8", newline="") as f:
        rows = list(csv.reader(f))
    rows[0] += ["note", "activities"]
    for r in rows[1:]:
        start = dict(zip(rows[0], r)).get("start", "")
        # long names, so that a cell is full in the middle of a character
        trainings = ";".join("培训" * 33 + "%d %s-%s" % (k, start, start[:3] + "%02d" % (int(start[3:]) + 5)) for k in range(4))
        r += [BAD + "x" * 10000 if r is rows[1] else BAD, trainings if re.fullmatch(r"\d\d:[0-4]\d", start) else ""]
    recount.write(folder + "/out/roster.csv", rows)
    recount.write(folder + "/actuals.csv", [("agent", "start", "end", "kind"), ("g00", "2026-09-14 22:00", "2026-09-15 06:30", "work")])


def read_files(folder):
    found = {}
    for name in sorted(os.listdir(folder + "/out")):
        with open(folder + "/out/" + name, "rb") as f:
            found[name] = f.read()
    return found


def check_page(data):
    text = data.decode("utf-8")
    page = Page()
    page.feed(text)
    expect("the name is shown as text", True, any("<script>alert(1)</script>" in t for t in page.text))
    expect("signs that turn the writing", [], re.findall("[\u202a-\u202e\u2066-\u2069]", text))
    expect("control characters", [], re.findall("[\x00-\x09\x0b-\x1f]", text))
    expect("addresses in the page's own markup", [], re.findall(r'(?:href|src|url)\s*[=(]\s*["\']?http', text))
    expect("long notes are cut", True, "x" * 500 not in text)


def check_tables(files):
    for name, data in files.items():
        if name.endswith(".csv") and name != "roster.csv":
            for row in csv.reader(data.decode("utf-8").splitlines()):
                bad = [c for c in row if re.match(r"[=+@\t\r]|-[^0-9]", c)]
                expect("formulas in " + name, [], bad)


def check_workbook(path):
    with zipfile.ZipFile(path) as z:
        for name in z.namelist():
            text = z.read(name).decode("utf-8")
            expect("formulas in " + name, [], re.findall(r"<f[ >]", text) if "worksheets/sheet" in name else [])
            expect("links in " + name, False, "hyperlink" in text.lower() and "sheet" in name)


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        make(folder, program)
        runs = []
        for threads in ("1", "3"):
            done = subprocess.run([program, "report", "-C", folder, "--quiet", "--lang", "zh", "--threads", threads], check=False)
            expect("exit code", 0, done.returncode)
            runs.append(read_files(folder))
        for name in runs[0]:
            expect("the same bytes again: " + name, True, runs[0][name] == runs[1].get(name))
        check_page(runs[0]["report.html"])
        check_tables(runs[0])
        if "report.xlsx" in runs[0]:
            check_workbook(folder + "/out/report.xlsx")
        if shutil.which("tidy"):
            done = subprocess.run(["tidy", "-q", "-e", folder + "/out/report.html"], stderr=subprocess.PIPE, check=False)
            expect("tidy", "", done.stderr.decode())
        print("%d files, %d bytes; tidy: %s" % (len(runs[0]), sum(len(v) for v in runs[0].values()),
                                               "asked" if shutil.which("tidy") else "not installed"))
    for text in recount.failures[:20]:
        print(text[:300])
    print("%d differences" % len(recount.failures))
    return 1 if recount.failures else 0


if __name__ == "__main__":
    sys.exit(main())
