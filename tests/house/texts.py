#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every text of the program is translated: texts.py ROOT [LANGUAGE …]

Extracts the msgids of all sources with xgettext, and compares them with po/LANGUAGE.po: each must
stand there, once, not empty, with the same format arguments (msgfmt --check); and nothing must
stand there that the program no longer says.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

# A function with two texts needs two runs: xgettext takes one text a call.
KEYWORDS = (["pb_tr:2", "PB_N_:1", "pb_diag_add:5", "pb_diag_errno:4", "pb_say:2"], ["pb_diag_add:4"])
FLAGS = ["pb_diag_add:5:c-format", "pb_diag_errno:4:c-format", "pb_say:2:c-format", "pb_tr:2:pass-c-format"]
ROOMS = "base model forecast staffing planner export cli"


def run(*command):
    r = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return r.returncode, r.stdout + r.stderr


def extract(root, folder):
    sources = sorted(f for room in ROOMS.split() for f in glob.glob(f"{room}/*.c", root_dir=root))
    parts = []
    for i, keywords in enumerate(KEYWORDS):
        parts.append(os.path.join(folder, f"{i}.pot"))
        status, words = run("xgettext", "-D", root, "-L", "C", "--from-code=UTF-8", "-k", "--force-po", "-o", parts[-1],
                            *[f"-k{k}" for k in keywords], *[f"--flag={f}" for f in FLAGS], *sources)
        if status:
            sys.exit(words)
    pot = os.path.join(folder, "all.pot")
    status, words = run("msgcat", "--use-first", "-o", pot, *parts)
    if status:
        sys.exit(words)
    return pot


def texts(path, *options, prefix=""):
    """The msgids that msgattrib selects, each on one line; the header is none."""
    _, out = run("msgattrib", "--no-wrap", "--no-location", *options, path)
    found, inside = [], False
    for line in out.split("\n"):
        if line.startswith(f'{prefix}msgid "'):
            inside = True
            found.append("")
        elif not line.startswith(f'{prefix}"'):
            inside = False
        if inside:
            found[-1] += line[line.index('"') + 1:-1]
    return [t for t in found if t]


def check(root, folder, pot, language):
    po, merged = os.path.join(root, "po", f"{language}.po"), os.path.join(folder, f"{language}.po")
    faults = []
    status, words = run("msgfmt", "--check", "-o", "/dev/null", po)
    if status:
        return [words]
    status, words = run("msgmerge", "--no-fuzzy-matching", "--quiet", "-o", merged, po, pot)
    if status:
        return [words]
    status, words = run("msgfmt", "--check", "-o", "/dev/null", merged)  # now with the sources' format flags
    if status:
        faults.append(words)
    faults += [f"{language}: not translated: {t}" for t in texts(merged, "--untranslated")]
    faults += [f"{language}: marked as fuzzy: {t}" for t in texts(merged, "--only-fuzzy")]
    faults += [f"{language}: no longer said: {t}" for t in texts(merged, "--only-obsolete", prefix="#~ ")]
    return faults


def main():
    root = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        pot = extract(root, folder)
        said = texts(pot)
        faults = [] if said else ["no text found at all"]
        for language in sys.argv[2:] or ["zh"]:
            faults += check(root, folder, pot, language)
    print("\n".join(faults) or f"{len(said)} texts")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
