#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Queueing formulas beside pyworkforce, in one run: erlang_peers.py BENCH_ERLANG

Needs pyworkforce 0.5.4 or later (the first with Erlang A; PyPI has 0.5.1, so put a checkout of
github.com/rodrigo-arenas/pyworkforce on PYTHONPATH); without it only our own figures are printed.
Each peer solves the same problem: 80 % within 20 s, 300 s handle time, occupancy at most 90 %,
for Erlang A mean patience 120 s. One core each; the fastest of up to 3 runs counts.
"""
import subprocess
import sys
import time

AHT, PATIENCE, WITHIN, LEVEL, OCCUPANCY = 300, 120, 20, 0.8, 0.9


def ours(program):
    out = subprocess.run([program], capture_output=True, text=True, check=True).stdout
    return {line.split()[0]: float(line.split()[1]) for line in out.splitlines() if line}


def fastest(job, limit=20.0):
    best, answer, spent = None, None, 0.0
    for _ in range(3):
        start = time.process_time()
        answer = job()
        took = time.process_time() - start
        best, spent = took if best is None else min(best, took), spent + took
        if spent > limit:
            break
    return best, answer


def peers(load):
    from pyworkforce.queuing import ErlangA, ErlangC
    common = {"transactions": load, "aht": AHT / 60, "interval": AHT / 60, "asa": WITHIN / 60}
    c = ErlangC(shrinkage=0.0, **common)
    a = ErlangA(patience=PATIENCE / 60, shrinkage=0.0, **common)
    yield "erlang_c_%g_search" % load, lambda: c.required_positions(service_level=LEVEL, max_occupancy=OCCUPANCY)
    yield "erlang_a_%g_search" % load, lambda: a.required_positions(service_level=LEVEL, max_occupancy=OCCUPANCY)
    yield "erlang_a_%g_evaluate" % load, lambda: a.service_level(positions=int(load / OCCUPANCY) + 1)


def main():
    mine = ours(sys.argv[1])
    print("| problem | paiban | pyworkforce | times faster | agents: paiban | pyworkforce |\n|---|---|---|---|---|---|")
    for load in (10, 100, 1000):
        try:
            problems = list(peers(load))
        except ImportError:
            problems = [(f"{m}_{load}_{w}", None) for m, w in
                        (("erlang_c", "search"), ("erlang_a", "search"), ("erlang_a", "evaluate"))]
        for name, job in problems:
            line = f"| {name.replace('_', ' ')} | {mine[name] * 1e6:.1f} µs |"
            agents = int(mine["_".join(name.split("_")[:3]) + "_agents"]) if name.endswith("search") else ""
            if job is None:
                print(f"{line} not installed | | {agents} | |")
                continue
            try:
                took, answer = fastest(job)
                other = answer["raw_positions"] if isinstance(answer, dict) else ""
                print(f"{line} {took * 1e6:,.0f} µs | {took / mine[name]:,.0f} | {agents} | {other} |", flush=True)
            except Exception as e:  # a peer that fails is a result, too
                print(f"{line} fails: {type(e).__name__} | | {agents} | |", flush=True)
    for load in (10, 100, 1000, 10000):
        print(f"\na year of half-hours (17,520 slots), peak {load} Erlang, Erlang A with search: "
              f"{mine[f'year_{load}_peak']:.3f} s on one core")


if __name__ == "__main__":
    main()
