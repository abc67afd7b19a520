#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Solvers beside paiban on made desks: desk_peers.py BUILD SECONDS THREADS -- DESK_OPTION... [-- DESK_OPTION...]...

A row for each group of options of bench/desk; peers.py says who takes part and on what terms.
"""
import sys

import peers


def groups(words):
    found = [[]]
    for w in words:
        if w == "--":
            found.append([])
        else:
            found[-1].append(w)
    return found


def main():
    if len(sys.argv) < 5 or sys.argv[4] != "--":
        sys.exit(__doc__)
    build, seconds, threads = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    cases = [(" ".join(g), [f"{build}/bench/desk", *g]) for g in groups(sys.argv[5:])]
    peers.table("desk", cases, seconds, threads)


if __name__ == "__main__":
    main()
