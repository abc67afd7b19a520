# SPDX-License-Identifier: GPL-3.0-or-later
"""Chat as a Markov chain over the number of agents at each number of chats, nothing left out, solved as one
sparse system (needs numpy and scipy): the oracle of `the_whole_chain_agrees` in test_moving.c. A new chat
goes to an agent with the fewest; an agent with c chats ends r(c) a second, Palm's machine repair."""
from math import exp

import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg as la

WAITING, WITHIN = 400, 20


def paces(reply, customer, replies, idle_s, at_once):
    think = customer * (1 - 1 / replies) + idle_s / replies
    ratio, idle, r = think / reply, 1.0, []
    for c in range(1, at_once + 1):
        idle = ratio * idle / (ratio * idle + c)
        r.append((1 - idle) / reply / replies)
    return r


def states(agents, at_once):
    def fill(left, level, done):
        if level == at_once:
            yield done + (left,)
            return
        for x in range(left + 1):
            yield from fill(left - x, level + 1, done + (x,))
    return list(fill(agents, 0, ()))


def moved(state, source, target):
    s = list(state)
    s[source] -= 1
    s[target] += 1
    return tuple(s)


def service_level(per_s, agents, at_once, patience, r):
    every = states(agents, at_once)
    place = {s: i for i, s in enumerate(every)}
    full, n = (0,) * at_once + (agents,), len(every) + WAITING
    rows, cols, rates = [], [], []

    def flow(i, j, rate):
        rows.extend((j, i))
        cols.extend((i, i))
        rates.extend((rate, -rate))

    for s, i in place.items():
        if s == full:
            flow(i, len(every), per_s)
        else:
            least = next(c for c in range(at_once) if s[c] > 0)
            flow(i, place[moved(s, least, least + 1)], per_s)
        for c in range(1, at_once + 1):
            if s[c] > 0:
                flow(i, place[moved(s, c, c - 1)], s[c] * r[c - 1])
    most, leave = agents * r[at_once - 1], 1 / patience
    for q in range(1, WAITING + 1):
        i = len(every) + q - 1
        if q < WAITING:
            flow(i, i + 1, per_s)
        flow(i, i - 1 if q > 1 else place[full], most + q * leave)
    a = sp.lil_matrix(sp.csc_matrix((rates, (rows, cols)), shape=(n, n)))
    a[0, :] = 1
    p = la.spsolve(a.tocsc(), np.eye(1, n)[0])
    queue = np.concatenate(([p[place[full]]], p[len(every):]))
    level, c, x = 1 - queue.sum(), most / leave, exp(-leave * WITHIN)
    term = beta = x ** (c + 1)  # regularised incomplete beta I_x(c + 1, q + 1) by its recurrence in q
    for q in range(WAITING + 1):
        if q > 0:
            term *= (1 - x) * (c + q) / q
            beta += term
        level += queue[q] * c / (c + q + 1) * (1 - beta)
    return level


for per_h, agents, at_once, patience, habit in (
        (741, 50, 2, 90, (40, 40, 5, 0)), (30, 2, 2, 120, (25, 50, 6, 0)), (60, 5, 2, 120, (25, 50, 6, 0)),
        (80, 5, 3, 120, (25, 50, 6, 0)), (100, 5, 3, 120, (25, 50, 6, 0)), (363, 20, 3, 120, (25, 50, 6, 0)),
        (170, 10, 4, 120, (40, 20, 5, 0))):
    print(per_h, agents, at_once, "%.12f" % service_level(per_h / 3600, agents, at_once, patience,
                                                         paces(*habit, at_once)))
