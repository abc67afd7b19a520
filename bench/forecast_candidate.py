# SPDX-License-Identifier: GPL-3.0-or-later
"""The method of the study that our engine has to beat, on the series of forecast_prepare.py.

usage: forecast_candidate.py DIR SERIES [N_ORIGINS]      writes DIR/candidate/SERIES_ORIGIN.csv

Day total = level x weekday x growth along last year's curve x special day; slot = day x the weekday's
share. 28 exponential smoothers, the five that foretold the last 30 weeks best averaged; growth shrunk by
0, 0.35, 0.7 or 1; newest residual carried on; holidays by name, days after and bridge days; profile with one
of five half-lives. A reference for numbers, written for clearness, not for speed. Needs numpy.
"""
import datetime as dt
import pathlib
import sys
import time

import numpy as np

LOOK_BACK = 1100
LEVEL_GAINS = [0.02, 0.04, 0.07, 0.12, 0.2, 0.32, 0.5]
WEEKDAY_GAINS = [0.01, 0.03, 0.07, 0.15]
GROWTH_SHARES = [0, 0.35, 0.7, 1]
RESIDUALS = [(0, 0.7), (0.25, 0.6), (0.5, 0.6), (0.75, 0.6), (0.5, 0.85), (0.8, 0.9)]
HALF_LIVES = [2.5, 5, 10, 20, 40]
AFTER, BRIDGE = -1, -2


def load(directory, series):
    rows = [line.rstrip("\n").split(",") for line in open(directory / f"{series}.csv", encoding="utf-8")]
    dates = [dt.date.fromisoformat(r[0]) for r in rows]
    y = np.array([[np.nan if v == "" else float(v) for v in r[1:]] for r in rows])
    holidays = dict(x.rstrip("\n").split(",", 1) for x in open(directory / f"{series}.hol", encoding="utf-8"))
    return dates, y, holidays


def resting_pair(dates, y):
    """Saturday and Sunday, unless another pair that countries use is clearly quieter."""
    total = np.nansum(y, axis=1)
    known = ~np.isnan(y).all(axis=1)
    mean = [np.mean([v for d, v, k in zip(dates, total, known) if k and d.weekday() == w] or [0]) for w in range(7)]
    best = (5, 6)
    for pair in ((4, 5), (3, 4)):
        if sum(mean[w] for w in pair) < 0.8 * sum(mean[w] for w in best):
            best = pair
    return best


def label(day, holidays, rest, ids):
    """Id of a holiday's name from 1, AFTER, BRIDGE or 0."""
    def holiday(k):
        return (day + dt.timedelta(k)).isoformat() in holidays

    def free(k):
        return (day + dt.timedelta(k)).weekday() in rest or holiday(k)

    if holiday(0):
        return ids.setdefault(holidays[day.isoformat()], len(ids) + 1)
    if day.weekday() in rest:
        return 0
    if (holiday(-1) and free(1)) or (holiday(1) and free(-1)):
        return BRIDGE
    return AFTER if holiday(-1) else 0


def smooth(total, use, weekday, week, alpha, gamma):
    """Robust multiplicative smoothing, all gains side by side: level[t, g], factor[t, weekday, g]."""
    n, g = len(total), len(alpha)
    first = np.flatnonzero(use)[: 6 * week]
    base = (total[first].mean() if len(first) else 0) + 1e-9
    factor, seen = np.ones((7, g)), np.zeros(7, bool)
    for w in range(7):
        of = total[first][weekday[first] == w]
        if len(of):
            seen[w] = True
            factor[w] = (of.sum() + base * 0.25) / (base * (len(of) + 0.25))
    level, sd, run = np.full(g, base), np.full(g, 0.15), np.zeros(g)
    levels, factors = np.empty((n, g)), np.empty((n, 7, g))
    for t in range(n):
        if use[t]:
            w = weekday[t]
            f = factor[w].copy()
            e = f * level
            r = total[t] - e
            scale = np.sqrt(e + sd * sd * e * e) + 1e-9
            u = r / scale
            sign = np.where(u > 0, 1.0, -1.0)
            run = np.where(np.abs(u) > 3, np.where(run * sign > 0, run + sign, sign), 0)
            shift = np.abs(run) >= 3
            taken = np.where(shift, r, np.clip(u, -3, 3) * scale)
            gain = np.minimum(alpha * np.minimum(f, 1.6) * np.where(shift, 2, 1), 0.9)
            before = level
            level = np.maximum(level + gain * taken / np.maximum(f, 0.02), base * 1e-3)
            factor[w] = np.maximum(f + gamma * (1 - gain) * taken / np.maximum(before, 1e-9), 0)
            q = np.maximum(r * r - e, 0) / np.maximum(e, 1) ** 2
            sd = np.sqrt(0.97 * sd * sd + 0.03 * np.minimum(q, (3 * sd + 0.02) ** 2))
            if t % week == 0 and seen.any():
                mean = factor[seen].mean(axis=0)
                mean = np.where(mean > 1e-6, mean, 1)
                factor /= mean
                level = level * mean
        levels[t], factors[t] = level, factor
    return levels, factors


