"""The value that one metric alone would need for the root to reach its target."""

from __future__ import annotations

import numpy as np

from kaname.measures.proposal.passing import first_pass
from kaname.measures.proposal.question import Question
from kaname.measures.proposal.room import roots
from kaname.measures.tree.kpi_tree import Values

# Steps of a range width, from the first to the last.
LOOKS = 120
NEAREST, FURTHEST = 2.0**-10, 2.0**24


def alone(question: Question, metrics: Values, metric: int) -> float | None:
    """The nearest value with which the root reaches its target, all others as they are; None where there is none.

    Looks both ways in growing steps, up to the metric's limits, and closes in where the root passes the target.

    Parameters
    ----------
    metrics : ndarray, shape (n_metrics,)
        What every metric has.
    """
    now = float(metrics[metric])
    steps = scale_of(question, metric) * np.concatenate([[0.0], np.geomspace(NEAREST, FURTHEST, LOOKS)])

    def miss(values: Values) -> Values:
        tried = np.repeat(metrics[:, np.newaxis], values.size, axis=1)
        tried[metric] = values
        missing: Values = roots(question, tried) - question.target
        return missing

    least, most = question.least[metric], question.most[metric]
    paths = [np.clip(now + sign * steps, least, most) for sign in (1.0, -1.0)]
    found = [value for path in paths if (value := first_pass(miss, path)) is not None]
    return min(found, key=lambda value: abs(value - now), default=None)


def scale_of(question: Question, metric: int) -> float:
    """What a metric's steps are counted in: its range, without one what it is now, and 1 where that is 0."""
    width, base = question.width[metric], question.base[metric]
    return float(width if width > 0 else abs(base) or 1.0)
