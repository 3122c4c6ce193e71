"""Changes to people, teams and calendars. Whoever calls one that changes the directory publishes it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from kaname.facts.directory import normalised
from kaname.facts.store import FactStore
from kaname.people import setup_code as setup_codes
from kaname.people.errors import PeopleError
from kaname.people.models import (
    Alias,
    Change,
    CompanyHoliday,
    Leave,
    Meeting,
    Organisation,
    Person,
    PersonalHours,
    Role,
    Team,
    User,
)
from kaname.people.models.key import new_key
from kaname.people.queries import directory, organisation
from kaname.people.roster.columns import PeopleColumns
from kaname.people.roster.importing import import_people
from kaname.people.roster.people_import import PeopleImport
from kaname.people.sign_in import change_email

__all__ = [
    "PeopleColumns",
    "PeopleImport",
    "add_company_holiday",
    "add_leave",
    "add_meeting",
    "add_team",
    "alias_person",
    "alias_team",
    "create_person",
    "create_person_from_ref",
    "create_team_from_ref",
    "edit_organisation",
    "edit_person",
    "import_people",
    "publish_directory",
    "remove",
    "remove_alias",
    "set_personal_hours",
    "setup_code",
]


def publish_directory(store: FactStore) -> None:
    """Tell the fact store who the people and teams are now; to be called after each change of them."""
    store.set_directory(directory())


def setup_code(folder: Path) -> str | None:
    """The one-time code for the first administrator, kept in the data folder; None once there is a user."""
    return None if User.objects.exists() else setup_codes.write(folder)


@transaction.atomic
def create_person(
    *,
    name: str,
    email: str = "",
    employee_code: str = "",
    role: str = Role.MEMBER,
    key: str | None = None,
    by: User | None,
    at: datetime,
) -> Person:
    """Somebody new; a team comes with `person.join`, a sign-in with `sign_in.invite`."""
    person = Person(key=key or new_key(), name=name, email=email.lower(), employee_code=employee_code, role=role)
    require_free(person)
    person.save()
    Change.of_person(person, "person.created", by=by, at=at, details={"role": [None, role]}).save()
    return person


@transaction.atomic
def edit_person(
    person: Person, *, name: str, email: str, employee_code: str, role: str, by: User | None, at: datetime
) -> None:
    """Change what identifies a person or what they may do; the email of their sign-in follows."""
    after = {"name": name, "email": email.lower(), "employee_code": employee_code, "role": role}
    details = {key: [getattr(person, key), value] for key, value in after.items() if getattr(person, key) != value}
    if not details:
        return
    if "role" in details:
        person.require_another_administrator()
    for key, value in after.items():
        setattr(person, key, value)
    require_free(person)
    if "email" in details and person.user:
        change_email(person, email=person.email)
    person.save()
    Change.of_person(person, "person.edited", by=by, at=at, details=details).save()


def require_free(person: Person) -> None:
    """Raise PeopleError when somebody else has the email or the employee code."""
    others = Person.objects.exclude(pk=person.pk)
    if person.email and others.filter(email__iexact=person.email).exists():
        raise PeopleError("email_taken", email=person.email)
    if person.employee_code and others.filter(employee_code=person.employee_code).exists():
        raise PeopleError("employee_code_taken", employee_code=person.employee_code)


@transaction.atomic
def add_team(*, name: str, parent: Team | None = None, key: str | None = None, by: User | None, at: datetime) -> Team:
    Team.objects.require_free_name(name, parent=parent)
    team = Team.objects.create(key=key or new_key(), name=name, parent=parent)
    details = {"parent": [None, parent.name if parent else None]}
    Change.of_team(team, "team.created", by=by, at=at, details=details).save()
    return team


@transaction.atomic
def alias_person(*, source: str, ref: str, person: Person, by: User | None, at: datetime) -> Alias:
    """From now on `ref` in that source ("" for every source) is this person; facts loaded before follow."""
    alias, _ = Alias.objects.update_or_create(
        source=source, ref_key=normalised(ref), team=None, defaults={"ref": ref, "person": person}
    )
    Change.of_person(person, "person.aliased", by=by, at=at, details={"source": source, "ref": ref}).save()
    return alias


@transaction.atomic
def alias_team(*, source: str, ref: str, team: Team, by: User | None, at: datetime) -> Alias:
    """From now on `ref` in that source ("" for every source) is this team; facts loaded before follow."""
    alias, _ = Alias.objects.update_or_create(
        source=source, ref_key=normalised(ref), person=None, defaults={"ref": ref, "team": team}
    )
    Change.of_team(team, "team.aliased", by=by, at=at, details={"source": source, "ref": ref}).save()
    return alias


@transaction.atomic
def remove_alias(alias: Alias, *, by: User | None, at: datetime) -> None:
    """The source's name stands for nobody in particular again."""
    details = {"source": alias.source, "ref": alias.ref}
    if alias.person:
        Change.of_person(alias.person, "person.alias_removed", by=by, at=at, details=details).save()
    elif alias.team:
        Change.of_team(alias.team, "team.alias_removed", by=by, at=at, details=details).save()
    alias.delete()