def day_totals(y, weekday):
    """Totals, completed by the weekday's rough profile where seen in part; known well enough or not."""
    share, mass = np.zeros((7, y.shape[1])), np.zeros(7)
    for w in range(7):
        full = [t for t in np.flatnonzero(weekday == w) if not np.isnan(y[t]).any()][-26:]
        p = y[full].sum(axis=0) if full else np.zeros(y.shape[1])
        mass[w] = p.sum()
        share[w] = p / mass[w] if mass[w] > 0 else p
    known = ~np.isnan(y)
    part = (np.where(known, share[weekday], 0)).sum(axis=1)
    total = np.nansum(y, axis=1)
    good = (known.mean(axis=1) > 0.5) & ((part > 0.5) | (mass[weekday] == 0))
    return np.where(good & (part > 0.5), total / np.maximum(part, 1e-12), total), good


def kind_of(lab, weekday):
    return 2 if lab == AFTER else 3 if lab == BRIDGE else 0 if weekday < 5 else 1


class Special:
    """Log effects by name and by kind."""

    def __init__(self, lab, weekday, total, known, level, factor):
        seen, self.name = [[], [], [], []], {}
        for t in range(28, len(total)):
            f = level[t - 1, 0] * factor[t - 1, weekday[t], 0]
            if not lab[t] or not known[t] or f <= 0:
                continue
            e = np.log((total[t] + 0.5) / (f + 0.5))
            seen[kind_of(lab[t], weekday[t])].append(e)
            if lab[t] > 0:
                self.name.setdefault((lab[t], weekday[t] >= 5), []).append(e)
        self.pool = [np.median(v) * len(v) / (len(v) + 1) if v else 0 for v in seen]

    def effect(self, lab, weekday):
        if not lab:
            return 1.0
        pool = self.pool[kind_of(lab, weekday)]
        if lab < 0:
            return np.exp(pool)
        own = self.name.get((lab, weekday >= 5), [])
        return np.exp((sum(own) + pool) / (len(own) + 1))


