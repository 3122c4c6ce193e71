"""The people, teams and memberships of the ledger in memory, where a file's changes are tried before any is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from kaname.connectors.values.texts import folded
from kaname.people.models import Membership, Person, Team
from kaname.people.roster.problem import RowProblem
from kaname.people.timeline import Stay, in_order

PERSON_FIELDS = ("name", "email", "employee_code", "role", "is_active", "left_on")


class Book:
    """Rows of the ledger by what finds them; new ones have no primary key yet. `before` keeps how things were."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self.teams: list[Team] = []
        self.stays: dict[str, list[Stay]] = {}
        self.names: dict[str, str] = {}
        self.before: dict[str, dict[str, Any]] = {}
        self.stays_before: dict[str, list[Stay]] = {}
        self._by_name: defaultdict[str, list[Person]] = defaultdict(list)
        self._by_email: dict[str, Person] = {}
        self._by_code: dict[str, Person] = {}
        self._teams_by_name: defaultdict[str, list[Team]] = defaultdict(list)
        self._undo: list[Callable[[], object]] = []

    @classmethod
    def read(cls, *, locked: bool = False) -> Book:
        """The ledger as it is; `locked` keeps others from changing people until the transaction ends."""
        book = cls()
        for person in Person.objects.select_for_update() if locked else Person.objects.all():
            book.add_person(person)
            book.before[person.key] = person_values(person)
        teams = {team.pk: team for team in Team.objects.all()}
        for team in teams.values():
            team.parent = teams.get(team.parent_id or 0)
            book.add_team(team)
            book.before[team.key] = team_values(team)
        stays = defaultdict(list)
        for row in Membership.objects.select_related("team", "manager", "person"):
            stays[row.person.key].append(row.as_stay())
        book.stays = {key: in_order(rows) for key, rows in stays.items()}
        book.stays_before = dict(book.stays)
        return book

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Take back everything that was done inside when a RowProblem ends it."""
        self._undo.clear()
        try:
            yield
        except RowProblem:
            while self._undo:
                self._undo.pop()()
            raise

    def add_person(self, person: Person) -> Person:
        self.people.append(person)
        self._undo.append(lambda: self.people.remove(person))
        self._index(person)
        return person

    def drop_person(self, person: Person) -> None:
        self.people.remove(person)
        self._by_name[folded(person.name)].remove(person)
        for index in (self._by_email, self._by_code):
            for ref in [ref for ref, owner in index.items() if owner is person]:
                del index[ref]

    def add_team(self, team: Team) -> Team:
        self.teams.append(team)
        self.names[team.key] = team.name
        namesakes = self._teams_by_name[folded(team.name)]
        namesakes.append(team)
        self._undo += [self.teams.pop, namesakes.pop]
        return team

    def set(self, row: Person | Team, field: str, value: object) -> None:
        """Change a person or a team, here only."""
        before = getattr(row, field)
        self._undo.append(lambda: setattr(row, field, before))
        setattr(row, field, value)
        if isinstance(row, Person):
            self._index(row)

    def set_stays(self, person: Person, stays: Sequence[Stay]) -> None:
        before = self.stays_of(person)
        self._undo.append(lambda: self.stays.update({person.key: before}))
        self.stays[person.key] = list(stays)

    def is_new(self, row: Person | Team) -> bool:
        return row.key not in self.before

    def stays_of(self, person: Person) -> list[Stay]:
        return self.stays.get(person.key, [])

    def called(self, name: str) -> list[Person]:
        """The people of that name; those who have left only where nobody else has it."""
        found = self._by_name.get(folded(name), [])
        return [person for person in found if person.is_active] or found

    def with_email(self, email: str) -> Person | None:
        return self._by_email.get(email.lower()) if email else None

    def with_code(self, code: str) -> Person | None:
        return self._by_code.get(code) if code else None

    def teams_called(self, name: str) -> list[Team]:
        return self._teams_by_name.get(folded(name), [])

    def _index(self, person: Person) -> None:
        """Let a person be found by what they are called now; what they were called goes on finding them."""
        self.names[person.key] = person.name
        namesakes = self._by_name[folded(person.name)]
        if person not in namesakes:
            namesakes.append(person)
            self._undo.append(lambda: namesakes.remove(person))
        self._point(self._by_email, person.email.lower(), person)
        self._point(self._by_code, person.employee_code, person)

    def _point(self, index: dict[str, Person], ref: str, person: Person) -> None:
        before = index.get(ref)
        if ref and before is not person:
            self._undo.append(lambda: index.update({ref: before}) if before else index.pop(ref, None))
            index[ref] = person


def person_values(person: Person) -> dict[str, Any]:
    return {field: getattr(person, field) for field in PERSON_FIELDS}


def team_values(team: Team) -> dict[str, Any]:
    return {"parent": team.parent.name if team.parent else None}
