"""Daily counts whose truth is known: level, weekdays, dispersion, runs of good days, a change or none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """Levels are spread evenly on the logarithm, dispersion from 1 and autocorrelation from 0 on. [count / d; ratio]"""

    name: str
    lowest: float = 10.0
    highest: float = 300.0
    dispersion: float = 3.0
    together: float = 0.5


WORLDS = (
    World("groups, 10–300 a day"),
    World("small groups, 1–50 a day", lowest=1.0, highest=50.0),
    World("restless, dispersion to 6, autocorrelation to .7", dispersion=6.0, together=0.7),
    World("nothing but chance", dispersion=1.0, together=0.0),
)


@dataclass(frozen=True)
class Kpis:
    """Shape (n_series, n_days), and each day's weekday."""

    counts: Numbers
    weekday: NDArray[np.int64]


def make(world: World, rng: np.random.Generator, *, days: int, ratio: Numbers, at: NDArray[np.int64] | Numbers) -> Kpis:
    """The level is times `ratio` from day `at` on. Weekdays differ by a fifth; half of the KPIs rest at weekends."""
    n = len(ratio)
    level = np.exp(rng.uniform(np.log(world.lowest), np.log(world.highest), (n, 1)))
    weekday = np.arange(days) % 7
    factors = np.exp(rng.normal(0, 0.2, (n, 7)))
    factors[rng.random(n) < 0.5, 5:] = 0
    factors /= factors.mean(axis=1, keepdims=True)
    mean = level * factors[:, weekday] * np.where(np.arange(days) >= at[:, None], ratio[:, None], 1.0)
    # Lognormal moves around the level, so that the variance of a mean day is dispersion x level.
    dispersion = rng.uniform(1, world.dispersion, (n, 1))
    spread = np.sqrt(np.log1p((dispersion - 1) / level))
    together = rng.uniform(0, world.together, n)
    moves = rng.normal(size=(n, days))
    for day in range(1, days):
        moves[:, day] = together * moves[:, day - 1] + np.sqrt(1 - together**2) * moves[:, day]
    return Kpis(rng.poisson(mean * np.exp(spread * moves - spread**2 / 2)).astype(np.float64), weekday)
