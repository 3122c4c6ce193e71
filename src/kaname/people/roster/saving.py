"""Writes into the ledger what a plan changed in its book."""

from __future__ import annotations

from datetime import datetime

from kaname.people.models import Change, Membership, Person, Team, User
from kaname.people.roster.book import PERSON_FIELDS, Book, person_values, team_values
from kaname.people.sign_in import change_email


def save(book: Book, *, by: User | None, at: datetime) -> None:
    """Write new and changed teams, people and memberships, and a record of each change; inside one transaction."""
    changes = [*_save_teams(book, by=by, at=at), *_save_people(book, by=by, at=at), *_save_stays(book, by=by, at=at)]
    Change.objects.bulk_create(changes)


def _save_teams(book: Book, *, by: User | None, at: datetime) -> list[Change]:
    changes = []
    for team in book.teams:
        before, after = book.before.get(team.key), team_values(team)
        if before == after:
            continue
        _save_parents_first(team)
        details = {"parent": [before["parent"] if before else None, after["parent"]]}
        changes.append(Change.of_team(team, "team.edited" if before else "team.created", by=by, at=at, details=details))
    return changes


def _save_parents_first(team: Team) -> None:
    if team.parent and team.parent.pk is None:
        _save_parents_first(team.parent)
    team.parent = team.parent
    team.save()


def _save_people(book: Book, *, by: User | None, at: datetime) -> list[Change]:
    new = Person.objects.bulk_create(person for person in book.people if book.is_new(person))
    changes = [
        Change.of_person(person, "person.created", by=by, at=at, details={"role": [None, person.role]})
        for person in new
    ]
    edited = []
    for person in book.people:
        before, after = book.before.get(person.key), person_values(person)
        if before is not None and before != after:
            edited.append(person)
            different = {key: [before[key], value] for key, value in after.items() if before[key] != value}
            changes.append(Change.of_person(person, "person.edited", by=by, at=at, details=different))
            _save_sign_in(person, before=before["email"])
    Person.objects.bulk_update(edited, PERSON_FIELDS, batch_size=500)
    return changes


def _save_sign_in(person: Person, *, before: str) -> None:
    """The sign-in follows the email and closes with the person's last day."""
    if not person.user_id:
        return
    if person.email != before:
        change_email(person, email=person.email)
    User.objects.filter(pk=person.user_id).update(is_active=person.is_active)


def _save_stays(book: Book, *, by: User | None, at: datetime) -> list[Change]:
    people = {person.key: person for person in book.people}
    teams = {team.key: team for team in book.teams}
    changes, rows = [], []
    for key, stays in book.stays.items():
        before = book.stays_before.get(key, [])
        if key not in people or stays == before:
            continue
        details = {"memberships": [[stay.as_dict() for stay in some] for some in (before, stays)]}
        changes.append(Change.of_person(people[key], "person.memberships", by=by, at=at, details=details))
        if before:
            Membership.objects.set_stays(people[key], stays)
            continue
        rows += [
            Membership(
                person=people[key],
                team=teams[stay.team],
                manager=people.get(stay.manager or ""),
                starts_on=stay.starts_on,
                ends_on=stay.ends_on,
            )
            for stay in stays
        ]
    Membership.objects.bulk_create(rows, batch_size=500)
    return changes
