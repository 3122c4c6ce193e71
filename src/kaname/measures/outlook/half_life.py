"""How fast what was forgets: chosen by how well it foretold the next two weeks. See docs/measures/outlook.md."""

import numpy as np

from kaname.measures.outlook.days import Numbers

# Where there is too little history to choose: a day of three weeks ago counts half. [days]
USUAL = 21.0
CANDIDATES = np.array([7.0, 10.5, 14.0, 21.0, 31.5, 42.0, 63.0])
# Two weeks are what a month has left on average; trials do not overlap, and the first has eight weeks before it.
AHEAD, LEAST_BEFORE = 14, 56
# How much evidence doubling or halving the usual has to bring. [log-likelihood]
RELUCTANCE = 2.0
# One trial of one unit may speak only so loud: shifts of level would otherwise choose alone. [standard deviations^2]
LOUDEST = 9.0


def half_life(*, values: Numbers, exposure: Numbers, dispersion: Numbers) -> float:
    """The half-life in days that would have served all units best, drawn to three weeks. [days]

    Parameters
    ----------
    values, exposure : ndarray, shape (n_units, n_days)
        Days up to the origin; 0 of both where nothing is known.
    dispersion : ndarray, shape (n_units,)
    """
    n_days = values.shape[1]
    trials = np.arange(n_days - AHEAD, LEAST_BEFORE - 1, -AHEAD)
    if trials.size == 0:
        return USUAL
    age = trials[:, np.newaxis] - 0.5 - np.arange(n_days)
    is_next = ((age < 0) & (age > -AHEAD)).astype(np.float64).T
    brought, worked = values @ is_next, exposure @ is_next
    cost = RELUCTANCE * np.log2(CANDIDATES / USUAL) ** 2
    for place, candidate in enumerate(CANDIDATES):
        weights = np.where(age > 0, 0.5 ** (np.maximum(age, 0.0) / candidate), 0.0).T
        cost[place] += _surprise(values @ weights, exposure @ weights, brought, worked, dispersion)
    return float(CANDIDATES[np.argmin(cost)])


def _surprise(before: Numbers, hours: Numbers, brought: Numbers, worked: Numbers, dispersion: Numbers) -> float:
    """Minus the quasi-Poisson log-likelihood of what came next, over units and trials."""
    due = np.divide(before + 0.5, hours, out=np.zeros_like(before), where=hours > 0) * worked
    noise = np.where(dispersion > 0, dispersion, 1.0)[:, np.newaxis]
    told = (due > 0) & (worked > 0)
    safe = np.where(told, due, 1.0)
    deviance = 2 * (np.where(brought > 0, brought * np.log(np.maximum(brought, 1e-300) / safe), 0.0) - brought + safe)
    return float(np.where(told, np.minimum(deviance / noise, LOUDEST), 0.0).sum() / 2)
