# SPDX-License-Identifier: GPL-3.0-or-later
"""Prophet and statsforecast on the series of forecast_prepare.py; same files out as forecast_peers.R.

usage: forecast_peers.py DIR METHOD SERIES [N_ORIGINS]   METHOD: prophet, mstl, autoets

Prophet gets the same holidays as our engine and only the half hours that are ever in use (a plain user
would leave them all in and do worse); statsforecast has no input for holidays, its gaps are filled by the
neighbouring weeks' same slot. autoets: MSTL with AutoETS on the trend; mstl: MSTL with its default trend.
"""
import datetime as dt
import logging
import pathlib
import sys
import time

import numpy as np
import pandas as pd

logging.disable(logging.WARNING)
DAYS = 28


def load(directory, series):
    rows = [line.rstrip("\n").split(",") for line in open(directory / f"{series}.csv", encoding="utf-8")]
    dates = [dt.date.fromisoformat(r[0]) for r in rows]
    y = np.array([[np.nan if v == "" else float(v) for v in r[1:]] for r in rows])
    return dates, y


def fill(m, week):
    m = m.copy()
    for d, s in zip(*np.where(np.isnan(m))):
        near = [i for k in (1, 2, 3) for i in (d - k * week, d + k * week) if 0 <= i < len(m)]
        known = m[near, s][~np.isnan(m[near, s])]
        m[d, s] = known.mean() if len(known) else 0
    return m


def prophet(dates, y, slots, target, holidays):
    from prophet import Prophet

    past = max(0, len(dates) - 371)
    stamps, values = [], []
    for i in range(past, len(dates)):
        for s in slots:
            stamps.append(dt.datetime.combine(dates[i], dt.time()) + dt.timedelta(minutes=30 * int(s)))
            values.append(y[i, s])
    model = Prophet(holidays=holidays, uncertainty_samples=0)
    model.fit(pd.DataFrame({"ds": stamps, "y": values}).dropna())
    future = [dt.datetime.combine(d, dt.time()) + dt.timedelta(minutes=30 * int(s)) for d in target for s in slots]
    return model.predict(pd.DataFrame({"ds": future}))["yhat"].to_numpy().reshape(len(target), len(slots))


def stats(method, dates, y, slots, target, weekdays):
    from statsforecast.models import MSTL, AutoETS

    week, day = len(weekdays), len(slots)
    past = fill(y[:, slots][-53 * week:], week).ravel()
    trend = {"trend_forecaster": AutoETS(model="ZZN")} if method == "autoets" else {}
    model = MSTL(season_length=[day, day * week], **trend)
    return model.forecast(y=past, h=len(target) * day)["mean"].reshape(len(target), day)


def main():
    directory, method, series = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    dates, y = load(directory, series)
    known = ~np.isnan(y)
    slots = np.where(known.any(axis=0))[0]
    weekdays = sorted({d.weekday() for d, k in zip(dates, known.any(axis=1)) if k})
    origins = [dt.date.fromisoformat(x.strip()) for x in open(directory / f"{series}.org")]
    if len(sys.argv) > 4:
        origins = [origins[round(i)] for i in np.linspace(0, len(origins) - 1, int(sys.argv[4]))]
    holidays = [x.rstrip("\n").split(",") for x in open(directory / f"{series}.hol")]
    frame = pd.DataFrame({"ds": pd.to_datetime([h[0] for h in holidays]), "holiday": [h[1] for h in holidays]})
    (directory / method).mkdir(exist_ok=True)
    for origin in origins:
        out = directory / method / f"{series}_{origin}.csv"
        if out.exists():
            continue
        use = [i for i, d in enumerate(dates) if d < origin and d.weekday() in weekdays]
        past, values = [dates[i] for i in use], y[use]
        target = [d for d in (origin + dt.timedelta(k) for k in range(DAYS)) if d.weekday() in weekdays]
        started = time.time()
        if method == "prophet":
            f = prophet(past, values, slots, target, frame)
        else:
            f = stats(method, past, values, slots, target, weekdays)
        took = time.time() - started
        full = np.zeros((len(target), y.shape[1]))
        full[:, slots] = np.maximum(f, 0)
        with open(out, "w", encoding="utf-8") as g:
            g.write(f"seconds,{took:.2f}\n")
            for d, row in zip(target, full):
                g.write(f"{d}," + ",".join(f"{v:.6g}" for v in row) + "\n")
        print(series, origin, f"{took:.1f} s", flush=True)


main()
