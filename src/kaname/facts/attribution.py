"""Whose a fact is: from the names a source uses, and a day, to person, team and manager."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from kaname.facts.directory import Directory, normalised

Membership = tuple[str, str, str | None, date | None, date | None]


@dataclass(frozen=True)
class Span:
    """From `starts_on`, until the next span starts, facts belong to this person, team and manager."""

    starts_on: date
    person_key: str | None = None
    team_key: str | None = None
    manager_key: str | None = None


class Attribution:
    """Answers from one directory; a person's membership counts before the team that the source names."""

    def __init__(self, directory: Directory) -> None:
        people = {key for key, _ in directory.people}
        teams = {key for key, _, _ in directory.teams}
        self._people = {(source, normalised(ref)): key for source, ref, key in directory.person_refs if key in people}
        self._teams = {(source, normalised(ref)): key for source, ref, key in directory.team_refs if key in teams}
        memberships: dict[str, list[Membership]] = {}
        for membership in directory.memberships:
            memberships.setdefault(membership[0], []).append(membership)
        self._spans = {person: tuple(_spans(person, rows)) for person, rows in memberships.items()}

    def person(self, source: str, ref: str | None) -> str | None:
        return _lookup(self._people, source, ref)

    def team(self, source: str, ref: str | None) -> str | None:
        return _lookup(self._teams, source, ref)

    def spans(self, *, source: str, person: str | None, team: str | None) -> tuple[Span, ...]:
        """Spans that cover all time, in order, for facts under these names."""
        person_key, team_key = self.person(source, person), self.team(source, team)
        if person_key is None:
            return (Span(date.min, None, team_key, None),)
        spans = self._spans.get(person_key, (Span(date.min, person_key),))
        return tuple(span if span.team_key else replace(span, team_key=team_key) for span in spans)


def _lookup(keys: dict[tuple[str, str], str], source: str, ref: str | None) -> str | None:
    if not ref:
        return None
    wanted = normalised(ref)
    return keys.get((source, wanted)) or keys.get(("", wanted))


def _spans(person_key: str, memberships: Sequence[Membership]) -> Iterable[Span]:
    """One span for each stretch in which the same membership counts."""
    edges = {date.min, date.max}
    for _, _, _, starts_on, ends_on in memberships:
        edges |= {starts_on or date.min, ends_on or date.max}
    last: Span | None = None
    for starts_on, _ in pairwise(sorted(edges)):
        span = _span_on(starts_on, person_key, memberships)
        if last is None or replace(span, starts_on=last.starts_on) != last:
            yield span
            last = span


def _span_on(day: date, person_key: str, memberships: Sequence[Membership]) -> Span:
    held = [
        (starts_on or date.min, place, team_key, manager_key)
        for place, (_, team_key, manager_key, starts_on, ends_on) in enumerate(memberships)
        if (starts_on or date.min) <= day < (ends_on or date.max)
    ]
    if not held:
        return Span(day, person_key)
    _, _, team_key, manager_key = max(held, key=lambda membership: membership[:2])
    return Span(day, person_key, team_key, manager_key)
