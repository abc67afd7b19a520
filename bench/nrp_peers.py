#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Solvers beside paiban on public instances: nrp_peers.py BUILD INSTANCES_DIR SECONDS THREADS [NUMBER...]

Prints a table; peers.py says who takes part and on what terms.
"""
import sys

import peers


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    build, folder, seconds, threads = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
    cases = [(n, [f"{build}/bench/nrp", f"{folder}/Instance{n}.txt"]) for n in sys.argv[5:] or ["1", "2", "3"]]
    peers.table("instance", cases, seconds, threads)


if __name__ == "__main__":
    main()
