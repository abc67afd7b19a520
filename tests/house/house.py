#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house that a machine can see: house.py ROOT arrows|files|functions|headers CC

arrows     a room includes only the rooms it may use
files      SPDX line first, under 500 lines, C file names unique, room READMEs of at most 20 lines, no leftovers
functions  under 60 lines, complexity under 15 (pmccabe)
headers    every header compiles alone
"""
import os
import re
import subprocess
import sys

MAY_USE = {
    "base": "",
    "model": "base",
    "forecast": "base model",
    "staffing": "base model",
    "planner": "base model",
    "export": "base model",
    "cli": "base model forecast staffing planner export fixtures",
    "fixtures": "base model",
}
# What only one room may touch, by header.
ONLY = {"glpk.h": "planner", "csv.h": "base", "libical/ical.h": "export", "setjmp.h": "planner",
        "jansson.h": "cli", "locale.h": "cli", "libintl.h": "cli", "time.h": "cli"}
WORDS_OF_CLI = r"\b(printf|puts|putchar|perror|exit|abort|getenv|setlocale|time|clock_gettime)\s*\("
LEFTOVER = re.compile(r"\b(TODO|FIXME|XXX|HACK|not implemented|placeholder)\b")


def tracked(root, *patterns):
    try:
        out = subprocess.run(["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
                             capture_output=True, text=True, check=True)
        return [f for f in out.stdout.split("\n") if f and os.path.exists(os.path.join(root, f))]
    except (OSError, subprocess.CalledProcessError):
        pass  # an unpacked archive
    ends = tuple(p.lstrip("*") for p in patterns)
    return [os.path.relpath(os.path.join(d, f), root) for d, _, fs in os.walk(root) for f in fs
            if f.endswith(ends) and f"{root}/build" not in d]


def text_of(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as f:
        return f.read()


def without_comments(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*", lambda m: "\n" * m.group(0).count("\n"), text, flags=re.S)


def arrows(root):
    for path in tracked(root, "*.c", "*.h"):
        room = path.split("/")[0]
        if room not in MAY_USE:
            continue
        text = without_comments(text_of(root, path))
        for i, line in enumerate(text.split("\n"), 1):
            own = re.match(r'\s*#\s*include\s+"(\w+)/', line)
            if own and own.group(1) != room and own.group(1) not in MAY_USE[room].split():
                yield f"{path}:{i}: {room}/ may not use {own.group(1)}/"
            foreign = re.match(r"\s*#\s*include\s+<([^>]+)>", line)
            if foreign and room not in ONLY.get(foreign.group(1), room).split():
                yield f"{path}:{i}: <{foreign.group(1)}> belongs to {ONLY[foreign.group(1)]}"
            if room not in ("cli", "fixtures") and re.search(r"(?<![.>])" + WORDS_OF_CLI, line):
                yield f"{path}:{i}: only cli/ prints, exits, reads the clock, the locale or the environment"


def files(root):
    seen = {}
    for path in tracked(root, "*.c", "*.h", "*.py"):
        text = text_of(root, path)
        head = "\n".join(text.split("\n")[:2])
        if "SPDX-License-Identifier: GPL-3.0-or-later" not in head:
            yield f"{path}:1: the SPDX line is missing"
        if path.endswith(".py"):
            continue
        if text.count("\n") >= 500:
            yield f"{path}: {text.count(chr(10))} lines"
        if os.path.basename(path) in seen:
            yield f"{path}: the same file name as {seen[os.path.basename(path)]}"
        seen[os.path.basename(path)] = path
        for i, line in enumerate(text.split("\n"), 1):
            if LEFTOVER.search(line):
                yield f"{path}:{i}: left for later"
    for room in MAY_USE:
        readme = os.path.join(room, "README.md")
        if not os.path.exists(os.path.join(root, readme)):
            yield f"{readme} is missing"
        elif text_of(root, readme).count("\n") > 20:
            yield f"{readme}: more than 20 lines"


def functions(root):
    out = subprocess.run(["pmccabe", *tracked(root, "*.c")], capture_output=True, text=True, check=True, cwd=root)
    for line in out.stdout.split("\n"):
        c = line.split("\t")
        if len(c) < 6:
            continue
        complexity, lines, where, name = int(c[0]), int(c[4]), c[5].split("(")[0], c[5].split(": ")[-1]
        if complexity >= 15 or lines >= 60:
            yield f"{where}: {name}: complexity {complexity}, {lines} lines"


def headers(root, cc):
    for path in tracked(root, "*.h"):
        r = subprocess.run([*cc.split(), "-std=c17", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-D_POSIX_C_SOURCE=200809L",
                            "-fsyntax-only", f"-I{root}", f"-I{root}/tests", "-x", "c", "-"],
                           input=f'#include "{path}"\ntypedef int not_empty;\n', capture_output=True, text=True, check=False)
        if r.returncode:
            yield f"{path} does not compile alone:\n{r.stderr}"


def main():
    root, rule = sys.argv[1:3]
    faults = list({"arrows": arrows, "files": files, "functions": functions}[rule](root) if rule != "headers"
                  else headers(root, sys.argv[3]))
    print("\n".join(faults) or f"{rule}: nothing to complain of")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
