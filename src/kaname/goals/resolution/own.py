"""What each owner's own targets come to in a period."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaname.goals.resolution.target_rows import TargetRows
from kaname.goals.targets import ORIGINS, Figures, Origin, Sources
from kaname.measures.covering import tightest_chains
from kaname.measures.periods import Period

EXACT, SUMMED, PRORATED, COVERING = map(ORIGINS.index, [Origin.EXACT, Origin.SUMMED, Origin.PRORATED, Origin.COVERING])


def chains(rows: TargetRows, *, period: Period) -> TargetRows:
    """The targets that speak for the period, by metric and owner, then by day."""
    chosen = tightest_chains(
        group=rows.metric * (rows.owner.max(initial=0) + 1) + rows.owner,
        starts=rows.starts,
        ends=rows.ends,
        since=period.starts_on.toordinal(),
        until=period.ends_on.toordinal(),
    )
    return rows.take(chosen)


def reaching_out(links: TargetRows, *, period: Period, additive: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Targets of which only the working-time share inside the period counts."""
    outside = (links.starts < period.starts_on.toordinal()) | (links.ends > period.ends_on.toordinal())
    return outside & additive[links.metric]


def own_figures(
    links: TargetRows,
    *,
    additive: NDArray[np.bool_],
    once: NDArray[np.bool_],
    shares: NDArray[np.float64],
    period: Period,
    shape: tuple[int, int],
) -> Figures:
    """The figures of every metric and owner that has targets of its own.

    What counts different things once has a target only where one was set for exactly this period: how much of a year's
    comes up in a month, or how often in several, no target says.

    Parameters
    ----------
    links : TargetRows
        Chains as `chains` gives them.
    additive, once : ndarray of bool, shape (n_metrics,)
    shares : ndarray, shape (n_links,)
        The part of each link that counts in the period. [0-1]
    shape : tuple of int
        (n_metrics, n_owners)
    """
    first = np.flatnonzero(np.diff(links.metric * shape[1] + links.owner, prepend=-1))
    figures = Figures.empty(*shape, sources=Sources(links.ids, first))
    if not len(links.ids):
        return figures
    metric, owner = links.metric[first], links.owner[first]
    exact = (links.starts[first] == period.starts_on.toordinal()) & (links.ends[first] == period.ends_on.toordinal())
    adds = additive[metric]
    agreed = _agreed(links, first) & (exact | ~once[metric])
    for name in ("value", "upper", "baseline"):
        column = getattr(links, name)
        summed = np.add.reduceat(column * shares, first)
        getattr(figures, name)[metric, owner] = np.where(adds, summed, np.where(agreed, column[first], np.nan))
    partial = np.logical_or.reduceat(reaching_out(links, period=period, additive=additive), first)
    figures.origins[metric, owner] = np.where(
        exact, EXACT, np.where(~adds, COVERING, np.where(partial, PRORATED, SUMMED))
    )
    figures.source[metric, owner] = np.arange(len(first))
    return figures


def _agreed(links: TargetRows, first: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a chain has one link, or all its links ask for the same: only then a rate has one target."""
    agreed: NDArray[np.bool_] = np.maximum.reduceat(links.value, first) == np.minimum.reduceat(links.value, first)
    return agreed
