#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Solvers beside paiban on public instances: nrp_peers.py BUILD INSTANCES_DIR SECONDS THREADS [NUMBER...]

glpsol and cbc from the PATH, HiGHS and OR-Tools CP-SAT where this Python has them (pip install highspy ortools, in an
environment of its own). All of them get the same monolithic model (one 0-1 variable a person, day and shift), the same wall
time and the same number of threads (glpsol knows one). A table goes to standard output; "cpu" is what each really used.
"""
import os
import re
import resource
import subprocess
import sys
import tempfile
import time


class Model:
    """Columns (cost, upper bound; all whole numbers) and rows (terms, low, high)."""

    def __init__(self):
        self.names, self.costs, self.upper, self.rows, self.constant = [], [], [], [], 0

    def column(self, name, cost, upper):
        self.names.append(name)
        self.costs.append(cost)
        self.upper.append(upper)
        return len(self.names) - 1

    def row(self, terms, low, high):
        if terms:
            self.rows.append((terms, low, high))


def sections(path):
    found, name = {}, None
    with open(path, encoding="utf-8") as f:
        for line in (x.strip() for x in f):
            if line.startswith("SECTION_"):
                name = line[8:]
                found[name] = []
            elif line and not line.startswith("#"):
                found[name].append(line.split(","))
    return found


def sequence_rows(m, worked, person):
    """Runs of work and of days off; shorter ones are free at both ends of the plan."""
    longest, shortest_work, shortest_off = person
    days = len(worked)
    for d in range(days - longest):
        m.row([(x, 1) for k in range(longest + 1) for x in worked[d + k]], None, longest)
    for n in range(1, shortest_work):
        for d in range(days - n - 1):
            terms = [(x, 1) for x in worked[d] + worked[d + n + 1]]
            m.row(terms + [(x, -1) for k in range(n) for x in worked[d + 1 + k]], 1 - n, None)
    for n in range(1, shortest_off):
        for d in range(days - n - 1):
            terms = [(x, -1) for x in worked[d] + worked[d + n + 1]]
            m.row(terms + [(x, 1) for k in range(n) for x in worked[d + 1 + k]], -1, None)


def person_rows(m, x, shifts, days, staff):
    most = dict(p.split("=") for p in staff[1].split("|"))
    high, low, longest, work, off, weekends = (int(v) for v in staff[2:8])
    worked = [[x[d, t] for t in range(len(shifts)) if (d, t) in x] for d in range(days)]
    index = {s[0]: t for t, s in enumerate(shifts)}
    for d in range(days):
        m.row([(c, 1) for c in worked[d]], None, 1)
        for t, s in enumerate(shifts):
            after = [x[d + 1, index[n]] for n in s[2].split("|") if n and (d + 1, index[n]) in x]
            if (d, t) in x and after:
                m.row([(x[d, t], 1)] + [(c, 1) for c in after], None, 1)
    for t, s in enumerate(shifts):
        m.row([(x[d, t], 1) for d in range(days) if (d, t) in x], None, int(most[s[0]]))
    m.row([(c, int(shifts[t][1])) for (d, t), c in x.items()], low, high)
    sequence_rows(m, worked, (longest, work, off))
    names = []
    for w in range(days // 7):
        name = m.column(f"w{staff[0]}_{w}", 0, 1)
        names.append((name, 1))
        for d in (7 * w + 5, 7 * w + 6):
            m.row([(c, 1) for c in worked[d]] + [(name, -1)] if worked[d] else [], None, 0)
    m.row(names, None, weekends)


def model_of(path):
    s, m = sections(path), Model()
    days, shifts = int(s["HORIZON"][0][0]), s["SHIFTS"]
    index = {x[0]: t for t, x in enumerate(shifts)}
    price, off = {}, {x[0]: {int(d) for d in x[1:]} for x in s.get("DAYS_OFF", [])}
    for who, d, t, w in s.get("SHIFT_ON_REQUESTS", []):
        price[who, int(d), index[t]] = price.get((who, int(d), index[t]), 0) - int(w)
        m.constant += int(w)
    for who, d, t, w in s.get("SHIFT_OFF_REQUESTS", []):
        price[who, int(d), index[t]] = price.get((who, int(d), index[t]), 0) + int(w)
    cover = {}
    for staff in s["STAFF"]:
        most = dict(p.split("=") for p in staff[1].split("|"))
        x = {}
        for d in range(days):
            for t, shift in enumerate(shifts):
                if d not in off.get(staff[0], ()) and int(most[shift[0]]) > 0:
                    x[d, t] = m.column(f"x{staff[0]}_{d}_{t}", price.get((staff[0], d, t), 0), 1)
                    cover.setdefault((d, t), []).append((x[d, t], 1))
        person_rows(m, x, shifts, days, staff)
    for d, t, need, under, over in s["COVER"]:
        key = int(d), index[t]
        u = m.column(f"u{d}_{key[1]}", int(under), len(s["STAFF"]) + int(need))
        o = m.column(f"o{d}_{key[1]}", int(over), len(s["STAFF"]))
        m.row(cover.get(key, []) + [(u, 1), (o, -1)], int(need), int(need))
    return m


def linear(m, terms):
    return "\n ".join(f"{a:+d} {m.names[c]}" for c, a in terms)


def write_lp(m, path):
    with open(path, "w", encoding="ascii") as f:
        f.write("Minimize\n obj: " + linear(m, [(c, a) for c, a in enumerate(m.costs) if a]) + "\nSubject To\n")
        for i, (terms, low, high) in enumerate(m.rows):
            sides = [("=", low)] if low == high else [(">=", low), ("<=", high)]
            for k, (relation, side) in enumerate(sides):
                if side is not None:
                    f.write(f" r{i}_{k}: {linear(m, terms)}\n {relation} {side}\n")
        f.write("Bounds\n" + "".join(f" 0 <= {n} <= {u}\n" for n, u in zip(m.names, m.upper)))
        f.write("Generals\n" + "".join(f" {n}\n" for n in m.names) + "End\n")


def number(pattern, text):
    found = re.findall(pattern, text)
    return float(found[-1]) if found else None


def glpsol(lp, seconds, _threads):
    out = subprocess.run(["glpsol", "--lp", lp, "--tmlim", str(int(seconds)), "--cuts", "-o", lp + ".sol"],
                         capture_output=True, text=True, check=False).stdout
    if not os.path.exists(lp + ".sol"):
        return None, None
    with open(lp + ".sol", encoding="ascii") as f:
        text = f.read()
    bound = number(r">=\s+([-+.e\d]+)", out)
    value = number(r"Objective:\s+obj = ([-+.e\d]+)", text)
    if "INTEGER OPTIMAL" in text:
        return value, value
    return (value if "INTEGER NON-OPTIMAL" in text else None), bound


def cbc(lp, seconds, threads):
    out = subprocess.run(["cbc", lp, "-sec", str(seconds), "-timeMode", "elapsed", "-threads", str(threads), "-solve"],
                         capture_output=True, text=True, check=False).stdout
    value = None if "No feasible solution found" in out else number(r"Objective value:\s+([-+.e\d]+)", out)
    bound = value if "Optimal solution found" in out else number(r"Lower bound:\s+([-+.e\d]+)", out)
    return value, bound


def highs(lp, seconds, threads):
    child = subprocess.run([sys.executable, __file__, "--highs", lp, str(seconds), str(threads)], capture_output=True,
                           text=True, check=False)
    if child.returncode != 0:
        raise ImportError("highspy")
    return tuple(None if v == "None" else float(v) for v in child.stdout.split())


def highs_here(lp, seconds, threads):
    """In a process of its own: OR-Tools' library hides HiGHS's."""
    import highspy
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    h.setOptionValue("time_limit", float(seconds))
    h.setOptionValue("threads", threads)
    h.readModel(lp)
    h.run()
    info = h.getInfo()
    found = info.primal_solution_status == 2
    return (info.objective_function_value if found else None), info.mip_dual_bound


def cpsat(m, seconds, threads):
    from ortools.sat.python import cp_model
    model = cp_model.CpModel()
    x = [model.new_int_var(0, u, n) for n, u in zip(m.names, m.upper)]
    for terms, low, high in m.rows:
        e = sum(a * x[c] for c, a in terms)
        model.add_linear_constraint(e, -10**9 if low is None else low, 10**9 if high is None else high)
    model.minimize(sum(a * x[c] for c, a in enumerate(m.costs) if a))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = threads
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return (solver.objective_value if found else None), solver.best_objective_bound


def paiban(build, path, seconds, threads):
    out = subprocess.run([f"{build}/bench/nrp", path, "--seconds", str(seconds), "--threads", str(threads)],
                         capture_output=True, text=True, check=False).stdout.splitlines()[-1]
    v = dict(p.split("=") for p in out.split())
    return tuple(None if v[k] == "none" else float(v[k]) for k in ("objective", "bound"))


def spent():
    return sum(sum(resource.getrusage(w)[:2]) for w in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))


def timed(job, constant):
    began, used = time.time(), spent()
    try:
        value, bound = job()
    except ImportError:
        return "not installed"
    except FileNotFoundError:
        return "not installed"
    if value is not None:
        value = round(value + constant)
    bound = None if bound is None or abs(bound) > 1e15 else bound + constant
    words = "none" if value is None else str(value)
    words += " / " + ("none" if bound is None else f"{bound:.0f}")
    return f"{words} ({time.time() - began:.0f} s, cpu {spent() - used:.0f})"


def main():
    if len(sys.argv) == 5 and sys.argv[1] == "--highs":
        print(*highs_here(sys.argv[2], float(sys.argv[3]), int(sys.argv[4])))
        return
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    build, folder, seconds, threads = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
    print("| instance | paiban | CP-SAT | HiGHS | CBC | GLPK |\n|---|---|---|---|---|---|")
    for number_ in sys.argv[5:] or ["1", "2", "3"]:
        path = f"{folder}/Instance{number_}.txt"
        m = model_of(path)
        with tempfile.TemporaryDirectory() as tmp:
            lp = f"{tmp}/model.lp"
            write_lp(m, lp)
            cells = [timed(lambda: paiban(build, path, seconds, threads), 0),
                     timed(lambda: cpsat(m, seconds, threads), m.constant)]
            cells += [timed(lambda s=s: s(lp, seconds, threads), m.constant) for s in (highs, cbc, glpsol)]
        print(f"| {number_} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
