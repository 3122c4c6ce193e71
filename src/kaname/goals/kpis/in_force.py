"""Targets in force for a goal's owner and whole period, where they ask for something else than its plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from kaname.goals.models import Goal, Target, TargetRevision
from kaname.goals.reader import Reader
from kaname.web.formats.periods import full_day
from kaname.web.formats.quantities import as_pace, short
from kaname.web.formats.units import Unit


@dataclass(frozen=True)
class InForce:
    """What a target asks for, its upper end (ranges), when it was last changed, and whether it is one of the goal's.

    [unit of the metric]
    """

    value: float
    upper: float | None
    set_at: datetime | None
    of_goal: bool

    def holds(self, planned: float) -> bool:
        """Whether a planned value meets it exactly."""
        return self.value <= planned <= (self.value if self.upper is None else self.upper)

    def words(self, unit: Unit, *, reader: Reader) -> str:
        """191, or 20 % – 25 %."""
        ends = [self.value] if self.upper is None else [self.value, self.upper]
        return " – ".join(short(end, unit, language=reader.language) for end in ends)


def in_force_of(goal: Goal, metric_keys: Iterable[str], *, team_id: int | None) -> dict[str, InForce]:
    """What a team (None: the organisation) should reach in the goal's whole period, by metric. One query."""
    newest = TargetRevision.objects.filter(target=OuterRef("pk")).order_by("-at", "-pk")
    held = Target.objects.in_force().filter(
        metric_key__in=set(metric_keys),
        team=team_id,
        person=None,
        starts_on=goal.starts_on,
        ends_on=goal.ends_on,
    )
    rows = held.annotate(set_at=Subquery(newest.values("at")[:1]))
    return {
        key: InForce(float(value), None if upper is None else float(upper), set_at, goal_id == goal.pk)
        for key, value, upper, set_at, goal_id in rows.values_list("metric_key", "value", "upper", "set_at", "goal_id")
    }


def deviation(held: InForce | None, planned: float | None, unit: Unit, *, reader: Reader) -> str:
    """What is in force beside what is planned; nothing where both read the same, or nothing is planned.

    The goal's own targets of what is counted are whole, its plan may not be: less than a unit is only rounding.
    """
    if held is None or planned is None or held.holds(planned):
        return ""
    value = held.words(unit, reader=reader)
    if value == short(as_pace(planned, unit), unit, language=reader.language):
        return ""
    if held.of_goal and unit.kind == "count" and abs(held.value - planned) < 1:
        return _("in whole units: %(value)s") % {"value": value}
    if held.set_at is None:
        return _("target in force: %(value)s") % {"value": value}
    day = full_day(reader.organisation.today(held.set_at), language=reader.language)
    if held.of_goal:
        return _("target in force: %(value)s, set on %(day)s") % {"value": value, "day": day}
    return _("target in force: %(value)s, set on %(day)s outside of this goal") % {"value": value, "day": day}
