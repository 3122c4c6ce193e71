"""One change is seen in many groups and metrics: it is told once, with the others beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kaname.insights.changes.groups import Group
from kaname.insights.changes.setting import Setting, asking_for
from kaname.insights.changes.watching import LEVEL, Alarm
from kaname.insights.series import Kind, Parts
from kaname.measures.changes.folding import Seen, fold
from kaname.measures.periods import Period

Cell = tuple[str | None, ...]
# Dates this far apart may be those of one change seen in two metrics. [d]
SAME_TIME = 14


@dataclass(frozen=True)
class Usual:
    """What usually comes from each cell (team × the fields in question), and which cells a group has."""

    fields: tuple[str, ...]
    known: Mapping[Any, float]
    below: Callable[[Group], frozenset[str] | None]

    def of(self, group: Group) -> frozenset[Cell]:
        below = self.below(group)
        column = 1 + self.fields.index(group.field) if group.field else 0
        return frozenset(
            cell
            for cell in self.known
            if (below is None or cell[0] in below) and (not column or cell[column] == group.value)
        )


def usual_of(parts: Parts, groups: Sequence[Group], setting: Setting, *, days: Period) -> Usual:
    """One question about the days that were watched."""
    fields = tuple(sorted({group.field for group in groups if group.field}))
    counted = parts.events or parts.value
    asking = asking_for([counted], setting)
    found = asking.ask([counted.key], since=days.starts_on, until=days.ends_on, where={}, by=("team", *fields))
    cells = {group: float(found.at(counted.key, group) or 0.0) for group in found.groups}
    positive = {cell: size for cell, size in cells.items() if size > 0}
    return Usual(fields, positive, lambda group: setting.crew.below(group.owner))


def told_once(alarms: Sequence[Alarm], known: Sequence[Alarm], usual: Usual) -> list[Alarm]:
    """Those of one aspect that tell something; what others explain, or what is `known` already, is left out."""
    every = [alarm for alarm in (*alarms, *known) if usual.of(alarm.group)]
    seen = [Seen(usual.of(one.group), one.log_change, max(one.variance, 1e-9), one.first, one.last) for one in every]
    told = {one.group for one in fold(seen=seen, usual=usual.known)}
    return [alarm for place, alarm in enumerate(every) if place in told and alarm in alarms]


@dataclass(frozen=True)
class Told:
    """An alarm of a metric, and the same change in other metrics."""

    key: str
    alarm: Alarm
    further: tuple[tuple[str, Alarm], ...]


def across_metrics(found: Sequence[tuple[str, Alarm]], metrics: Mapping[str, Parts]) -> list[Told]:
    """Alarms of one group at one time in metrics of one funnel are one change: the first in the funnel tells it."""
    told: list[Told] = []
    left = sorted(found, key=lambda one: (_rank(one, found, metrics), -one[1].probability))
    while left:
        lead, *rest = left
        same = [one for one in rest if _is_same(lead, one)]
        told.append(Told(lead[0], lead[1], tuple(same)))
        left = [one for one in rest if one not in same]
    return told


def _rank(one: tuple[str, Alarm], found: Sequence[tuple[str, Alarm]], metrics: Mapping[str, Parts]) -> int:
    """Rates first, then what others are made from, then the rest."""
    key, alarm = one
    if metrics[key].kind is Kind.RATE:
        return 0
    numerators = {metrics[other].value.key for other, _alarm in found if metrics[other].kind is Kind.RATE}
    return 2 if key in numerators or alarm.aspect != LEVEL else 1


def _is_same(lead: tuple[str, Alarm], other: tuple[str, Alarm]) -> bool:
    one, two = lead[1], other[1]
    meets = one.first - SAME_TIME <= two.last and two.first - SAME_TIME <= one.last
    return one.group == two.group and meets
