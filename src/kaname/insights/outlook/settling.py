"""What came true: the ends of periods that are over, written beside the outlooks that were given of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from kaname.goals.resolution.owners import Owner
from kaname.insights.daily import brought
from kaname.insights.models import PastOutlook
from kaname.insights.outlook.estimating import Metric
from kaname.insights.outlook.past import reached
from kaname.insights.outlook.scene import Scene
from kaname.insights.series import Kind
from kaname.measures.periods import Period

Numbers = NDArray[np.float64]
AT_ONCE = 500


def settle(scene: Scene, metrics: Mapping[str, Metric]) -> list[PastOutlook]:
    """The rows whose end is known by now, with it; of a period whose facts are not all there they wait."""
    open_rows = PastOutlook.objects.filter(outcome=None, ends_on__lte=scene.today, metric_key__in=metrics)
    found: list[PastOutlook] = []
    for period, same in groupby(open_rows.order_by("starts_on", "ends_on"), key=_period):
        rows = [row for row in same if metrics[row.metric_key].until >= period.ends_on]
        if rows:
            ends = _ends(period, {row.metric_key for row in rows}, metrics, scene)
            found += _with_ends(rows, ends, metrics)
    return found


def _period(row: PastOutlook) -> Period:
    return Period(row.starts_on, row.ends_on)


def _with_ends(
    rows: Iterable[PastOutlook], ends: Mapping[tuple[str, Owner], float], metrics: Mapping[str, Metric]
) -> Iterable[PastOutlook]:
    """Who is not there any more cannot be looked up; their rows stay open and count for nothing."""
    for row in rows:
        owner = Owner(team=row.team_key or None, person=row.person_key or None)
        end = ends.get((row.metric_key, owner), np.nan)
        if np.isfinite(end):
            row.outcome = end
            target, upper = (np.nan if one is None else one for one in (row.target, row.upper))
            row.reached = reached(metrics[row.metric_key], end, target, upper)
            yield row


def _ends(
    period: Period, keys: Iterable[str], metrics: Mapping[str, Metric], scene: Scene
) -> dict[tuple[str, Owner], float]:
    """Every group's and person's value of the whole period."""
    parts = [part for key in keys for part in metrics[key].parts.all]
    totals = brought(parts, scene.crew, span=period, grain=None, question=scene.question)
    found: dict[tuple[str, Owner], float] = {}
    for key in keys:
        metric = metrics[key]
        for owners, values in ((scene.crew.groups, totals.groups), (scene.crew.people, totals.people)):
            for owner, value in zip(owners, _values(metric, values), strict=True):
                found[key, owner] = float(value)
    return found


def _values(metric: Metric, totals: Mapping[str, Numbers]) -> Numbers:
    value = totals[metric.parts.value.key][:, 0]
    if metric.parts.kind in (Kind.COUNT, Kind.SUM) or metric.parts.events is None:
        return value
    events = totals[metric.parts.events.key][:, 0]
    return np.divide(value, events, out=np.full_like(value, np.nan), where=events > 0)
