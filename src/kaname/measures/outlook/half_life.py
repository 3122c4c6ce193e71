"""How fast what was forgets: chosen by how well it foretold the next two weeks. See docs/measures/outlook.md."""

import numpy as np

from kaname.measures.outlook.days import Numbers, Whole, divided, per_team

# Where there is too little history to choose: a day of three weeks ago counts half. [days]
USUAL = 21.0
CANDIDATES = np.array([7.0, 10.5, 14.0, 21.0, 31.5, 42.0, 63.0])
# Two weeks are what a month has left on average; trials do not overlap, and the first has eight weeks before it.
AHEAD, LEAST_BEFORE = 14, 56
# How much evidence doubling or halving the usual has to bring. [log-likelihood]
RELUCTANCE = 2.0
# One trial of one unit may speak only so loud: shifts of level would otherwise choose alone. [standard deviations^2]
LOUDEST = 9.0
# How much another team's evidence counts beside the own team's. [ratio]
OF_ALL = 0.1


def half_lives(*, values: Numbers, exposure: Numbers, dispersion: Numbers, teams: Whole) -> Numbers:
    """The half-life that would have served a unit's team best, drawn to that of all and to three weeks. [days]

    Parameters
    ----------
    values, exposure : ndarray, shape (n_units, n_days)
        Days up to the origin; 0 of both where nothing is known.
    dispersion : ndarray, shape (n_units,)
    teams : ndarray of int, shape (n_units,)

    Returns
    -------
    ndarray, shape (n_units,)
    """
    n_days = values.shape[1]
    trials = np.arange(n_days - AHEAD, LEAST_BEFORE - 1, -AHEAD)
    if trials.size == 0:
        return np.full(len(values), USUAL)
    age = trials[:, np.newaxis] - 0.5 - np.arange(n_days)
    is_next = ((age < 0) & (age > -AHEAD)).astype(np.float64).T
    brought, worked = values @ is_next, exposure @ is_next
    surprise = np.empty((len(values), CANDIDATES.size))
    for place, candidate in enumerate(CANDIDATES):
        weights = np.where(age > 0, 0.5 ** (np.maximum(age, 0.0) / candidate), 0.0).T
        surprise[:, place] = _surprise(values @ weights, exposure @ weights, brought, worked, dispersion)
    cost = (1 - OF_ALL) * per_team(surprise, teams) + OF_ALL * surprise.sum(axis=0)
    best: Numbers = CANDIDATES[np.argmin(cost + RELUCTANCE * np.log2(CANDIDATES / USUAL) ** 2, axis=1)]
    return best


def _surprise(before: Numbers, hours: Numbers, brought: Numbers, worked: Numbers, dispersion: Numbers) -> Numbers:
    """Minus the quasi-Poisson log-likelihood of what came next, over the trials of each unit."""
    noise = np.where(dispersion > 0, dispersion, 1.0)[:, np.newaxis]
    # Half an event more, or nobody could begin after a time of nothing.
    due = divided(np.maximum(before, 0.0) + noise / 2, hours) * worked
    told = (due > 0) & (worked > 0)
    safe = np.where(told, due, 1.0)
    brought = np.maximum(brought, 0.0)
    deviance = 2 * (np.where(brought > 0, brought * np.log(np.maximum(brought, 1e-300) / safe), 0.0) - brought + safe)
    total: Numbers = np.where(told, np.minimum(deviance / noise, LOUDEST), 0.0).sum(axis=1) / 2
    return total
