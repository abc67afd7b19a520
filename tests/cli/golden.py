#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden command-line tests: golden.py [--update] --program PAIBAN --tree ROOT SCRIPT.sh …

A test is a shell script; beside it lie what it must print and return: SCRIPT.sh.stdout,
SCRIPT.sh.stderr, SCRIPT.sh.exit (absent: nothing, nothing, 0). It runs in an empty folder with
`paiban` on its PATH, TREE set to the source tree, and a fixed clock. Lines "..." and "<*>" in the
expected files are wildcards (tests/support/match.py). --update rewrites the files of tests that
differ; read the diff before committing it.
"""
import argparse
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from match import compare  # noqa: E402


def read(path, otherwise=""):
    if not os.path.exists(path):
        return otherwise
    with open(path, encoding="utf-8") as f:
        return f.read()


def write(path, text, otherwise=""):
    if text == otherwise:
        if os.path.exists(path):
            os.remove(path)
        return
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def environment(program, tree, folder):
    keep = {k: v for k, v in os.environ.items() if k in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS")}
    return {
        **keep,
        "PATH": os.path.dirname(os.path.abspath(program)) + ":/usr/bin:/bin",
        "TREE": os.path.abspath(tree),
        "HOME": folder,
        "TMPDIR": folder,
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PAIBAN_NOW": "2026-09-21T01:00:00Z",
    }


def run(script, program, tree, update):
    script = os.path.abspath(script)
    with tempfile.TemporaryDirectory() as folder:
        work = os.path.join(folder, "work")
        os.mkdir(work)
        r = subprocess.run(["bash", "-eu", script], cwd=work, capture_output=True, stdin=subprocess.DEVNULL,
                           env=environment(program, tree, folder), timeout=300, check=False)
    got = {"stdout": r.stdout.decode("utf-8", "replace"), "stderr": r.stderr.decode("utf-8", "replace"),
           "exit": f"{r.returncode}\n"}
    for name in ("stdout", "stderr"):
        got[name] = got[name].replace(os.path.abspath(tree), "$TREE")
    ok = True
    for name, text in got.items():
        path, otherwise = f"{script}.{name}", "0\n" if name == "exit" else ""
        difference = compare(name, read(path, otherwise), text)
        if difference is None:
            continue
        if update:
            write(path, text, otherwise)
            print(f"updated {path}")
        else:
            ok = False
            print(f"{script}\n{difference}")
    return ok


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--update", action="store_true")
    p.add_argument("--program", required=True)
    p.add_argument("--tree", required=True)
    p.add_argument("scripts", nargs="+")
    a = p.parse_args()
    return 0 if all([run(s, a.program, a.tree, a.update) for s in a.scripts]) else 1


if __name__ == "__main__":
    sys.exit(main())
