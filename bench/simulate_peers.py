#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator beside event loops in Python, in one run: simulate_peers.py BENCH_SIMULATE

Peers: a plain loop over arrivals with a heap of free times (the leanest that Python allows for one
queue), and Ciw (PyPI) where it is installed, the usual library for queueing simulation in Python.
Same problem for all: 100 Erlang, 98 agents, 300 s, mean patience 120 s, exponential, one core.
"""
import heapq
import random
import subprocess
import sys
import time

LOAD, AGENTS, AHT, PATIENCE, WITHIN = 100, 98, 300.0, 120.0, 20.0


def plain(n, seed=1):
    rng = random.Random(seed)
    free = [0.0] * AGENTS
    t, good = 0.0, 0
    for _ in range(n):
        t += rng.expovariate(LOAD / AHT)
        at = free[0] if free[0] > t else t
        if at > t and rng.expovariate(1 / PATIENCE) < at - t:
            continue
        good += at - t <= WITHIN
        heapq.heapreplace(free, at + rng.expovariate(1 / AHT))
    return good / n


def ciw_run(n, seed=1):
    import ciw
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(LOAD / AHT)],
        service_distributions=[ciw.dists.Exponential(1 / AHT)],
        reneging_time_distributions=[ciw.dists.Exponential(1 / PATIENCE)],
        number_of_servers=[AGENTS])
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(n / (LOAD / AHT))
    records = simulation.get_all_records()
    good = sum(r.record_type == "service" and r.waiting_time <= WITHIN for r in records)
    return good / len(records), len(records)


def timed(job):
    start = time.process_time()
    result = job()
    return time.process_time() - start, result


def main():
    out = subprocess.run([sys.argv[1]], capture_output=True, text=True, check=True).stdout
    mine = {w[0]: (float(w[1]), float(w[2])) for w in (line.split() for line in out.splitlines())}
    print("| case | contacts a second and core | service level |\n|---|---|---|")
    for name, (rate, level) in mine.items():
        print(f"| paiban, {name.replace('_', ' ')} | {rate:,.0f} | {level:.4f} |")
    n = 300000
    took, level = timed(lambda: plain(n))
    print(f"| plain Python loop, single 100 | {n / took:,.0f} | {level:.4f} |")
    base = mine["single_100"][0]
    print(f"\npaiban is {base * took / n:,.0f} times as fast as the plain Python loop on the same queue")
    try:
        took, (level, n) = timed(lambda: ciw_run(20000))
    except ImportError:
        print("Ciw is not installed")
        return
    print(f"and {base * took / n:,.0f} times as fast as Ciw ({n / took:,.0f} contacts a second, "
          f"service level {level:.4f})")


if __name__ == "__main__":
    main()
