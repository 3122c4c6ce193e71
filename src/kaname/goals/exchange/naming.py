"""Which teams, people and metrics a file names, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kaname.facts.metrics.catalogue import catalogue
from kaname.facts.metrics.definition import closure
from kaname.goals.exchange.document import PersonPart, TeamPart
from kaname.goals.exchange.spread import left_out
from kaname.goals.in_use import all_metrics
from kaname.people.models import Person, Team, User


@dataclass
class Named:
    """Collects them while the goals are written."""

    team_ids: set[int] = field(default_factory=set)
    people: dict[str, PersonPart] = field(default_factory=dict)
    metric_keys: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)

    def metric(self, key: str) -> str | None:
        """A metric's key, None where none is chosen."""
        if key:
            self.metric_keys.add(key)
        return key or None

    def metrics(self, keys: Iterable[str]) -> list[str]:
        return [key for key in map(self.metric, keys) if key]

    def team(self, team: Team | None) -> str | None:
        if team is None:
            return None
        self.team_ids.add(team.pk)
        return team.key

    def person(self, person: Person | None) -> str | None:
        if person is None:
            return None
        return self._known(PersonPart(key=person.key, name=person.name, email=person.email))

    def author(self, user: User | None, kept: Mapping[str, str] | None = None) -> str | None:
        """Who did it: the person of the sign-in, the sign-in's address, or a name that was kept."""
        if user is not None:
            person: Person | None = getattr(user, "person", None)
            return self.person(person) or self._known(PersonPart(key=user.email, email=user.email))
        return self._known(PersonPart(**kept)) if kept else None

    def sheet(self, sheet: Mapping[str, Any]) -> Mapping[str, Any]:
        """How targets are spread, which names metrics, and teams and people that are left out as kind:key."""
        self.metrics(sheet.get("metrics", {}))
        self.left_out.update(left_out(sheet))
        return sheet

    def _left_out(self, kind: str) -> set[str]:
        return {code.removeprefix(f"{kind}:") for code in self.left_out if code.startswith(f"{kind}:")}

    def _known(self, part: PersonPart) -> str:
        return self.people.setdefault(part.key, part).key

    def team_parts(self) -> list[TeamPart]:
        """The teams and all above them, those above first."""
        teams = {team.pk: team for team in Team.objects.all()}
        lines: dict[int, list[Team]] = {}
        without_share = self._left_out("team")
        for pk in self.team_ids | {pk for pk, team in teams.items() if team.key in without_share}:
            line: list[Team] = []
            here: int | None = pk
            while here is not None:
                line.insert(0, teams[here])
                here = teams[here].parent_id
            lines |= {team.pk: line[: depth + 1] for depth, team in enumerate(line)}
        found = sorted(lines.values(), key=lambda line: (len(line), line[-1].key))
        return [
            TeamPart(key=line[-1].key, name=line[-1].name, parent=line[-2].key if len(line) > 1 else None)
            for line in found
        ]

    def person_parts(self) -> list[PersonPart]:
        """In order of their keys, by the names that they have today."""
        for person in Person.objects.filter(key__in=self.people.keys() | self._left_out("person")):
            self.people[person.key] = PersonPart(key=person.key, name=person.name, email=person.email)
        return [self.people[key] for key in sorted(self.people)]

    def metric_parts(self) -> dict[str, dict[str, object]]:
        """The definitions, with those that they are computed from, that are not the catalogue's; parts first."""
        known = {key: metric.definition for key, metric in all_metrics().items()}
        used = closure(sorted(self.metric_keys), known)
        ready = catalogue()
        own = [definition for definition in used if ready.get(definition.key) != definition]
        return {one.key: {name: value for name, value in one.to_dict().items() if name != "key"} for one in own}
