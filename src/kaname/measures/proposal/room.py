"""Where a solution is looked for: what may move, from where, how far, and what it must come to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from kaname.measures.proposal.question import Flags, Places, Question
from kaname.measures.proposal.slope import root_and_slope
from kaname.measures.tree.kpi_tree import Values

# Shares of the available hours, and of a unit, that are but rounding.
HOUR_ROUNDING, SNAP = 1e-12, 1e-9


@dataclass(frozen=True, eq=False)
class Room:
    """The metrics that move, counted in shares of their ranges: 0 where they stand, 1 a whole range higher.

    In shares the strain is the squared distance from 0, whatever the units. All bounds are in the metrics' units.
    """

    question: Question
    base: Values
    moving: Places
    width: Values
    low: Values
    high: Values
    available: float

    @cached_property
    def lower(self) -> Values:
        return self._shares(self.low)

    @cached_property
    def upper(self) -> Values:
        return self._shares(self.high)

    @cached_property
    def pull(self) -> Values:
        """Hours that a whole range of each moving metric costs, shape (n_moving,). [h]"""
        return self.question.hours[self.moving] * self.width

    @cached_property
    def spare(self) -> float:
        """Hours that are left where everything stands; below 0 where that takes too many already. [h]"""
        return self.available - float(self.question.hours @ self.base)

    @cached_property
    def hour_rounding(self) -> float:
        return HOUR_ROUNDING * abs(self.available) if np.isfinite(self.available) else 0.0

    def metrics(self, shares: Values) -> Values:
        """The values of all metrics, shape (n_metrics, ...) for shares of shape (n_moving, ...)."""
        points = (slice(None),) + (np.newaxis,) * (shares.ndim - 1)
        moved = self.base[self.moving][points] + self.width[points] * shares
        moved = np.where(shares <= self.lower[points], self.low[points], moved)
        moved = np.where(shares >= self.upper[points], self.high[points], moved)
        metrics = np.empty((len(self.base), *shares.shape[1:]))
        metrics[...] = self.base[points]
        metrics[self.moving] = moved
        return metrics

    def roots(self, shares: Values) -> Values:
        """The root for many points at once: shape (...) for shares of shape (n_moving, ...)."""
        return roots(self.question, self.metrics(shares))

    def root_and_slope(self, shares: Values) -> tuple[float, Values]:
        """The root and its slope by each share, shape (n_moving,)."""
        leaves = self.metrics(shares)[self.question.metric_of]
        root, slope = root_and_slope(self.question.tree, leaves)
        by_metric = np.bincount(self.question.metric_of, slope, len(self.base))
        return root, by_metric[self.moving] * self.width

    def allows(self, shares: Values) -> Flags:
        """Whether points, shape (n_moving, ...), stay within the capacity."""
        within: Flags = np.tensordot(self.pull, shares, axes=1) <= self.spare + self.hour_rounding
        return within

    def holds(self, shares: Values) -> bool:
        """Whether a point reaches the target, inside everything."""
        inside = np.all((shares >= self.lower) & (shares <= self.upper))
        return bool(
            inside and self.allows(shares) and abs(self.roots(shares) - self.question.target) <= self.question.tolerance
        )

    def _shares(self, values: Values) -> Values:
        shares: Values = (values - self.base[self.moving]) / self.width
        return shares


def roots(question: Question, metrics: Values) -> Values:
    """The tree's root for values of the metrics, shape (n_metrics, ...)."""
    root: Values = question.tree.evaluate(metrics[question.metric_of])[0]
    return root


def within_ranges(question: Question) -> Room:
    """Every free metric that has a range moves within it, the others stay."""
    low, high = question.span
    return _room(question, moves=question.free & ~np.isnan(question.width), width=question.width, low=low, high=high)


def beyond_ranges(question: Question, *, width: Values) -> Room:
    """Every free metric that has a width moves as far as its limits allow."""
    moves = question.free & ~np.isnan(width)
    return _room(question, moves=moves, width=width, low=question.least, high=question.most)


def counted(room: Room) -> Room:
    """The room with whole numbers as bounds of what is counted in whole units, where there is one between them."""
    low, high = np.ceil(room.low - SNAP), np.floor(room.high + SNAP)
    whole = room.question.whole[room.moving] & (low <= high)
    return _open_only(replace(room, low=np.where(whole, low, room.low), high=np.where(whole, high, room.high)))


def _room(question: Question, *, moves: Flags, width: Values, low: Values, high: Values) -> Room:
    at = np.flatnonzero(moves)
    return _open_only(Room(question, question.base, at, width[at], low[at], high[at], question.available))


def _open_only(room: Room) -> Room:
    """What has no way to go does not move."""
    is_open = room.low < room.high
    base = room.base.copy()
    base[room.moving[~is_open]] = room.low[~is_open]
    return fixed(room, base=base, moves=is_open)


def fixed(room: Room, *, base: Values, moves: Flags) -> Room:
    """The room where only some of what moved still moves, from `base`."""
    return replace(
        room,
        base=base,
        moving=room.moving[moves],
        width=room.width[moves],
        low=room.low[moves],
        high=room.high[moves],
    )
