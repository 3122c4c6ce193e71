"""The facts of a person's day as a report keeps them: their KPIs against the day's quota, and their actions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kaname.boards.evidence.looked_at import LookedAt, look_at
from kaname.boards.selection import Subject
from kaname.facts.metrics.definition import Unit as MetricUnit
from kaname.goals.actions.queries import DueAction, actions_of
from kaname.goals.reader import Reader
from kaname.goals.words import metric_name
from kaname.measures.attainment import is_reached
from kaname.measures.direction import Direction
from kaname.measures.periods import ONE_DAY, Period
from kaname.people.models import Person
from kaname.people.queries import hours
from kaname.web.formats.units import Unit


@dataclass(frozen=True)
class DayFigure:
    """A number of one day beside what was due on it; `is_sum` says that such numbers of several people add up."""

    key: str
    name: str
    unit: Unit
    value: float | None
    quota: float | None
    is_sum: bool
    direction: Direction = Direction.HIGHER
    upper: float | None = None

    @property
    def due(self) -> float | None:
        """The quota as it is shown: nobody makes 0.95 appointments; whoever makes these has reached it."""
        if self.quota is None or self.unit.kind != "count":
            return self.quota
        exact = round(self.quota, 6)
        return float(math.floor(exact) if self.direction is Direction.LOWER else math.ceil(exact))

    @property
    def is_reached(self) -> bool:
        """As the metric's direction wants it; of what is used up, nothing is reached by not having begun."""
        if self.value is None or self.quota is None:
            return False
        if self.is_sum and (self.direction is Direction.LOWER or self.quota <= 0):
            return False
        return is_reached(actual=self.value, target=self.quota, direction=self.direction, upper=self.upper)


@dataclass(frozen=True)
class DayAction:
    """An action as it stood in the report; `is_counted` by facts, else ticked."""

    name: str
    quota: float
    done: float
    is_counted: bool
    note: str

    @property
    def is_done(self) -> bool:
        return self.done >= self.quota


def day_of(person: Person, *, day: date, reader: Reader) -> dict[str, Any]:
    """KPIs and actions of the person on the day, as JSON keeps them; what is shown and what is frozen are the same.

    The quota of a day is its share of the month's target, by the person's working time: target x hours of the day /
    hours of the month. A rate has no quota of a day, it stands beside the target itself.
    """
    with look_at(
        Subject(person=person.key), Period(day, day + ONE_DAY), compared=None, user=reader.user, at=reader.at
    ) as looked:
        share = _share_of_day(person, day, looked.asked.selection.period)
        kpis = [_kpi(key, looked, share) for key in looked.keys]
    actions = [_action(one) for one in actions_of(person, day=day, reader=reader)]
    return {"kpis": kpis, "actions": actions, "at": reader.at.isoformat()}


def shown_figures(kept: Iterable[Mapping[str, Any]], *, reader: Reader) -> list[DayFigure]:
    """Kept figures with the names and units of their metrics."""
    return [
        DayFigure(
            key=one["key"],
            name=metric_name(one["key"], _definitions(reader)),
            unit=unit_of_metric(one["key"], reader),
            value=one["value"],
            quota=one["quota"],
            is_sum=one["is_sum"],
            direction=_direction(one["key"], reader),
            upper=one.get("upper"),
        )
        for one in kept
    ]


def shown_actions(kept: Iterable[Mapping[str, Any]]) -> Iterator[DayAction]:
    for one in kept:
        yield DayAction(one["name"], one["quota"], one["done"], one["is_counted"], one["note"])


def unit_of_metric(key: str, reader: Reader) -> Unit:
    """Also of a metric that is not in use any more."""
    known = reader.metrics.get(key)
    return Unit(MetricUnit.NUMBER.value) if known is None else reader.unit(known.definition)


def _direction(key: str, reader: Reader) -> Direction:
    known = reader.metrics.get(key)
    return Direction.HIGHER if known is None else known.definition.direction


def _definitions(reader: Reader) -> dict[str, Any]:
    return {key: known.definition for key, known in reader.metrics.items()}


def _share_of_day(person: Person, day: date, month: Period) -> float:
    """How much of the month's working time lies in the day. [0-1]"""
    by_day = hours([person.key], month).hours[0]
    total = float(by_day.sum())
    return float(by_day[(day - month.starts_on).days]) / total if total > 0 else 0.0


def _kpi(key: str, looked: LookedAt, share: float) -> dict[str, Any]:
    shown, value = looked.on_board(key), looked.now.get(key)
    grows = shown is not None and shown.figure.nature.additive
    part = share if grows else 1.0
    quota, upper = (None, None) if shown is None else (shown.figure.asked, shown.figure.asked_upper)
    return {
        "key": key,
        "value": None if value is None else float(value),
        "quota": None if quota is None else float(quota) * part,
        "upper": None if upper is None else float(upper) * part,
        # Different things counted once grow with time, but two people may have counted the same one.
        "is_sum": looked.definition(key).additive(looked.question.definitions),
    }


def _action(one: DueAction) -> dict[str, Any]:
    return {
        "action": one.action.pk,
        "name": one.action.name,
        "quota": one.quota,
        "done": one.done,
        "is_counted": one.is_counted,
        "note": one.note,
    }
