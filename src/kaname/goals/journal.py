"""How far the ledger's journals are: what a board took from the ledger holds until somebody writes there."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Model, QuerySet, Subquery

from kaname.goals.models import GoalChange, MetricChange, MetricVersion, TargetRevision
from kaname.people.models import Change, Organisation


class Journal(NamedTuple):
    """The newest entries; every operation on people, calendars, settings, metrics, targets and goals leaves one."""

    people: int
    targets: int
    metrics: int
    placements: int
    goals: int


def organisation_and_journal() -> tuple[Organisation, Journal]:
    """Both in one query."""
    found = Organisation.objects.annotate(
        newest_people=_newest(Change.objects.all()),
        newest_targets=_newest(TargetRevision.objects.all()),
        newest_metrics=_newest(MetricVersion.objects.all()),
        newest_placements=_newest(MetricChange.objects.all()),
        newest_goals=_newest(GoalChange.objects.all()),
    ).first() or Organisation(name="")
    newest = (getattr(found, f"newest_{name}", None) or 0 for name in Journal._fields)
    return found, Journal(*newest)


def _newest(entries: QuerySet[Model]) -> Subquery:
    return Subquery(entries.order_by("-pk").values("pk")[:1])
