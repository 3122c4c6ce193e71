"""A month of working time of a person, a team or the organisation, with what takes hours from it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaname.measures.periods import Grain, Period, period_of, previous, within_reach
from kaname.people.access import own_person, today
from kaname.people.forms.choices import WEEKDAY_NAMES
from kaname.people.forms.people import team_choices
from kaname.people.models import Leave, Meeting, Organisation, Person, PersonalHours, Team
from kaname.people.month import Month, PersonTotal, month_of_person, month_of_team
from kaname.people.queries import Scope, organisation, scope_of
from kaname.web.choices import with_query
from kaname.web.requests import SignedInRequest


@dataclass(frozen=True)
class Subject:
    """Whose month it is; neither is the whole organisation."""

    person: Person | None = None
    team: Team | None = None

    @property
    def name(self) -> str:
        return (self.person or self.team or organisation()).name

    @property
    def value(self) -> str:
        """As it stands in the address."""
        if self.person:
            return f"person:{self.person.key}"
        return f"team:{self.team.key}" if self.team else "all"


@login_required
def working_time(request: SignedInRequest) -> HttpResponse:
    """The month as a calendar and as a sum, and the entries that make it."""
    day, settings = today(), organisation()
    scope = scope_of(request.user, day)
    subject = subject_of(request, scope)
    period = month_of(request.GET.get("month", ""), day, settings)
    month, totals = _month(subject, settings, period)
    context = {
        "subject": subject,
        "period": period,
        "month": month,
        "totals": [row for row in totals if scope.everything or row.person.key in scope.person_keys],
        "weekdays": [WEEKDAY_NAMES[(settings.first_weekday + place) % 7] for place in range(7)],
        "subjects": subject_choices(scope),
        "calendar": settings.calendar(),
        "today": day,
        **_neighbours(request, period, settings),
        **entries(request, subject, day),
    }
    return render(request, "people/working_time.html", context)


def subject_of(request: SignedInRequest, scope: Scope) -> Subject:
    """From the address; without one the reader themselves, for those who see everything the organisation."""
    kind, _colon, key = request.GET.get("of", "").partition(":")
    own = own_person(request)
    if not kind:
        kind, key = ("all", "") if scope.everything or own is None else ("person", own.key)
    if kind == "person" and key in scope.person_keys:
        return Subject(person=get_object_or_404(Person, key=key))
    if kind == "team" and key in scope.team_keys:
        return Subject(team=get_object_or_404(Team, key=key))
    if kind == "all" and scope.everything:
        return Subject()
    raise Http404


def subject_choices(scope: Scope) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of what the reader may look at."""
    people = Person.objects.active().filter(key__in=scope.person_keys).values_list("key", "name")
    groups = [
        (_("Teams"), [(f"team:{key}", name) for key, name in team_choices(scope.team_keys)]),
        (_("People"), [(f"person:{key}", name) for key, name in people]),
    ]
    everything = [(_("Organisation"), [("all", organisation().name)])] if scope.everything else []
    return [*everything, *(group for group in groups if group[1])]


def month_of(text: str, day: date, settings: Organisation) -> Period:
    """The month written as 2026-05; this month for what is none."""
    with suppress(ValueError):
        asked = date.fromisoformat(f"{text}-01")
        day = asked if within_reach(asked) else day
    return period_of(day, grain=Grain.MONTH, calendar=settings.calendar())


def entries(request: SignedInRequest, subject: Subject, day: date) -> dict[str, Any]:
    """Leave, meetings and hours of the subject, with whether the reader may change them."""
    user, person, team = request.user, subject.person, subject.team
    if person:
        return {
            "leave": Leave.objects.filter(person=person),
            "meetings": Meeting.objects.filter(person=person),
            "own_hours": PersonalHours.objects.filter(person=person),
            "may_edit": Person.objects.calendar_editable_by(user, on=day).filter(pk=person.pk).exists(),
            "may_edit_hours": Person.objects.hours_editable_by(user, on=day).filter(pk=person.pk).exists(),
        }
    if team:
        may_edit = Team.objects.managed_by(user, on=day).filter(pk=team.pk).exists()
        return {"meetings": Meeting.objects.filter(team=team), "may_edit": may_edit}
    return {}


def _month(subject: Subject, settings: Organisation, period: Period) -> tuple[Month, list[PersonTotal]]:
    language = get_language() or ""
    if subject.person:
        return month_of_person(subject.person, organisation=settings, period=period, language=language), []
    return month_of_team(subject.team, organisation=settings, period=period, language=language)


def _neighbours(request: SignedInRequest, period: Period, settings: Organisation) -> dict[str, object]:
    """Links to the months around."""
    before = previous(period, grain=Grain.MONTH, calendar=settings.calendar())
    return {
        "previous": with_query(request, month=f"{before.starts_on:%Y-%m}"),
        "next": with_query(request, month=f"{period.ends_on:%Y-%m}"),
    }
