"""The leaves of a goal's tree as they were looked ahead: where each may end, and how they stray together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.goals.resolution.owners import Owner
from kaname.insights.models import Outlook, Verdict
from kaname.insights.outlook.ahead import Ahead
from kaname.measures.outlook.ends import SHARES
from kaname.measures.outlook.tree import leaf_correlation
from kaname.measures.periods import Period

Numbers = NDArray[np.float64]
NO_OUTLOOK = "no_outlook"


@dataclass(frozen=True)
class Leaves:
    """`quantiles`, shape (n_leaves, n_shares), NaN where a leaf has no outlook; then `missing` says why, by metric."""

    keys: tuple[str, ...]
    quantiles: Numbers
    correlation: Numbers
    missing: Mapping[str, str]
    n_periods: int


def leaves_of(
    keys: Sequence[str], owner: Owner, rows: Mapping[str, Outlook], aheads: Mapping[str, Ahead], period: Period
) -> Leaves:
    """Of one owner and period; `rows` are that owner's outlooks by metric."""
    found, missing = np.full((len(keys), SHARES.size), np.nan), {}
    for number, key in enumerate(keys):
        row = rows.get(key)
        if row is not None and _is_known(row):
            found[number] = row.parts["quantiles"]
        else:
            missing[key] = NO_OUTLOOK if row is None or not row.reason else row.reason
    misses = _misses(keys, owner, aheads, period)
    n_periods = int(np.isfinite(misses).any(axis=0).sum())
    return Leaves(tuple(keys), found, leaf_correlation(misses=misses), missing, n_periods)


def known_keys(rows: Mapping[str, Outlook]) -> set[str]:
    """The metrics that something can be drawn from."""
    return {key for key, row in rows.items() if _is_known(row)}


def own_quantiles(row: Outlook | None) -> list[float]:
    """Those of the goal's own outlook; empty without one."""
    return list(row.parts["quantiles"]) if row is not None and _is_known(row) else []


def _is_known(row: Outlook) -> bool:
    quantiles = row.parts.get("quantiles")
    return row.verdict != Verdict.REFUSED and bool(quantiles) and bool(np.isfinite(quantiles).all())


def _misses(keys: Sequence[str], owner: Owner, aheads: Mapping[str, Ahead], period: Period) -> Numbers:
    """How far replayed months strayed, at the share of the month nearest to today's; NaN of what was never replayed."""
    known = {key: aheads[key] for key in keys if key in aheads and owner in aheads[key].units.owners}
    if not known:
        return np.full((len(keys), 1), np.nan)
    found = {}
    for key, ahead in known.items():
        share = ahead.scene.share(ahead.month if period.days > ahead.month.days else period)
        nearest = int(np.argmin(np.abs(np.array(ahead.replay.shares) - share)))
        found[key] = ahead.replay.standard_misses[:, nearest, list(ahead.units.owners).index(owner)]
    length = max(len(one) for one in found.values())
    return np.array([found.get(key, np.full(length, np.nan)) for key in keys])
