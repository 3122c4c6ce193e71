"""What somebody who types numbers by hand has before them: their metrics, their subjects, their calendar."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.typed import examples
from kaname.imports.models import Measurement
from kaname.imports.queries import entered_metrics
from kaname.imports.subjects import SubjectChoice, subjects_in
from kaname.people.models import Organisation, User
from kaname.people.queries import Scope, organisation, scope_of

if TYPE_CHECKING:
    from kaname.imports.models.measurement import MeasurementQuerySet


@dataclass(frozen=True)
class Column:
    """A metric over its column: its name, what it means, how its values are written, and whether it is shown."""

    key: str
    name: str
    about: str
    examples: str
    chosen: bool


@dataclass(frozen=True)
class Desk:
    """One user's, on one day."""

    user: User
    organisation: Organisation
    today: date
    scope: Scope
    subjects: Sequence[SubjectChoice]
    definitions: Mapping[str, MetricDefinition]

    @classmethod
    def of(cls, user: User, *, at: datetime) -> Desk:
        """The desk of a user at an instant."""
        house = organisation()
        today = house.today(at)
        scope = scope_of(user, today)
        return cls(user, house, today, scope, subjects_in(scope), entered_metrics())

    def columns(self, keys: Collection[str]) -> list[Column]:
        """Every metric as a column of a table, those of `keys` chosen."""
        language = get_language() or "en"
        return [
            Column(
                key,
                one.name[language],
                one.about[language],
                examples(one, currency=self.organisation.currency),
                key in keys,
            )
            for key, one in self.definitions.items()
        ]

    def usual_keys(self) -> list[str]:
        """The metrics that were typed before, by anybody; they are what this organisation types."""
        typed = set(Measurement.objects.order_by().values_list("metric_key", flat=True).distinct())
        return [key for key in self.definitions if key in typed]

    @property
    def measurements(self) -> MeasurementQuerySet:
        """What the user may type and correct."""
        return Measurement.objects.enterable_in(self.scope).select_related("person", "team")

    @property
    def own(self) -> SubjectChoice | None:
        """Where they start: their own numbers, else the first that they may type."""
        person = getattr(self.user, "person", None)
        mine = next((one for one in self.subjects if person and one.subject.person == person), None)
        return mine or (self.subjects[0] if self.subjects else None)

    def subject(self, *, person: str, team: str, whole: bool) -> SubjectChoice | None:
        """The subject that an address names, without one their own; None for one that is not theirs to type."""
        if not (person or team or whole):
            return self.own
        wanted = f"person:{person}" if person else f"team:{team}" if team else "organisation"
        return next((one for one in self.subjects if one.key == wanted), None)
