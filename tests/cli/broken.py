#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every broken workspace through the program: broken.py PAIBAN FIXTURES/broken

`paiban run` must say exactly what expected.txt beside the tables says, return 3, and leave the
workspace as it was, byte for byte.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile


def contents(folder):
    found = {}
    for where, _, files in os.walk(folder):
        for name in files:
            with open(os.path.join(where, name), "rb") as f:
                found[os.path.relpath(os.path.join(where, name), folder)] = f.read()
    return found


def check(paiban, source, folder):
    work = os.path.join(folder, os.path.basename(source))
    shutil.copytree(source, work, ignore=shutil.ignore_patterns("expected.txt"))
    before = contents(work)
    r = subprocess.run([paiban, "run"], cwd=work, capture_output=True, text=True, check=False, timeout=60,
                       env={"LC_ALL": "C.UTF-8", "PAIBAN_NOW": "2026-09-21T01:00:00Z",
                            **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}})
    said = re.sub(r"^(error|warning|note): ", "", r.stderr, flags=re.M)
    with open(os.path.join(source, "expected.txt"), encoding="utf-8") as f:
        expected = f.read()
    if r.returncode != 3:
        yield f"exit code {r.returncode}, expected 3"
    if said != expected:
        yield f"said\n{said}expected\n{expected}"
    if r.stdout:
        yield f"printed {r.stdout}"
    after = contents(work)
    if after != before:
        yield f"the workspace changed: {sorted(k for k in after.keys() | before.keys() if after.get(k) != before.get(k))}"


def main():
    paiban, root = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    faults, names = 0, sorted(os.listdir(root))
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            for fault in check(paiban, os.path.join(root, name), folder):
                faults += 1
                print(f"{name}: {fault}")
    print(f"{len(names)} broken workspaces, {faults} faults")
    return 1 if faults or not names else 0


if __name__ == "__main__":
    sys.exit(main())
