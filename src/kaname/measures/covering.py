"""Which targets speak for a period, and for how much of it. See docs/measures/targets.md."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
DayNumbers = NDArray[np.int64]


def tightest_chains(*, group: NDArray[np.int64], starts: DayNumbers, ends: DayNumbers, since: int, until: int) -> Rows:
    """For each group, the rows that together cover `since <= day < until` without gap or overlap.

    A chain is one row, or several of which each starts where the one before ends. Of all chains that cover the
    period, the one that reaches out of it least is taken; of equal ones, the one with fewest rows, then the one whose
    rows come first.

    Parameters
    ----------
    group, starts, ends : ndarray of int64, shape (n_rows,)
        What the row belongs to; its first day and the day after its last. [days since any day]
    since, until : int
        The period. [days since the same day]

    Returns
    -------
    ndarray of int64
        Indexes of the rows of every group's chain, by group, then by day. Groups without a chain are not in it.
    """
    touching = np.flatnonzero((starts < until) & (ends > since))
    touching = touching[np.lexsort((ends[touching], starts[touching], group[touching]))]
    exact = touching[(starts[touching] == since) & (ends[touching] == until)]
    exact = exact[_first_of_run(group[exact])]
    open_rows = touching[~np.isin(group[touching], group[exact])]
    covered, tangled = _covered_by_all(group[open_rows], starts[open_rows], ends[open_rows], since, until)
    searched = [rows[_tightest(starts[rows], ends[rows], since, until)] for rows in _runs(open_rows[tangled], group)]
    chains = np.concatenate([exact, open_rows[covered], *searched])
    ordered: Rows = chains[np.lexsort((starts[chains], group[chains]))]
    return ordered


def overlap_share(
    *,
    hours_before: NDArray[np.float64],
    owner: NDArray[np.int64],
    start: DayNumbers,
    end: DayNumbers,
    since: int,
    until: int,
) -> NDArray[np.float64]:
    """The part of each row's working time that lies in `since <= day < until`.

    Where a row has no working time at all, its calendar days are shared instead.

    Parameters
    ----------
    hours_before : ndarray, shape (n_owners, n_days + 1)
        Working time of each owner before day 0, 1, … n_days. [h]
    owner, start, end : ndarray of int64, shape (n_rows,)
        Whose hours count for the row; its first day and the day after its last, as columns of `hours_before`.

    Returns
    -------
    ndarray, shape (n_rows,)
        [0-1]
    """
    inner_start, inner_end = np.clip(start, since, until), np.clip(end, since, until)
    whole = hours_before[owner, end] - hours_before[owner, start]
    inside = hours_before[owner, inner_end] - hours_before[owner, inner_start]
    by_days: NDArray[np.float64] = (inner_end - inner_start) / (end - start)
    return np.divide(inside, whole, out=by_days, where=whole > 0)


def _first_of_run(values: NDArray[Any]) -> NDArray[np.bool_]:
    """True where a value differs from the one before."""
    return np.concatenate(([True], values[1:] != values[:-1])) if len(values) else np.zeros(0, dtype=bool)


def _covered_by_all(
    group: NDArray[np.int64], starts: DayNumbers, ends: DayNumbers, since: int, until: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Of rows sorted by group and start: those of groups that are a chain as they stand, and those that need a search.

    Groups that leave a gap at either end belong to neither.
    """
    if not len(group):
        return np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)
    first = _first_of_run(group)
    number = np.cumsum(first) - 1
    joined = first | np.concatenate(([True], starts[1:] == ends[:-1]))
    all_joined = np.logical_and.reduceat(joined, np.flatnonzero(first))
    begun = starts[first] <= since
    ended = np.maximum.reduceat(ends, np.flatnonzero(first)) >= until
    return (all_joined & begun & ended)[number], (~all_joined & begun & ended)[number]


def _runs(rows: Rows, group: NDArray[np.int64]) -> list[Rows]:
    """Rows sorted by group, split by group."""
    return np.split(rows, np.flatnonzero(_first_of_run(group[rows]))[1:]) if len(rows) else []


def _tightest(starts: DayNumbers, ends: DayNumbers, since: int, until: int) -> list[int]:
    """Positions of the tightest chain among overlapping rows in order of start; none where they leave a gap.

    Walks the rows once. `reached` keeps, by the day that chains end on, the one that starts latest with fewest rows.
    """
    reached: dict[int, tuple[int, int, list[int]]] = {}
    for row, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        if start <= since:
            chain = (-start, 1, [row])
        elif start in reached:
            begun, length, rows = reached[start]
            chain = (begun, length + 1, [*rows, row])
        else:
            continue
        reached[end] = min(reached.get(end, chain), chain)
    covering = [(end + begun, length, rows) for end, (begun, length, rows) in reached.items() if end >= until]
    return min(covering)[2] if covering else []
