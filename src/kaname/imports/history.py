"""Changes of measurements as a page lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaname.facts.metrics.definition import MetricDefinition
from kaname.imports.models import Measurement, MeasurementRevision
from kaname.web.formats.units import Unit, unit_of


@dataclass(frozen=True)
class Change:
    """One revision with what it is about, in words."""

    revision: MeasurementRevision
    metric: str
    unit: Unit
    subject: str
    by: str


def changes_of(
    revisions: Iterable[MeasurementRevision], *, definitions: Mapping[str, MetricDefinition], currency: str
) -> list[Change]:
    """The revisions, named for the reader."""
    return [
        Change(
            revision=revision,
            metric=metric_name(revision.measurement.metric_key, definitions=definitions),
            unit=metric_unit(definitions.get(revision.measurement.metric_key), currency=currency),
            subject=subject_name(revision.measurement),
            by=who(revision),
        )
        for revision in revisions
    ]


def metric_name(key: str, *, definitions: Mapping[str, MetricDefinition]) -> str:
    """The metric's name in the language in force; one that is no longer in use goes by its key."""
    return definitions[key].name[get_language() or "en"] if key in definitions else key


def metric_unit(definition: MetricDefinition | None, *, currency: str) -> Unit:
    """The unit to show a metric's values in."""
    if definition is None:
        return Unit("number")
    return unit_of(definition, currency=currency, language=get_language() or "en")


def subject_name(measurement: Measurement) -> str:
    """Whose number it is."""
    return str(measurement.person or measurement.team or _("Whole organisation"))


def who(revision: MeasurementRevision) -> str:
    """Who made the change."""
    person = getattr(revision.by, "person", None)
    return str(person or revision.by or _("A command"))
