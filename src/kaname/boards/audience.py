"""What differs between readers of the same board: readers of one audience share what was rendered for it."""

from __future__ import annotations

from dataclasses import dataclass

from kaname.boards.selection import ORGANISATION, Subject
from kaname.people.models import Person, Role
from kaname.people.queries import Scope


class Refused(Exception):  # noqa: N818
    """The reader may not see this subject; a page says that there is no such thing."""


@dataclass(frozen=True)
class Audience:
    """`sees_people` shows names and rows of everybody in the subject, else only the reader's own; `own` is the
    reader's key where that matters. `teams` are those whose totals may stand beside a person's numbers, None for all.
    The others say what the reader may do from there."""

    sees_people: bool
    sets_targets: bool
    types_numbers: bool
    sees_unmatched: bool
    own: str
    teams: frozenset[str] | None = None

    def sees_team(self, key: str) -> bool:
        """Whether a team's totals are the reader's to see; a person's former team may not be."""
        return self.teams is None or key in self.teams


def audience_of(person: Person | None, scope: Scope, subject: Subject) -> Audience:
    """How the reader sees the subject.

    Raises
    ------
    Refused
        If the subject's numbers are not theirs to see.
    """
    if not scope.sees(team=subject.team, person=subject.person):
        raise Refused
    manages = scope.everything or subject.team in scope.managed_team_keys
    sees_people = manages or subject.person is not None
    sets_targets = manages or (subject.person is not None and bool(scope.managed_team_keys))
    return Audience(
        sees_people=sees_people,
        sets_targets=sets_targets,
        types_numbers=sets_targets or (person is not None and subject.person == person.key),
        sees_unmatched=person is not None and person.role == Role.ADMINISTRATOR,
        own="" if sees_people or person is None else person.key,
        teams=None if scope.everything or subject.person is None else frozenset(scope.team_keys),
    )


def home_of(person: Person | None, scope: Scope, *, own_team: str | None) -> Subject | None:
    """Whose board is the reader's own: the organisation's, their team's or their own; None for nobody we know."""
    if scope.everything:
        return ORGANISATION
    if person is None:
        return None
    if person.role == Role.MANAGER and scope.managed_team_keys:
        return Subject(team=own_team if own_team in scope.managed_team_keys else min(scope.managed_team_keys))
    return Subject(person=person.key)