@transaction.atomic
def create_person_from_ref(*, source: str, ref: str, team: Team | None = None, by: User | None, at: datetime) -> Person:
    """A person named as the source names them, in a team for all time if one is given."""
    person = create_person(name=ref.strip(), by=by, at=at)
    alias_person(source=source, ref=ref, person=person, by=by, at=at)
    if team:
        person.join(team=team, by=by, at=at)
    return person


@transaction.atomic
def create_team_from_ref(*, source: str, ref: str, parent: Team | None = None, by: User | None, at: datetime) -> Team:
    """A team named as the source names it."""
    team = add_team(name=ref.strip(), parent=parent, by=by, at=at)
    alias_team(source=source, ref=ref, team=team, by=by, at=at)
    return team


@transaction.atomic
def edit_organisation(*, by: User | None, at: datetime, **values: Any) -> Organisation:
    """Change settings of the organisation; `values` are fields of Organisation."""
    row = organisation()
    details = {key: [getattr(row, key), value] for key, value in values.items() if getattr(row, key) != value}
    for key, value in values.items():
        setattr(row, key, value)
    row.save()
    if details:
        Change(at=at, by=by, what="organisation.edited", subject=row.name, details=details).save()
    return row


@transaction.atomic
def add_company_holiday(*, name: str, starts_on: date, ends_on: date, by: User | None, at: datetime) -> CompanyHoliday:
    """Close the whole organisation from `starts_on` until the day before `ends_on`."""
    require_order(starts_on, ends_on)
    if CompanyHoliday.objects.filter(starts_on=starts_on, ends_on=ends_on).exists():
        raise PeopleError("holiday_twice")
    row = CompanyHoliday.objects.create(name=name, starts_on=starts_on, ends_on=ends_on)
    _calendar_change("holiday.added", row, by=by, at=at)
    return row


@transaction.atomic
def add_leave(
    *,
    person: Person,
    starts_on: date,
    ends_on: date,
    share: Decimal = Decimal(1),
    reason: str = "",
    by: User | None,
    at: datetime,
) -> Leave:
    """A share of each day away, from `starts_on` until the day before `ends_on`."""
    require_order(starts_on, ends_on)
    row = Leave.objects.create(person=person, starts_on=starts_on, ends_on=ends_on, share=share, reason=reason)
    _calendar_change("leave.added", row, by=by, at=at)
    return row


@transaction.atomic
def add_meeting(
    *,
    name: str,
    hours_per_week: Decimal,
    person: Person | None = None,
    team: Team | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: User | None,
    at: datetime,
) -> Meeting:
    """A recurring meeting of a person, or of everybody in a team and below it."""
    require_order(starts_on, ends_on)
    row = Meeting.objects.create(
        name=name, hours_per_week=hours_per_week, person=person, team=team, starts_on=starts_on, ends_on=ends_on
    )
    _calendar_change("meeting.added", row, by=by, at=at)
    return row


@transaction.atomic
def set_personal_hours(
    *,
    person: Person,
    weekday_hours: Sequence[float],
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: User | None,
    at: datetime,
) -> PersonalHours:
    """Own hours by weekday, Monday first; hours in force when they start end that day. [h]"""
    require_order(starts_on, ends_on)
    Person.objects.select_for_update().get(pk=person.pk)
    own = PersonalHours.objects.filter(person=person)
    if starts_on:
        own.in_force_on(starts_on).exclude(starts_on=starts_on).update(ends_on=starts_on)
    if own.touching(starts_on, ends_on).exists():
        raise PeopleError("hours_overlap", person=person.name)
    row = PersonalHours.objects.create(
        person=person, weekday_hours=list(weekday_hours), starts_on=starts_on, ends_on=ends_on
    )
    _calendar_change("hours.added", row, by=by, at=at)
    return row


@transaction.atomic
def remove(row: CompanyHoliday | Leave | Meeting | PersonalHours, *, by: User | None, at: datetime) -> None:
    """Take an entry out of the calendar; the record keeps what it was."""
    kind = {CompanyHoliday: "holiday", Leave: "leave", Meeting: "meeting", PersonalHours: "hours"}[type(row)]
    _calendar_change(f"{kind}.removed", row, by=by, at=at)
    row.delete()


def require_order(starts_on: date | None, ends_on: date | None) -> None:
    """Raise PeopleError unless starts_on < ends_on; an empty bound is open."""
    if starts_on and ends_on and starts_on >= ends_on:
        raise PeopleError("dates_reversed")


def _calendar_change(
    what: str, row: CompanyHoliday | Leave | Meeting | PersonalHours, *, by: User | None, at: datetime
) -> None:
    hidden = {"id", "person", "team"}
    details = {field.name: field.value_from_object(row) for field in row._meta.fields if field.name not in hidden}
    person, team = getattr(row, "person", None), getattr(row, "team", None)
    subject = str(person or team or row)
    Change(at=at, by=by, what=what, person=person, team=team, subject=subject, details=details).save()
