"""What would have to give: the one range, lock or capacity that alone would let the root reach its target."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from kaname.measures.proposal.alone import alone, scale_of
from kaname.measures.proposal.descent import descend, settle
from kaname.measures.proposal.proposal import Give, Limit
from kaname.measures.proposal.room import SNAP, Room
from kaname.measures.proposal.search import search
from kaname.measures.tree.kpi_tree import Values


def gives(room: Room, furthest: Values | None) -> tuple[Give, ...]:
    """Each single thing that could give, the smallest first.

    Parameters
    ----------
    room : Room
        Where the target cannot be reached.
    furthest : ndarray, shape (n_metrics,), or None
        The best that can be done there.
    """
    every = [_capacity(room)]
    if furthest is not None:
        every += [_metric(room, furthest, metric) for metric in range(len(room.base))]
    found = [give for give in every if give is not None]
    return tuple(sorted(found, key=lambda give: (math.isnan(give.widths), give.widths)))


def _capacity(room: Room) -> Give | None:
    """The least hours with which the target can be reached within the ranges."""
    if not math.isfinite(room.available):
        return None
    unlimited = replace(room, available=math.inf)
    found = search(unlimited).solution
    if found is None:
        return None
    least = descend(unlimited, found, objective=lambda shares: (float(room.pull @ shares), room.pull))
    needed = float(room.question.hours @ unlimited.metrics(found if least is None else least))
    spans = float(room.pull.sum())
    return Give(Limit.CAPACITY, None, room.available, needed, (needed - room.available) / spans if spans else math.nan)


def _metric(room: Room, furthest: Values, metric: int) -> Give | None:
    """What one metric's range or lock would have to become, with all others at their best."""
    question = room.question
    needed = alone(question, furthest, metric)
    if needed is None:
        return None
    now = _end_now(room, metric, needed=needed)
    within = furthest.copy()
    within[metric] = needed
    if float(question.hours @ within) > room.available + room.hour_rounding:
        needed = _with_others_making_time(room, within, metric=metric, now=now)
    if needed is None or needed == now:
        return None
    if question.whole[metric]:
        needed = math.ceil(needed - SNAP) if needed > now else math.floor(needed + SNAP)
    limit = Limit.RANGE if question.free[metric] else Limit.LOCK
    widths = abs(needed - now) / float(question.width[metric])
    return Give(limit, int(question.first_leaf[metric]), now, float(needed), widths)


def _end_now(room: Room, metric: int, *, needed: float) -> float:
    """The end of the range that `needed` lies beyond; for what does not move, where it stands."""
    place = np.flatnonzero(room.moving == metric)
    if not len(place):
        return float(room.base[metric])
    return float(min(max(needed, room.low[place[0]]), room.high[place[0]]))


def _with_others_making_time(room: Room, start: Values, *, metric: int, now: float) -> float | None:
    """The nearest value to `now` for which the others can free the hours that it takes."""
    opened = _opened(room, metric)
    place = int(np.flatnonzero(opened.moving == metric)[0])
    end = (now - opened.base[metric]) / opened.width[place]

    def beyond(shares: Values) -> tuple[float, Values]:
        slope = np.zeros(len(shares))
        slope[place] = 2 * (shares[place] - end)
        return float((shares[place] - end) ** 2), slope

    possible = settle(opened, (start - opened.base)[opened.moving] / opened.width)
    found = None if possible is None else descend(opened, possible, objective=beyond)
    return None if found is None else float(opened.metrics(found)[metric])


def _opened(room: Room, metric: int) -> Room:
    """The room with one metric that moves up to its limits, whether it moved before or not."""
    question = room.question
    others = room.moving != metric
    parts = (
        (room.moving, metric),
        (room.width, scale_of(question, metric)),
        (room.low, question.least[metric]),
        (room.high, question.most[metric]),
    )
    moving, width, low, high = (np.append(part[others], mine) for part, mine in parts)
    return replace(room, moving=moving.astype(np.intp), width=width, low=low, high=high)
