# SPDX-License-Identifier: GPL-3.0-or-later
"""The cells of row erlang_a-084 that erlang.csv has wrong (needs mpmath). Prints each with two step
widths of the quadrature; 100,000 contacts an hour, 360 s, patience 1800 s, 8000 agents, T = 20 s."""
from mpmath import exp, linspace, log, mp, mpf, nstr, quad

mp.dps = 80
lam, aht, theta, agents, T = mpf(100000) / 3600, 360, 1 / mpf(1800), 8000, 20
s, load = agents / mpf(aht), lam * aht


def g(v):
    return lam * (1 - exp(-theta * v)) / theta - s * v


y = mpf(1)
for n in range(1, agents):
    y = 1 + y * n / load
peak = log(lam / s) / theta
for steps in (40, 80):
    J = quad(lambda v: exp(g(v) - g(peak)), linspace(0, 3 * peak, 8 * steps + 1)) * exp(g(peak))
    tail = quad(lambda v: exp(g(v) - g(peak)), linspace(T, 3 * peak, 8 * steps + 1)) * exp(g(peak))
    I = quad(lambda v: exp(g(v) - theta * v), linspace(0, T, steps + 1))
    early = quad(lambda v: exp(g(v)), linspace(0, T, steps + 1))
    H = quad(lambda v: (1 - exp(-theta * v)) * exp(g(v) - g(peak)),
             linspace(0, 3 * peak, 8 * steps + 1)) * exp(g(peak))
    D = y + lam * J
    sl = (y + lam * I) / D
    still = exp(-theta * T) * lam * tail / D
    for name, value in (("sl_offered_T", sl), ("sl_excl_short_abandon", sl / (still + sl)),
                        ("sl_answered_only", sl / (1 - lam * H / D)),
                        ("p_virtual_wait_le_T", (y + lam * early) / D)):
        print(steps, name, nstr(value, 16))
