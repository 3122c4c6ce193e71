"""Targets and their history as pages show them: names, periods and units in place of keys and dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from kaname.facts.metrics.definition import MetricDefinition, Unit
from kaname.goals.authors import author_of
from kaname.goals.kept import kept_with
from kaname.goals.models import Target, TargetRevision
from kaname.goals.models.target import TargetQuerySet
from kaname.goals.owners import owner_of
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.spreadsheet.asked import AskedTarget
from kaname.goals.words import name_of
from kaname.web.formats import units

PLAIN = units.Unit(Unit.NUMBER.value)


@dataclass(frozen=True)
class TargetLine:
    """One target with the names that belong to it; `changed_at` and `changed_by` are of its newest revision."""

    target: Target
    metric_name: str
    owner_name: str
    period_name: str
    unit: units.Unit
    changed_at: datetime | None = None
    changed_by: str = ""
    settable: bool = False

    @property
    def url(self) -> str:
        return reverse("goals:target", kwargs={"pk": self.target.pk})


@dataclass(frozen=True)
class AskedLine:
    """What a row of a spreadsheet would change."""

    kind: str
    metric_name: str
    owner_name: str
    period_name: str
    unit: units.Unit
    now: Decimal | None
    value: Decimal


@dataclass(frozen=True)
class HistoryLine:
    """One change of a target: what it was, what it became, who did it and why."""

    kind: str
    revision: TargetRevision
    by: str

    @property
    def old(self) -> Decimal | None:
        return self.revision.old_value

    @property
    def new(self) -> Decimal | None:
        return self.revision.new_value


def with_authors(targets: TargetQuerySet) -> TargetQuerySet:
    """The targets with their owners and newest change: one query for a whole list."""
    newest = TargetRevision.objects.filter(target=OuterRef("pk")).order_by("-at", "-pk")
    return targets.select_related("team", "person").annotate(
        changed_at=Subquery(newest.values("at")[:1]),
        changed_by=Subquery(newest.values("by__person__name")[:1]),
        changed_by_email=Subquery(newest.values("by__email")[:1]),
    )


def lines(targets: Iterable[Target], reader: Reader) -> list[TargetLine]:
    return [line(target, reader) for target in targets]


def line(target: Target, reader: Reader) -> TargetLine:
    metric = definition_of(target, reader)
    return TargetLine(
        target=target,
        metric_name=name_of(metric.name) if metric else target.metric_key,
        owner_name=owner_of(target).name(reader.organisation),
        period_name=period_name(target.period, calendar=reader.calendar, language=reader.language),
        unit=reader.unit(metric) if metric else PLAIN,
        changed_at=getattr(target, "changed_at", None),
        changed_by=getattr(target, "changed_by", None) or getattr(target, "changed_by_email", None) or "",
        settable=reader.may_set(team=target.team, person=target.person),
    )


def asked_lines(rows: Iterable[AskedTarget], reader: Reader) -> list[AskedLine]:
    return [
        AskedLine(
            kind=row.kind,
            metric_name=name_of(row.metric.name),
            owner_name=row.owner.name(reader.organisation),
            period_name=period_name(row.period, calendar=reader.calendar, language=reader.language),
            unit=reader.unit(row.metric),
            now=row.existing.value if row.existing else None,
            value=row.figures["value"],
        )
        for row in rows
    ]


def definition_of(target: Target, reader: Reader) -> MetricDefinition | None:
    """The definition of the target's metric, also of an archived one."""
    metric = reader.metrics.get(target.metric_key)
    return metric.definition if metric else None


def history(target: Target) -> list[HistoryLine]:
    """Every change, the newest first."""
    revisions = target.revisions.select_related("by__person").order_by("-at", "-pk")
    kept = kept_with(target.goal)
    return [HistoryLine(revision.kind, revision, author_of(revision, kept)) for revision in revisions]
