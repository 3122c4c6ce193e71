"""People and teams for programs; the same scope as the pages."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from kaname.connectors.error import ConnectorError
from kaname.people.access import today
from kaname.people.errors import PeopleError
from kaname.people.models import Membership, Person, Role, Team
from kaname.people.operations import PeopleColumns, import_people
from kaname.people.publishing import publishing
from kaname.people.queries import teams_below
from kaname.people.roster.columns import FIELDS
from kaname.people.uploads import safe_name
from kaname.web.api import ErrorAnswer, Paging, Problem, paged

router = Router(tags=["people"])


class Named(Schema):
    key: str
    name: str


class MembershipOut(Schema):
    """In a team, starts_on <= day < ends_on; null is open."""

    team: Named
    manager: Named | None
    starts_on: date | None
    ends_on: date | None


class PersonOut(Schema):
    key: str
    name: str
    email: str
    employee_code: str
    role: str
    is_active: bool
    left_on: date | None
    membership: MembershipOut | None = None

    @staticmethod
    def resolve_membership(person: Person) -> Membership | None:
        return next(iter(person.current), None)  # type: ignore[attr-defined]


class TeamOut(Schema):
    key: str
    name: str
    parent: Named | None
    is_active: bool


class PeoplePage(Schema):
    items: list[PersonOut]
    page: int
    size: int
    total: int


class TeamsPage(Schema):
    items: list[TeamOut]
    page: int
    size: int
    total: int


class PeopleQuery(Schema):
    """`team` is a key and takes the teams below it; `on` is the day of the memberships, today without it."""

    q: str = ""
    team: str = ""
    active: bool | None = None
    on: date | None = None


class ImportOptions(Schema):
    """The header of each column, recognised where it is not given."""

    name: str | None = None
    email: str | None = None
    employee_code: str | None = None
    team: str | None = None
    parent_team: str | None = None
    manager: str | None = None
    role: str | None = None
    since: str | None = None
    left_on: str | None = None
    day_order: str | None = None
    apply: bool = False
    deactivate_missing: bool = False


@router.get("/people/", response={200: PeoplePage, 422: ErrorAnswer})
def list_people(request: HttpRequest, wanted: Query[PeopleQuery], paging: Query[Paging]) -> dict[str, Any]:
    """People whom you may see, by name."""
    day = wanted.on or today()
    people = Person.objects.visible_to(request.user, on=today())  # type: ignore[arg-type]
    if wanted.q:
        people = people.filter(name__icontains=wanted.q)
    if wanted.team:
        people = people.in_team_on(day, team_keys=teams_below({wanted.team}))
    if wanted.active is not None:
        people = people.filter(is_active=wanted.active)
    return paged(people.prefetch_related(_current(day)), paging)


@router.post("/people/import/", response={200: dict[str, Any], 403: ErrorAnswer, 422: ErrorAnswer})
def post_import(request: HttpRequest, file: File[UploadedFile], options: Form[ImportOptions]) -> dict[str, Any]:
    """Take a file of people, or with apply=false only tell what it would change. Administrators only."""
    if getattr(request.user, "role", "") != Role.ADMINISTRATOR:
        raise PermissionDenied
    columns = PeopleColumns(**options.dict(include={*FIELDS, "day_order"}))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / safe_name(file.name or "")
        path.write_bytes(file.read())
        try:
            return _take(path, columns, options=options, request=request)
        except (PeopleError, ConnectorError) as refused:
            raise Problem(422, refused.code, str(refused)) from refused


@router.get("/people/{key}/", response={200: PersonOut, 404: ErrorAnswer})
def get_person(request: HttpRequest, key: str) -> Person:
    """One person with today's team."""
    people = Person.objects.visible_to(request.user, on=today())  # type: ignore[arg-type]
    return get_object_or_404(people.prefetch_related(_current(today())), key=key)


@router.get("/teams/", response={200: TeamsPage, 422: ErrorAnswer})
def list_teams(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Teams whose totals you may see, by name."""
    teams = Team.objects.visible_to(request.user, on=today())  # type: ignore[arg-type]
    return paged(teams.select_related("parent"), paging)


def _take(path: Path, columns: PeopleColumns, *, options: ImportOptions, request: HttpRequest) -> dict[str, Any]:
    by: Any = request.user
    how: dict[str, Any] = {"by": by, "at": timezone.now(), "deactivate_missing": options.deactivate_missing}
    if not options.apply:
        return import_people(path, columns, apply=False, **how).as_dict()
    with publishing():
        return import_people(path, columns, apply=True, **how).as_dict()


def _current(day: date) -> Prefetch[Any, Any, Any]:
    here = Membership.objects.in_force_on(day).select_related("team", "manager")
    return Prefetch("memberships", queryset=here, to_attr="current")
