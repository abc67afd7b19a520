#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""json_keys.py PAIBAN PAGE TRANSLATION: every member that --json prints stands in the page, and every member of the page is
printed; the translation tells of the same members, section by section, and of the same as not always there."""
import json
import os
import re
import subprocess
import sys
import tempfile

MEETING = "drill,all,30,2026-11-30 10:00,2026-11-30 10:30,yes\n"  # known after the plan: missed
SICK = "a5,2026-12-02 09:00,2026-12-02 10:00,other\n"  # may not have the early shift: a swap that is not lawful
RUNS = [  # the section, the command, what is written first
    ("paiban init", ["init", "w", "--sample", "tiny"], None),
    ("paiban forecast", ["forecast"], None),
    ("paiban forecast --backtest N", ["forecast", "--backtest", "2", "--days", "2"], None),
    ("paiban forecast --explain DATE QUEUE", ["forecast", "--explain", "2026-11-30", "support"], None),
    ("paiban staff", ["staff"], None),
    ("paiban staff --explain TIME QUEUE", ["staff", "--explain", "2026-11-30T12:00", "support"], None),
    ("paiban staff --what-if agents=N", ["staff", "--what-if", "agents=3"], None),
    ("paiban plan", ["plan", "--roll", "4", "--no-proof"], None),
    ("paiban plan", ["plan", "--fresh"], None),
    ("paiban plan --why AGENT DATE", ["plan", "--why", "a1", "2026-11-30"], None),
    ("paiban publish", ["publish", "--dry-run"], None),
    ("paiban check", ["check"], ("activities.csv", MEETING)),
    ("paiban check --rules", ["check", "--rules"], ("rules.csv", "max_hours_day,agent:a1,1,\n")),
    ("paiban cover AGENT DATE", ["cover", "a3", "2026-12-02"], None),
    ("paiban swap AGENT DATE AGENT DATE", ["swap", "a1", "2026-12-02", "a5", "2026-12-02"], None),
    ("paiban swap AGENT DATE AGENT DATE", ["swap", "a1", "2026-12-02", "a5", "2026-12-02"], ("absences.csv", SICK)),
    ("paiban simulate", ["simulate", "--replications", "5"], None),
    ("paiban report", ["report"], None),
    ("paiban hire", ["hire", "--months", "1"], None),
]
CHINESE = {"消息": "Messages", "审核结果": "Findings"}  # headings that are not a command
failures = []


def members(value, path=""):
    """Paths of all leaves: a.b, a[].b; lists and objects that hold nothing count as leaves."""
    if isinstance(value, dict) and value:
        return set().union(*(members(v, path + "." + k if path else k) for k, v in value.items()))
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return set().union(*(members(v, path + "[]") for v in value))
    return {path}


def read_page(path):
    """Section -> {member: may be missing}."""
    page, section = {}, None
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.startswith("## "):
                name = line[3:].strip()
                section = page.setdefault(CHINESE.get(name, name), {})
            elif line.startswith("| `"):
                cells = line.split(" | ")
                for name in re.findall(r"`([^`]+)`", cells[0]):
                    section[name] = cells[1].startswith(("only ", "仅"))
    return page


def pattern(name):
    return re.compile("".join(r"[^.\[\]]*" if part.startswith("{") else re.escape(part)
                              for part in re.split(r"(\{[^}]*\})", name)) + r"(\[\])?$")


def compare(section, rows, seen):
    rules = {name: pattern(name) for name in rows}
    lists = {re.sub(r"\[\]$", "", name) for name in rows} | {name.split("[]")[0] for name in rows}
    for path in sorted(seen):
        if not any(r.match(path) for r in rules.values()) and path not in lists:
            failures.append("%s: %s is not in the page" % (section, path))
    for name, sometimes in rows.items():
        if not sometimes and not any(rules[name].match(path) or path == re.sub(r"\[\]$", "", name) for path in seen):
            failures.append("%s: %s is not printed" % (section, name))


def compare_pages(page, translation):
    for section in sorted(page.keys() | translation.keys()):
        here, there = page.get(section, {}), translation.get(section, {})
        for name in sorted(here.keys() | there.keys()):
            if here.get(name) != there.get(name):
                failures.append("%s: the pages differ at %s" % (section, name))


def main():
    program, page = os.path.abspath(sys.argv[1]), read_page(sys.argv[2])
    compare_pages(page, read_page(sys.argv[3]))
    findings = page.pop("Findings")
    messages, seen, said = page.pop("Messages"), {}, set()
    with tempfile.TemporaryDirectory() as folder:
        for section, command, first in RUNS:
            here = os.path.join(folder, "w") if os.path.isdir(os.path.join(folder, "w")) else folder
            if first:
                with open(os.path.join(here, first[0]), "a", encoding="utf-8") as f:
                    f.write(first[1])
            done = subprocess.run([program, *command, "--json", "--lang", "en"], cwd=here, check=False,
                                  capture_output=True, encoding="utf-8")
            if done.returncode > 1 or not done.stdout:
                failures.append("%s: exit code %d: %s" % (" ".join(command), done.returncode, done.stderr[:200]))
                continue
            seen.setdefault(section, set()).update(members(json.loads(done.stdout)))
            for line in done.stderr.splitlines():
                said |= members(json.loads(line))
    for section, paths in seen.items():
        rows = dict(page[section])
        if "findings[]" in rows:
            rows.update(findings)
            del rows["findings[]"]
        compare(section, rows, paths)
    for section in page.keys() - seen.keys() - {"paiban run", "paiban serve"}:  # serve.py asks the latter
        failures.append("%s: nothing runs it" % section)
    compare("Messages", messages, said)
    for text in failures:
        print(text)
    print("%d sections, %d members printed, %d differences" % (len(seen), sum(map(len, seen.values())), len(failures)))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
