#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the examples of the documents: examples.py [--update] --program PAIBAN PAGE.md …

Every ```console block of a page is run, all blocks of a page in one shell and one empty folder:
lines that start with "$ " are commands, the lines below are what they print (both streams, as on a
terminal). "..." and "<*>" are wildcards (tests/support/match.py). A line "<!-- numbers vary -->"
before a block says that any number may stand where a number is shown, and another worst moment of the cover: what a time limit
decides. "<!-- another roster
may be found -->" says that names may differ, too, as they do when the search changes: something must be printed, and no error. A page
without such a block has nothing to run. --update rewrites the output shown, except where it fits.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from match import compare  # noqa: E402

MARK = "@@paiban-example@@"
NUMBERS, ROSTERS = "<!-- numbers vary -->", "<!-- another roster may be found -->"
VARIES = re.compile(r"[0-9]+([.:-][0-9]+)*|(?<=the worst is ).*|(?<=最缺的是).*")


def parse(text):
    """[(line number of the command, command, [lines expected], the line after those, the mark above the block)]"""
    found, inside, vary, lines = [], False, "", text.split("\n")
    for i, line in enumerate(lines):
        if line.startswith("```"):
            inside = line.strip() == "```console"
            vary = lines[i - 1].strip() if inside and i > 0 and lines[i - 1].startswith("<!--") else ""
        elif inside and line.startswith("$ "):
            found.append([i, line[2:], [], i + 1, vary])
        elif inside and found:
            found[-1][2].append(line)
            found[-1][3] = i + 1
    return found


def run(commands, program):
    script = "".join(f"{c}\nprintf '\\n%s\\n' '{MARK}'\n" for c in commands)
    with tempfile.TemporaryDirectory() as folder:
        work = os.path.join(folder, "work")
        os.mkdir(work)
        env = {"PATH": os.path.dirname(os.path.abspath(program)) + ":/usr/bin:/bin", "HOME": folder,
               "LC_ALL": "C.UTF-8", "TZ": "UTC", "PAIBAN_NOW": "2026-09-21T01:00:00Z",
               **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}
        r = subprocess.run(["bash"], input=script.encode(), cwd=work, env=env, timeout=600, check=False,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    outputs = r.stdout.decode("utf-8", "replace").split(f"\n{MARK}\n")
    return outputs[:len(commands)] + [""] * (len(commands) - len(outputs))


def page(path, program, update):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    examples = parse(text)
    if not examples:
        return True
    lines, ok = text.split("\n"), True
    outputs = run([e[1] for e in examples], program)
    for (at, command, expected, end, vary), got in reversed(list(zip(examples, outputs))):
        shape = (lambda t: VARIES.sub("#", t)) if vary == NUMBERS else str
        difference = compare(command, shape("\n".join(expected)), shape(got))
        if vary == ROSTERS and not update and bool(got.strip()) == bool(expected) and not re.search("^(error|错误)", got, re.M):
            difference = None
        if difference is None:
            continue
        if update:
            lines[at + 1:end] = got.rstrip("\n").split("\n") if got.strip() else []
        else:
            ok = False
            print(f"{path}:{at + 1}: {command}\n{difference}")
    if update and "\n".join(lines) != text:
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines))
        print(f"updated {path}")
    return ok


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--update", action="store_true")
    p.add_argument("--program", required=True)
    p.add_argument("pages", nargs="+")
    a = p.parse_args()
    return 0 if all([page(x, a.program, a.update) for x in a.pages]) else 1


if __name__ == "__main__":
    sys.exit(main())
