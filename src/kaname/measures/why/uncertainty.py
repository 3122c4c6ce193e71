"""How far each part of a change would stray with other weeks. See docs/measures/why.md."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaname.measures.noise import MOST_AUTOCORRELATION, lasting
from kaname.measures.why.attribution import Parts, attribution
from kaname.measures.why.cells import Kind, Numbers, Totals, total, without_each


class Errors(NamedTuple):
    """Standard errors, shape (n_parts, n_cells + 1), the sum over the cells last; and degrees of freedom."""

    errors: Numbers
    freedom: int


def table(parts: Parts, *, stays: NDArray[np.bool_]) -> Numbers:
    """Effort, composition, entering and leaving, rate, size and all together: (..., 6, n_cells + 1), the sum last."""
    own = np.where(stays, parts.composition, 0.0)
    gone = np.where(stays, 0.0, parts.composition)
    rows = np.stack([parts.effort, own, gone, parts.rate, parts.size], axis=-2)
    rows = np.concatenate([rows, rows.sum(axis=-2, keepdims=True)], axis=-2)
    return np.concatenate([rows, rows.sum(axis=-1, keepdims=True)], axis=-1)


def errors(*, kind: Kind, before: Totals, after: Totals, stays: NDArray[np.bool_]) -> Errors:
    """Jackknife over the periods of both stretches [1]_, pooled, for neighbours that resemble each other.

    What a period does to a part, with all that varies from period to period (effort, composition, rates, sizes, beyond
    chance or not), is how the part changes without it. Both stretches share one variance per period, as in a t test.

    Parameters
    ----------
    before, after : Totals
        Periods, shape (n_periods, n_cells), two or more of each.
    stays : ndarray of bool, shape (n_cells,)
        Which cells are in both stretches.

    References
    ----------
    .. [1] Efron and Stein, "The jackknife estimate of variance", Annals of Statistics 9 (1981) 586-596.
    """
    n = len(before.length), len(after.length)
    without = (
        attribution(kind=kind, before=without_each(before), after=_repeated(total(after), n[0])),
        attribution(kind=kind, before=_repeated(total(before), n[1]), after=without_each(after)),
    )
    moves = [_moves(table(one, stays=stays)) for one in without]
    freedom = n[0] + n[1] - 2
    squares = (moves[0] ** 2).sum(axis=0) + (moves[1] ** 2).sum(axis=0)
    neighbours = [(one[1:] * one[:-1]).sum(axis=0) for one in moves]
    pairs = neighbours[0] + neighbours[1]
    together = _autocorrelation(pairs, squares, freedom)
    longer = [lasting(autocorrelation=together, periods=count) / count for count in n]
    return Errors(np.sqrt(squares / freedom * (longer[0] + longer[1])), freedom)


def _moves(without: Numbers) -> Numbers:
    """What each period does to the parts: pseudo-values around their mean."""
    return np.asarray((len(without) - 1) * (without.mean(axis=0) - without))


def _autocorrelation(pairs: Numbers, squares: Numbers, freedom: int) -> Numbers:
    """Of neighbouring periods, with the usual correction for two short series; 0 or more."""
    raw = np.divide(pairs, squares, out=np.zeros_like(squares), where=squares > 0)
    return np.clip(raw + (1 + 3 * raw) * 2 / (freedom + 2), 0.0, MOST_AUTOCORRELATION)


def _repeated(totals: Totals, times: int) -> Totals:
    return Totals(*(np.broadcast_to(part, (times, *np.shape(part))) for part in totals))
