"""What was done to a metric, the newest first: versions with what differs, and everything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kaname.facts.metrics.catalogue import catalogue
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.authors import author_name
from kaname.goals.forms.choices import DIRECTIONS, UNITS
from kaname.goals.models import Metric, MetricChange, MetricVersion
from kaname.goals.words import sentence

KINDS = {
    MetricChange.Kind.ARCHIVED: gettext_lazy("Archived"),
    MetricChange.Kind.RESTORED: gettext_lazy("Put back in use"),
    MetricChange.Kind.SHOWN: gettext_lazy("Shown on boards"),
    MetricChange.Kind.HIDDEN: gettext_lazy("Taken off boards"),
    MetricChange.Kind.MOVED: gettext_lazy("Moved on boards"),
}


@dataclass(frozen=True)
class Difference:
    """One part of a definition before and after."""

    part: str
    before: str
    after: str


@dataclass(frozen=True)
class Event:
    """`number` is that of a version, None for anything else that was done."""

    what: str
    at: datetime
    by: str
    reason: str
    number: int | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def version_name(self) -> str:
        return _("Version %(number)d") % {"number": self.number or 0}


def events(key: str, definitions: Mapping[str, MetricDefinition]) -> list[Event]:
    """Everything that the ledger holds about a metric. Three queries."""
    row = Metric.objects.filter(key=key).first()
    if row is None:
        return []
    versions = list(row.versions.select_related("by__person"))
    changes = row.changes.select_related("by__person")
    before = catalogue().get(key)
    found = []
    for version in versions:
        after = MetricDefinition.from_dict(version.definition)
        found.append(_version_event(version, before, after, definitions))
        before = after
    found += [
        Event(str(KINDS[MetricChange.Kind(one.kind)]), one.at, author_name(one.by), one.reason) for one in changes
    ]
    return sorted(found, key=lambda event: event.at, reverse=True)


def differences(
    before: MetricDefinition, after: MetricDefinition, definitions: Mapping[str, MetricDefinition]
) -> tuple[Difference, ...]:
    """The parts that differ, in words."""
    old, new = _parts(before, definitions), _parts(after, definitions)
    return tuple(Difference(part, old[part], new[part]) for part in new if old[part] != new[part])


def _version_event(
    version: MetricVersion,
    before: MetricDefinition | None,
    after: MetricDefinition,
    definitions: Mapping[str, MetricDefinition],
) -> Event:
    changed = differences(before, after, definitions) if before else ()
    what = (
        pgettext("what was done to a metric", "Changed") if before else pgettext("what was done to a metric", "Added")
    )
    return Event(what, version.at, author_name(version.by), version.reason, version.number, changed)


def _parts(definition: MetricDefinition, definitions: Mapping[str, MetricDefinition]) -> dict[str, str]:
    return {
        _("Name in Japanese"): definition.name.ja,
        _("Name in English"): definition.name.en,
        _("What it means, in Japanese"): definition.about.ja,
        _("What it means, in English"): definition.about.en,
        _("Unit"): str(dict(UNITS)[definition.unit]),
        _("Counter word in Japanese"): definition.counter.ja,
        _("Counter word in English"): definition.counter.en,
        _("What is good"): str(dict(DIRECTIONS)[definition.direction]),
        _("How it is computed"): sentence(definition, definitions),
    }
