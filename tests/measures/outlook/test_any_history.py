"""Whatever the history looks like, an outlook is in order or says why there is none."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kaname.measures.direction import Direction
from kaname.measures.outlook.averages import average_outlooks
from kaname.measures.outlook.counts import count_outlooks
from kaname.measures.outlook.days import OpenPeriod
from kaname.measures.outlook.rates import rate_outlooks
from kaname.measures.outlook.sums import sum_outlooks


def any_period(rng, *, history, length):
    """One to five units; hours known, unknown, none for one unit, or with gaps."""
    start = date(2026, 1, 1) + timedelta(days=int(rng.integers(300)))
    days = np.arange(np.datetime64(start) - history, np.datetime64(start) + length)
    hours = np.where((days.astype(int) + 3) % 7 < 5, 8.0, 0.0) * np.ones((int(rng.integers(1, 6)), 1))
    kind = rng.integers(5)
    if kind == 0:
        hours[:] = np.nan
    elif kind == 1:
        hours[rng.random(hours.shape) < 0.1] = np.nan
    elif kind == 2:
        hours[0] = 0
    elif kind == 3:
        hours[:, rng.random(days.size) < 0.5] = 0
    return OpenPeriod(
        days=days,
        hours=hours,
        closed=rng.random(days.size) < 0.05,
        teams=rng.integers(0, 3, len(hours)),
        starts_on=start,
        origin=start + timedelta(days=int(rng.integers(length + 1))),
    )


@settings(max_examples=30)
@given(
    seed=st.integers(0, 100_000),
    history=st.sampled_from([0, 1, 6, 10, 60, 400]),
    length=st.sampled_from([1, 7, 31, 92]),
    mean=st.sampled_from([0, 0.01, 1, 50, 1e6]),
)
def test_it_is_in_order(seed, history, length, mean):
    rng = np.random.default_rng(seed)
    period = any_period(rng, history=history, length=length)
    counts = rng.poisson(mean, (len(period.hours), period.n_before)).astype(float)
    counts[rng.random(counts.shape) < rng.choice([0, 0.2, 1], p=[0.7, 0.2, 0.1])] = np.nan
    sums = counts * rng.choice([1e-3, 1.0, 1e7]) * np.where(rng.random(counts.shape) < 0.1, -1, 1)
    for found in (
        count_outlooks(period=period, counts=counts),
        sum_outlooks(period=period, sums=sums),
        sum_outlooks(period=period, sums=sums, counts=counts),
        rate_outlooks(period=period, won=np.floor(counts * 0.3), decided=counts),
        average_outlooks(period=period, sums=sums, counts=counts, squares=sums**2),
    ):
        in_order(found)


def in_order(found):
    told = np.isfinite(found.expected)
    size = 1e-9 * (1 + np.abs(found.high[told]))
    assert np.all(found.low[told] <= found.high[told] + size)
    assert np.all(np.isfinite(found.quantiles()[told]))
    assert np.all(np.diff(found.quantiles()[told], axis=1) >= -size[:, np.newaxis])
    assert all(one.is_refused for one, known in zip(found.judgements, told, strict=True) if not known)
    targets = np.where(told, found.expected, 1.0)
    for direction in Direction:
        chance = found.probability(target=targets, direction=direction, upper=targets + 1)
        assert np.all(np.isnan(chance) | ((chance >= 0) & (chance <= 1)))
