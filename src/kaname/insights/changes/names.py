"""Metrics, groups, fields and cells as people call them, read once for a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.facts.streams import STREAMS
from kaname.goals.reader import Reader
from kaname.goals.words import metric_name
from kaname.insights.changes.groups import TEAM
from kaname.insights.changes.why.reading import OTHERS, PERSON
from kaname.people.models import Person, Team
from kaname.web.formats.quantities import as_pace, short
from kaname.web.formats.units import Unit


@dataclass(frozen=True)
class Names:
    """As the reader's language has them; people whose numbers are not theirs to see stay unnamed."""

    reader: Reader

    @cached_property
    def _teams(self) -> dict[str, str]:
        return dict(Team.objects.values_list("key", "name"))

    @cached_property
    def _people(self) -> dict[str, str]:
        return dict(Person.objects.values_list("key", "name"))

    def metric(self, key: str) -> str:
        return metric_name(key, self.reader.definitions) if key in self.reader.definitions else key

    def team(self, key: str) -> str:
        return self._teams.get(key, key) if key else self.reader.organisation.name or _("Whole organisation")

    def group(self, *, team: str, value: str) -> str:
        if team and value:
            words = {"team": self.team(team), "value": value}
            return pgettext("a segment of a team", "%(value)s in %(team)s") % words
        return value or self.team(team)

    def field(self, key: str) -> str:
        if key == TEAM:
            return pgettext("a field", "Team")
        if key == PERSON:
            return pgettext("a field", "Person")
        known = (stream.field(key) for stream in STREAMS.values() if stream.has_field(key))
        return next((field.name[self.reader.language] for field in known), key)

    def cell(self, key: str | None, field: str) -> str:
        if key == OTHERS:
            return pgettext("cells of a change", "Others")
        if key is None:
            return pgettext("cells of a change", "Not recorded")
        if field == TEAM:
            return self.team(key)
        if field == PERSON:
            seen = self.reader.scope.sees(team=None, person=key)
            return self._people.get(key, key) if seen else pgettext("cells of a change", "One person")
        return key

    def may_tell(self, key: str | None, field: str) -> bool:
        """Whether a cell's numbers are the reader's to see: to who leads nobody those of other people are not."""
        if key in (None, OTHERS) or field not in (TEAM, PERSON) or self.reader.scope.everything:
            return True
        if field == TEAM:
            return self.reader.scope.sees(team=key, person=None)
        return self.reader.sets_targets or self.reader.scope.sees(team=None, person=key)

    def unit(self, key: str) -> Unit:
        return self.reader.unit(self.reader.definitions[key])

    def amount(self, value: float | None, unit: Unit) -> str:
        return short(as_pace(value, unit), unit, language=self.reader.language)