def smooth_level(total, use, f, week):
    good = use & (f > 0.1)
    value = np.concatenate([[0], np.cumsum(np.where(good, total / np.where(good, f, 1), 0))])
    count = np.concatenate([[0], np.cumsum(good)])
    t, half = np.arange(len(total)), int(2.2 * week)
    lo, hi = np.maximum(t - half, 0), np.minimum(t + half + 1, len(total))
    k = count[hi] - count[lo]
    return np.where(k >= week // 2, (value[hi] - value[lo]) / np.maximum(k, 1), 0)


def growth(curve, year, week, t, h):
    """Mean log growth from t to t+h one and two years before."""
    found = []
    for k in (1, 2):
        i = t - k * year
        j = min(i + h, len(curve) - 1)
        if i - week >= 0 and curve[i] > 0 and curve[j] > 0:
            found.append(np.log(curve[j] / curve[i]))
    return np.mean(found) if found else 0.0


class Day:
    """All that is learnt of the day totals before an origin."""

    def __init__(self, total, known, lab, weekday, week):
        m = self.m = len(total)
        self.week, self.year = week, 52 * week
        self.total, self.use, self.weekday = total, known & (lab == 0), weekday
        level, factor = smooth(total, self.use, weekday, week, np.array([0.08]), np.array([0.04]))
        self.special = Special(lab, weekday, total, known, level, factor)
        self.curve = smooth_level(total, self.use, factor[np.arange(m), weekday, 0], week)
        alpha, gamma = np.repeat(LEVEL_GAINS, 4), np.tile(WEEKDAY_GAINS, 7)
        self.level, self.factor = smooth(total, self.use, weekday, week, alpha, gamma)
        self.first = max(m - 30 * week, 8 * week)
        self.share, self.best, self.kappa, self.rho = 0.0, [3 * 4 + 1], 0.0, 0.7
        self.choose_smoothers()
        self.choose_residual()

    def age(self, j):
        return 0.5 ** ((self.m - j) / (26 * self.week))

    def choose_smoothers(self):
        leads = (1, 2, 3, 5, 7, 10, 14, 18, 21, 28) if self.week == 7 else (1, 2, 3, 4, 5, 8, 10, 13, 15, 20)
        shares = GROWTH_SHARES if self.m > self.year + 4 * self.week else [0]
        error, volume = np.zeros((len(shares), self.level.shape[1])), 0
        for t in range(self.first, self.m - 1, 2 if self.week == 7 else 1):
            for h in leads:
                j = t + h
                if j >= self.m or not self.use[j]:
                    continue
                f = self.level[t] * self.factor[t, self.weekday[j]]
                grown = growth(self.curve, self.year, self.week, t, h) if len(shares) > 1 else 0
                for k, share in enumerate(shares):
                    error[k] += self.age(j) * np.abs(self.total[j] - f * np.exp(share * grown))
                volume += self.age(j) * self.total[j]
        if volume > 0:
            row = int(np.argmin(error.min(axis=1)))
            self.share = shares[row]
            self.best = list(np.argsort(error[row], kind="stable")[:5])

    def usual(self, t, h, weekday):
        f = (self.level[t, self.best] * self.factor[t, weekday, self.best]).mean()
        return f * np.exp(self.share * growth(self.curve, self.year, self.week, t, h)) if self.share > 0 else f

    def residual(self, t, rho):
        """Log residual of the newest of three days that tells anything, faded by its age."""
        for u in range(t, max(t - 3, 0), -1):
            if self.use[u]:
                f = (self.level[u, self.best] * self.factor[u, self.weekday[u], self.best]).mean()
                e = np.log((self.total[u] + 1) / (f + 1)) if f >= 20 else 0
                return np.clip(e, -0.4, 0.4) * rho ** (t - u)
        return 0.0

    def choose_residual(self):
        error = np.zeros(len(RESIDUALS))
        for t in range(self.first, self.m - 1):
            newest = [self.residual(t, rho) for _, rho in RESIDUALS]
            for h in range(1, self.week + 1):
                j = t + h
                if j >= self.m or not self.use[j]:
                    continue
                f = self.usual(t, h, self.weekday[j])
                for k, (kappa, rho) in enumerate(RESIDUALS):
                    error[k] += self.age(j) * abs(self.total[j] - f * np.exp(kappa * rho ** (h - 1) * newest[k]))
        best = error[0]
        for k, (kappa, rho) in enumerate(RESIDUALS):
            if k and error[k] < 0.998 * best:
                best, self.kappa, self.rho = error[k], kappa, rho

    def forecast(self, h, lab, weekday):
        t = self.m - 1
        carried = np.exp(self.kappa * self.rho ** (h - 1) * self.residual(t, self.rho)) if self.kappa > 0 else 1
        return self.usual(t, h, weekday) * carried * self.special.effect(lab, weekday)


def profiles(y, use, weekday, end, half_life, week):
    """Shares of the slots by weekday from the days before `end`, working weekdays drawn together."""
    n = y.shape[1]
    count, weight = np.zeros((7, n)), np.zeros((7, n))
    first = max(0, end - 1 - int(half_life * week * 7))
    days = np.flatnonzero(use[first:end]) + first
    w = 0.5 ** ((end - 1 - days) / (week * half_life))
    for x in range(7):
        of = weekday[days] == x
        v = y[days[of]]
        count[x] = (np.nan_to_num(v) * w[of, None]).sum(axis=0)
        weight[x] = (~np.isnan(v) * w[of, None]).sum(axis=0)
    rate = np.where(weight > 1e-9, count / np.maximum(weight, 1e-9), 0)
    total, volume = rate.sum(axis=1), count.sum(axis=1)
    share = rate / np.where(total > 0, total, 1)[:, None]
    work = [x for x in range(5) if total[x] > 0]
    if len(work) > 1:
        wc, ww = count[work].sum(axis=0), weight[work].sum(axis=0)
        pool = np.where(ww > 1e-9, wc / np.maximum(ww, 1e-9), 0)
        pool = pool / pool.sum() if pool.sum() > 0 else pool
        noise = 1 / max(volume[work].sum() / len(work), 1)
        real = max(0, ((share[work] - pool) ** 2).sum() / (len(work) - 1) - noise)
        b = 0.1 + 0.9 * real / (real + noise + 1e-12)
        share[work] = b * share[work] + (1 - b) * pool
    return share, total


def holiday_profile(y, known, lab, weekday, share, total):
    days = [t for t in range(len(y)) if lab[t] > 0 and known[t] and weekday[t] < 5]
    seen = np.nan_to_num(y[days]).sum(axis=0) if days else np.zeros(y.shape[1])
    p = seen / seen.sum() * min(len(days), 6) if seen.sum() > 0 else seen * 0
    p = p + 2 * share[6 if total[6] > 0 else 4]
    return p / p.sum() if p.sum() > 0 else p


def choose_half_life(y, use, weekday, week):
    n, best, found = len(y), np.inf, 10
    for half_life in HALF_LIVES:
        error = volume = 0
        for k in (2, 4, 6, 8, 11, 14):
            q = n - k * week
            if q < 6 * week:
                continue
            share, _ = profiles(y, use, weekday, q, half_life, week)
            for j in range(q, min(q + 2 * week, n)):
                known = ~np.isnan(y[j])
                f = share[weekday[j]][known].sum()
                if not use[j] or f <= 0:
                    continue
                total = y[j][known].sum()
                error += np.abs(y[j][known] - share[weekday[j]][known] / f * total).sum()
                volume += total
        if volume > 0 and error < best:
            best, found = error, half_life
    return found


def forecast(y, lab, weekday, week, ahead):
    """ahead: (label, weekday) of each day to come; returns [days, slots]."""
    total, known = day_totals(y, weekday)
    day = Day(total, known, lab, weekday, week)
    half_life = choose_half_life(y, day.use, weekday, week)
    share, mass = profiles(y, day.use, weekday, len(y), half_life, week)
    rest = holiday_profile(y, known, lab, weekday, share, mass)
    return np.array([day.forecast(h, lb, w) * (rest if lb > 0 and w < 5 else share[w]) for h, (lb, w) in enumerate(ahead, 1)])


def main():
    directory, series = pathlib.Path(sys.argv[1]), sys.argv[2]
    dates, y, holidays = load(directory, series)
    origins = [dt.date.fromisoformat(x.strip()) for x in open(directory / f"{series}.org", encoding="utf-8")]
    if len(sys.argv) > 3:
        origins = [origins[round(i)] for i in np.linspace(0, len(origins) - 1, int(sys.argv[3]))]
    rest = resting_pair(dates, y)
    turn = (5 - rest[0]) % 7  # resting weekdays become 5 and 6
    in_use = {d.weekday() for d, k in zip(dates, ~np.isnan(y).all(axis=1)) if k}
    keep = [i for i, d in enumerate(dates) if d.weekday() in in_use]
    dates, y = [dates[i] for i in keep], y[keep]
    ids, out = {}, directory / "candidate"
    out.mkdir(exist_ok=True)
    lab = np.array([label(d, holidays, rest, ids) for d in dates])
    weekday = np.array([(d.weekday() + turn) % 7 for d in dates])
    look, week = (LOOK_BACK if len(in_use) == 7 else LOOK_BACK * 5 // 7), len(in_use)
    for origin in origins:
        path = out / f"{series}_{origin}.csv"
        if path.exists():
            continue
        end = sum(d < origin for d in dates)
        past = slice(max(0, end - look), end)
        target = [d for d in (origin + dt.timedelta(k) for k in range(28)) if d.weekday() in in_use]
        started = time.time()
        ahead = [(label(d, holidays, rest, ids), (d.weekday() + turn) % 7) for d in target]
        f = forecast(y[past], lab[past], weekday[past], week, ahead)
        took = time.time() - started
        with open(path, "w", encoding="utf-8") as g:
            g.write(f"seconds,{took:.2f}\n")
            for d, row in zip(target, f):
                g.write(f"{d}," + ",".join(f"{v:.6g}" for v in row) + "\n")
    print(series)


main()
