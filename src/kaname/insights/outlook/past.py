"""Outlooks as they were given, or would have been, beside what came true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kaname.insights.models import Outlook, PastOutlook, Verdict
from kaname.insights.outlook.asked import Asked
from kaname.insights.outlook.estimating import Metric
from kaname.insights.outlook.rows import number_or_none
from kaname.insights.outlook.scene import Scene
from kaname.insights.outlook.units import Units
from kaname.measures.attainment import is_reached
from kaname.measures.outlook.replay import SHARES, Replay
from kaname.measures.periods import Period

Numbers = NDArray[np.float64]


class Months:
    """What was asked of everybody in months that are over, read once for all metrics, and only where it is needed."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._asked: dict[Period, Asked] = {}
        known = PastOutlook.objects.filter(replayed=True).values_list("metric_key", "starts_on").distinct()
        self._known = frozenset(known.order_by())

    def wants(self, key: str, month: Period) -> bool:
        """Whether nobody replayed the metric's outlooks of this month yet."""
        return (key, month.starts_on) not in self._known

    def asked(self, month: Period) -> Asked:
        if month not in self._asked:
            self._asked[month] = Asked.of(month, list(self._scene.definitions), self._scene.crew)
        return self._asked[month]


def replayed_rows(metric: Metric, replay: Replay, *, units: Units, months: Months) -> Iterator[PastOutlook]:
    """A row for each share of each month and unit of which an outlook would have been shown, and the end is known."""
    key = metric.definition.key
    shown = ~replay.is_refused & np.isfinite(replay.expected) & np.isfinite(replay.ends)[:, np.newaxis]
    for number, (starts_on, ends_on) in enumerate(pairwise(replay.bounds)):
        month = Period(starts_on, ends_on)
        if not months.wants(key, month) or not shown[number].any():
            continue
        targets, uppers = months.asked(month).values(key, units.owners)
        for place, unit in zip(*np.nonzero(shown[number]), strict=True):
            outlooks = replay.outlooks[number][place]
            chance = outlooks.probability(target=targets, direction=metric.definition.direction, upper=uppers)
            owner, end, target, upper = units.owners[unit], replay.ends[number, unit], targets[unit], uppers[unit]
            yield PastOutlook(
                metric_key=key,
                team_key=owner.team or "",
                person_key=owner.person or "",
                starts_on=starts_on,
                ends_on=ends_on,
                share=replay.shares[place],
                given_on=replay.origins[number][place],
                replayed=True,
                expected=float(outlooks.expected[unit]),
                low=float(outlooks.low[unit]),
                high=float(outlooks.high[unit]),
                target=number_or_none(target),
                upper=number_or_none(upper),
                probability=number_or_none(chance[unit]),
                run_rate=number_or_none(replay.run_rate[number, place, unit]),
                outcome=float(end),
                reached=reached(metric, end, target, upper),
            )


def reached(metric: Metric, end: float, target: float, upper: float) -> bool | None:
    """None without a target."""
    if np.isnan(target):
        return None
    top = None if np.isnan(upper) else float(upper)
    return is_reached(actual=float(end), target=float(target), direction=metric.definition.direction, upper=top)


def given_rows(outlooks: Sequence[Outlook], *, today: date) -> Iterator[PastOutlook]:
    """What is given today, kept under the quarter of its period that it falls into; the first of each quarter stays."""
    for one in outlooks:
        if one.verdict == Verdict.REFUSED or one.expected is None or one.low is None or one.high is None:
            continue
        share = (today - one.starts_on).days / (one.ends_on - one.starts_on).days
        yield PastOutlook(
            metric_key=one.metric_key,
            team_key=one.team_key,
            person_key=one.person_key,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            share=max(mark for mark in SHARES if mark <= share),
            given_on=today,
            expected=one.expected,
            low=one.low,
            high=one.high,
            target=one.target,
            upper=one.upper,
            probability=one.probability,
            run_rate=one.parts.get("run_rate"),
        )
