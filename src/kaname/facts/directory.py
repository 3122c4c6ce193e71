"""The people and teams that facts are attributed to, as the ledger knows them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Directory:
    """Everything is plain tuples, so that two directories compare by content.

    people : (person_key, name)
    person_refs : (source, ref, person_key); an empty source stands for every source
    teams : (team_key, name, parent_key or None)
    team_refs : (source, ref, team_key)
    memberships : (person_key, team_key, manager_key or None, starts_on or None, ends_on or None);
        half-open, None is unbounded; where two overlap, the one that started later counts
    """

    people: Sequence[tuple[str, str]] = ()
    person_refs: Sequence[tuple[str, str, str]] = ()
    teams: Sequence[tuple[str, str, str | None]] = ()
    team_refs: Sequence[tuple[str, str, str]] = ()
    memberships: Sequence[tuple[str, str, str | None, date | None, date | None]] = ()

    def __post_init__(self) -> None:
        for part in ("people", "person_refs", "teams", "team_refs", "memberships"):
            object.__setattr__(self, part, tuple(tuple(row) for row in getattr(self, part)))

    def names(self) -> dict[str, dict[str, str]]:
        """Names by key, for `person`, `manager` and `team`."""
        people = dict(self.people)
        return {"person": people, "manager": people, "team": {key: name for key, name, _ in self.teams}}

    def teams_below(self, keys: Iterable[str]) -> set[str]:
        """These teams and all teams below them."""
        children: dict[str | None, list[str]] = {}
        for key, _, parent in self.teams:
            children.setdefault(parent, []).append(key)
        found: set[str] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += children.get(key, [])
        return found


def normalised(ref: str) -> str:
    """How refs are compared: full and half width, case and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", ref).casefold().split())
