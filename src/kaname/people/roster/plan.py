"""Tries a people file on the ledger in memory; what it would change is then shown, or saved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kaname.connectors.values.texts import folded
from kaname.people.models import Person, Role, Team
from kaname.people.roster.book import Book
from kaname.people.roster.managers import Managers
from kaname.people.roster.matching import by_person, person_of
from kaname.people.roster.people_import import Outcome, PeopleImport, RowOutcome
from kaname.people.roster.problem import RowProblem
from kaname.people.roster.rejects import PeopleReject
from kaname.people.roster.rows import RosterRow
from kaname.people.roster.teams import team_called, team_of_manager
from kaname.people.timeline import Stay, in_order, left, moved, stay_on


class Plan:
    """Goes through a file once; afterwards the book holds the people as they would be and `result` tells it.

    `today` is the organisation's day: who leaves later keeps the sign-in until then.
    """

    def __init__(self, book: Book, result: PeopleImport, *, today: date) -> None:
        self.book = book
        self.result = result
        self.today = today
        self.accepted: set[str] = set()

    def go_through(self, rows: Sequence[RosterRow]) -> None:
        groups, unclear = by_person(rows)
        for row, problem in unclear:
            self.reject(row, problem)
        people = [(person, group) for group in groups if (person := self.identify(group))]
        self.managers = Managers(self.book, people)
        for person, group in people:
            for row in group:
                self.take(person, row, alone=len(group) == 1)
        self.drop_the_unaccepted([person for person, _ in people])
        self.note_what_else_changed()
        self.result.rows.sort(key=lambda outcome: outcome.row)
        self.result.rejects.sort(key=lambda reject: reject.row)

    def identify(self, group: Sequence[RosterRow]) -> Person | None:
        """The person whose rows these are, entered into the book when new; None when it is unclear."""
        first = group[0]
        try:
            found = person_of(first, self.book)
        except RowProblem as problem:
            for row in group:
                self.reject(row, problem)
            return None
        named = {"name": first.name, "email": first.email, "employee_code": first.employee_code}
        return found or self.book.add_person(Person(**named, role=first.role or Role.MEMBER))

    def take(self, person: Person, row: RosterRow, *, alone: bool) -> None:
        try:
            with self.book.trial():
                outcome = self.outcome_of(person, row, alone=alone)
        except RowProblem as problem:
            self.reject(row, problem)
        else:
            self.accepted.add(person.key)
            self.result.rows.append(outcome)

    def outcome_of(self, person: Person, row: RosterRow, *, alone: bool) -> RowOutcome:
        if not person.is_active and not row.left_on:
            raise RowProblem("name", "person_has_left", name=person.name)
        is_new = self.book.is_new(person) and person.key not in self.accepted
        changes = self.edit(person, row)
        before = self.book.stays_of(person)
        team, manager = self.placement(person, row)
        if team:
            self.book.set_stays(person, placed(before, team=team.key, manager=manager, row=row, alone=alone))
        was = stay_on(before, row.since) if row.since else next(iter(before[-1:]), None)
        changes |= self.stay_changes(was, self.book.stays_of(person), row)
        if row.left_on:
            changes |= self.leave(person, row.left_on)
        has_moved = was is not None and "team" in changes
        outcome = Outcome.MOVED if has_moved else Outcome.CHANGED if changes else Outcome.UNCHANGED
        return RowOutcome(
            row=row.number,
            name=person.name,
            team=team.name if team else "",
            outcome=Outcome.CREATED if is_new else outcome,
            changes=changes,
            since=row.since,
        )

    def edit(self, person: Person, row: RosterRow) -> dict[str, list[Any]]:
        """What the row says about the person themselves; empty cells say nothing."""
        said = {"name": row.name, "email": row.email, "employee_code": row.employee_code, "role": row.role}
        changes = {}
        for field, value in said.items():
            was = getattr(person, field)
            if not value or (folded(value) == folded(was) if field == "name" else value == was):
                continue
            if field == "role":
                self.require_another_administrator(person)
            changes[field] = [was, value]
            self.book.set(person, field, value)
        return changes

    def placement(self, person: Person, row: RosterRow) -> tuple[Team | None, str | None]:
        """The team of the row and the key of the manager; no team when the row says neither."""
        manager = self.managers.of(person, row)
        if row.team:
            return team_called(row.team, row.parent_team, self.book), manager.key if manager else None
        if manager and self.result.columns.team is None:
            self.managers.require_no_circle(person)
            return team_of_manager(manager, self.managers.above, self.book), manager.key
        return None, None

    def stay_changes(self, was: Stay | None, stays: Sequence[Stay], row: RosterRow) -> dict[str, list[Any]]:
        """Team and manager before and after, by name."""
        now = stay_on(stays, row.since) if row.since else next(iter(stays[-1:]), None)
        pairs = {
            "team": [was.team if was else None, now.team if now else None],
            "manager": [was.manager if was else None, now.manager if now else None],
        }
        return {
            field: [self.book.names.get(key or "") for key in pair]
            for field, pair in pairs.items()
            if pair[0] != pair[1]
        }

    def leave(self, person: Person, left_on: date) -> dict[str, list[Any]]:
        """End the person's memberships, and their sign-in once the day has come."""
        self.book.set_stays(person, left(self.book.stays_of(person), on=left_on))
        if person.left_on == left_on and person.is_active == (left_on > self.today):
            return {}
        if left_on <= self.today:
            self.require_another_administrator(person)
        changes = {"left_on": [person.left_on, left_on]}
        self.book.set(person, "left_on", left_on)
        self.book.set(person, "is_active", left_on > self.today)
        return changes

    def require_another_administrator(self, person: Person) -> None:
        others = [
            other
            for other in self.book.people
            if other is not person and other.role == Role.ADMINISTRATOR and other.user_id and other.is_active
        ]
        if person.role == Role.ADMINISTRATOR and person.user_id and not others:
            raise RowProblem("role", "last_administrator", name=person.name)

    def drop_the_unaccepted(self, people: Sequence[Person]) -> None:
        """New people whose rows were all rejected do not come in, unless others name them as their manager."""
        managing = {stay.manager for stays in self.book.stays.values() for stay in stays}
        for person in people:
            if self.book.is_new(person) and person.key not in self.accepted | managing:
                self.book.drop_person(person)

    def note_what_else_changed(self) -> None:
        """Teams that are made, and managers who are made or given that role without a row of their own."""
        self.result.teams_created = [team.name for team in self.book.teams if self.book.is_new(team)]
        for person in self.book.people:
            before = self.book.before.get(person.key)
            if before is None and person.key not in self.accepted:
                self.result.managers_created.append(person.name)
            if before and before["role"] != person.role and person.key not in self.managers.stated:
                self.result.managers_promoted.append(person.name)

    def deactivate_missing(self, mentioned: Collection[str]) -> None:
        """Let everybody leave today of whom nothing in `mentioned` (folded texts of the file) speaks."""
        staying = [person for person in self.book.people if person.is_active and person.role != Role.ADMINISTRATOR]
        for person in staying:
            refs = {folded(ref) for ref in (person.name, person.email, person.employee_code) if ref}
            if not refs & set(mentioned):
                self.leave(person, self.today)
                self.result.deactivated.append(person.name)

    def reject(self, row: RosterRow, problem: RowProblem) -> None:
        column = self.result.columns.named().get(problem.field, "")
        value = str(getattr(row, problem.field, "") or "")
        self.result.rejects.append(
            PeopleReject(row.number, problem.field, column, value, problem.code, problem.params, row.cells)
        )


def placed(stays: Sequence[Stay], *, team: str, manager: str | None, row: RosterRow, alone: bool) -> list[Stay]:
    """The stays with this row's in place; raises RowProblem where only a first day would say what is meant.

    A row that names no manager leaves the one in that team as they are.
    """
    if row.since:
        now = stay_on(stays, row.since)
        kept = now.manager if now and now.team == team else None
        return moved(stays, team=team, manager=manager or kept, since=row.since)
    if not stays:
        return [Stay(team, manager)]
    place = len(stays) - 1 if alone else 0
    said = stays[place]
    is_open = said.ends_on is None or not alone or said.ends_on == row.left_on
    if not is_open or (said.team != team and (len(stays) > 1 or said.starts_on)):
        raise RowProblem("since", "since_needed", name=row.name)
    kept = said.manager if said.team == team else None
    return in_order([*stays[:place], replace(said, team=team, manager=manager or kept), *stays[place + 1 :]])
