#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Solvers beside paiban on one model: what nrp_peers.py and desk_peers.py share.

glpsol and cbc from the PATH, HiGHS and OR-Tools CP-SAT where this Python has them (pip install highspy ortools, in an
environment of its own). paiban's program writes the problem as a free MPS file (--write-lp: bench/problem_lp.h says how it is put);
every peer reads that file and gets the same wall time, not counting reading, and the same number of threads (glpsol knows one).
Cells: objective / bound (wall seconds with reading, processor seconds of all threads). All costs are whole numbers, so bounds are
rounded up.
"""
import math
import os
import re
import resource
import subprocess
import sys
import tempfile
import time


def run(command, seconds):
    """Its output; one that does not stop long after its time is ended, and what it had said by then counts."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=2 * seconds + 30).stdout
    except subprocess.TimeoutExpired as e:
        return (e.stdout or b"").decode()


def number(pattern, text):
    found = re.findall(pattern, text)
    return float(found[-1]) if found else None


def glpsol(mps, seconds, _threads):
    out = run(["glpsol", "--freemps", mps, "--tmlim", str(max(1, int(seconds))), "--cuts", "-o", mps + ".sol"], seconds)
    if not os.path.exists(mps + ".sol"):
        return None, None
    with open(mps + ".sol", encoding="ascii") as f:
        text = f.read()
    bound = number(r">=\s+([-+.e\d]+)", out)
    value = number(r"Objective:\s+\S+ = ([-+.e\d]+)", text)
    if "INTEGER OPTIMAL" in text:
        return value, value
    return (value if "INTEGER NON-OPTIMAL" in text else None), bound


def cbc(mps, seconds, threads):
    out = run(["cbc", mps, "-sec", str(seconds), "-timeMode", "elapsed", "-threads", str(threads), "-solve"], seconds)
    value = None if "No feasible solution found" in out else number(r"Objective value:\s+([-+.e\d]+)", out)
    bound = value if "Optimal solution found" in out else number(r"Lower bound:\s+([-+.e\d]+)", out)
    return value, bound


def child(which, mps, seconds, threads):
    """In a process of its own: its processor time is counted, and OR-Tools' library hides HiGHS's."""
    said = run([sys.executable, __file__, which, mps, str(seconds), str(threads)], seconds).split()
    if said == ["missing"]:
        raise FileNotFoundError(which)
    return tuple(None if v == "None" else float(v) for v in said) if len(said) == 2 else (None, None)


def highs(mps, seconds, threads):
    return child("highs", mps, seconds, threads)


def cpsat(mps, seconds, threads):
    return child("cpsat", mps, seconds, threads)


def highs_here(mps, seconds, threads):
    import highspy
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    h.setOptionValue("time_limit", seconds)
    h.setOptionValue("threads", threads)
    h.readModel(mps)
    h.run()
    info = h.getInfo()
    return (info.objective_function_value if info.primal_solution_status == 2 else None), info.mip_dual_bound


def cpsat_here(mps, seconds, threads):
    """All columns are whole there: in every best solution they are."""
    from ortools.linear_solver.python import model_builder
    from ortools.sat.python import cp_model
    read = model_builder.Model()
    if not read.import_from_mps_file(mps):
        return None, None
    h, model = read.helper, cp_model.CpModel()
    x = [model.new_int_var(int(h.var_lower_bound(i)), int(h.var_upper_bound(i)), "") for i in range(read.num_variables)]
    for r in range(read.num_constraints):
        e = cp_model.LinearExpr.weighted_sum([x[i] for i in h.constraint_var_indices(r)],
                                             [int(a) for a in h.constraint_coefficients(r)])
        low, high = h.constraint_lower_bound(r), h.constraint_upper_bound(r)
        model.add_linear_constraint(e, cp_model.INT_MIN if low == -math.inf else int(low),
                                    cp_model.INT_MAX if high == math.inf else int(high))
    model.minimize(cp_model.LinearExpr.weighted_sum(x, [int(h.var_objective_coefficient(i)) for i in range(len(x))]))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = threads
    found = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return (solver.objective_value if found else None), solver.best_objective_bound


def paiban(command, seconds, threads):
    out = run([*command, "--seconds", str(seconds), "--threads", str(threads)], seconds).splitlines()
    v = dict(p.split("=") for p in out[-1].split())
    return tuple(None if v[k] == "none" else float(v[k]) for k in ("objective", "bound"))


def spent():
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def cell(job):
    began, used = time.time(), spent()
    try:
        value, bound = job()
    except FileNotFoundError:
        return "not installed"
    words = "none" if value is None else str(round(value))
    words += " / " + ("none" if bound is None or not abs(bound) < 1e15 else str(math.ceil(bound - 1e-6)))
    return f"{words} ({time.time() - began:.0f} s, cpu {spent() - used:.0f})"


def table(what, cases, seconds, threads):
    """cases: (name, paiban's command). A row each."""
    print(f"| {what} | paiban | CP-SAT | HiGHS | CBC | GLPK |\n|---|---|---|---|---|---|")
    for name, command in cases:
        with tempfile.TemporaryDirectory() as tmp:
            mps = f"{tmp}/model.mps"
            subprocess.run([*command, "--write-lp", mps], check=True)
            cells = [cell(lambda: paiban(command, seconds, threads))]
            cells += [cell(lambda s=s: s(mps, seconds, threads)) for s in (cpsat, highs, cbc, glpsol)]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    try:
        print(*{"highs": highs_here, "cpsat": cpsat_here}[sys.argv[1]](sys.argv[2], float(sys.argv[3]), int(sys.argv[4])))
    except ImportError:
        print("missing")
