"""The list of people, as a page and as a file, and entering one more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaname.measures.periods import ONE_DAY
from kaname.people import operations
from kaname.people.access import administrators_only, today
from kaname.people.forms.people import PeopleFilter, PersonForm
from kaname.people.models import Membership, Person, Role
from kaname.people.models.person import PersonQuerySet
from kaname.people.publishing import publishing
from kaname.people.queries import ambiguous_names, scope_of
from kaname.people.roster.columns import LABELS
from kaname.web.forms import errors_on
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

SORTS = ("name", "email", "team_name", "role", "employee_code")
FILE_FIELDS = ("name", "email", "employee_code", "team", "parent_team", "manager", "role", "since", "left_on")
ROWS_PER_PAGE = 50


@login_required
def people(request: SignedInRequest) -> HttpResponse:
    """Those whom the reader may see, by name, team or status."""
    day = today()
    scope = scope_of(request.user, day)
    form = PeopleFilter(request.GET, team_keys=scope.team_keys)
    sort = request.GET.get("sort", "")
    sort = sort if sort.removeprefix("-") in SORTS else "name"
    found = with_teams(form.found_in(Person.objects.visible_to(request.user, on=day), on=day), on=day)
    page = Paginator(found.order_by(sort, "name", "id"), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "sort": sort,
        "is_filtered": any(request.GET.get(key) for key in form.fields),
        "is_administrator": request.user.role == Role.ADMINISTRATOR,
        "ambiguous": ambiguous_names(),
        "csv_url": f"{reverse('people:people_file')}?{request.GET.urlencode()}",
    }
    return render(request, "people/people.html", context)


@login_required
def people_file(request: SignedInRequest) -> HttpResponseBase:
    """The same list as a file that the import understands."""
    day = today()
    form = PeopleFilter(request.GET, team_keys=scope_of(request.user, day).team_keys)
    found = form.found_in(Person.objects.visible_to(request.user, on=day), on=day)
    header = [str(LABELS[field]) for field in FILE_FIELDS]
    rows = file_rows(with_teams(found, on=day))
    return table_response(Path(_("people.csv")).stem, header, rows, form=request.GET.get("form"))


@administrators_only
def new_person(request: SignedInRequest) -> HttpResponse:
    """Enter somebody who is in no file."""
    form = PersonForm(request.POST or None)
    person = None
    if request.method == "POST" and form.is_valid():
        with errors_on(form), publishing():
            person = operations.create_person(**form.cleaned_data, by=request.user, at=timezone.now())
    if person:
        return redirect(person)
    return render(request, "people/new_person.html", {"form": form}, status=422 if form.errors else 200)


def with_teams(people: PersonQuerySet, *, on: date) -> PersonQuerySet:
    """With `current`, the membership of that day in a list, and `team_name` to sort by."""
    here = Membership.objects.in_force_on(on).select_related("team__parent", "manager")
    name = Subquery(here.filter(person=OuterRef("pk")).values("team__name")[:1])
    return (
        people.annotate(team_name=name)
        .select_related("user")
        .prefetch_related(Prefetch("memberships", queryset=here, to_attr="current"))
    )


def file_rows(people: PersonQuerySet) -> Iterator[list[object]]:
    """One row per person in the order of FILE_FIELDS; the last day is the day before they left."""
    for person in people.order_by("name", "id"):
        membership = next(iter(person.current), None)  # type: ignore[attr-defined]
        team = membership.team if membership else None
        yield [
            person.name,
            person.email,
            person.employee_code,
            team.name if team else "",
            team.parent.name if team and team.parent else "",
            membership.manager.name if membership and membership.manager else "",
            person.get_role_display(),
            membership.starts_on if membership else "",
            person.left_on - ONE_DAY if person.left_on else "",
        ]
