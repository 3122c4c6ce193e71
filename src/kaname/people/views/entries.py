"""Entering and removing leave, meetings and working hours; each opens as a dialog or as a page of its own."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaname.people import operations
from kaname.people.access import today
from kaname.people.forms.calendar import HoursForm, LeaveForm, MeetingForm
from kaname.people.models import Leave, Meeting, Person, PersonalHours, Team
from kaname.people.publishing import calendar_change
from kaname.people.queries import organisation
from kaname.web.forms import errors_on
from kaname.web.requests import SignedInRequest

Row = TypeVar("Row", Leave, Meeting, PersonalHours)


@login_required
def new_leave(request: SignedInRequest, key: str) -> HttpResponse:
    person = get_object_or_404(Person.objects.calendar_editable_by(request.user, on=today()), key=key)
    form = LeaveForm(request.POST or None)
    title = _("Leave of %(name)s") % {"name": person.name}
    return _enter(request, form, operations.add_leave, title=title, person=person)


@login_required
def new_meeting(request: SignedInRequest, key: str) -> HttpResponse:
    person = get_object_or_404(Person.objects.calendar_editable_by(request.user, on=today()), key=key)
    form = MeetingForm(request.POST or None)
    title = _("A recurring meeting of %(name)s") % {"name": person.name}
    return _enter(request, form, operations.add_meeting, title=title, person=person)


@login_required
def new_team_meeting(request: SignedInRequest, key: str) -> HttpResponse:
    team = get_object_or_404(Team.objects.managed_by(request.user, on=today()), key=key)
    form = MeetingForm(request.POST or None)
    title = _("A recurring meeting of everybody in %(name)s") % {"name": team.name}
    return _enter(request, form, operations.add_meeting, title=title, team=team)


@login_required
def new_hours(request: SignedInRequest, key: str) -> HttpResponse:
    person = get_object_or_404(Person.objects.hours_editable_by(request.user, on=today()), key=key)
    form = HoursForm(request.POST or None, initial={"weekday_hours": organisation().weekday_hours})
    title = _("Working hours of %(name)s") % {"name": person.name}
    return _enter(request, form, operations.set_personal_hours, title=title, person=person)


@login_required
def leave_removal(request: SignedInRequest, pk: int) -> HttpResponse:
    return _remove(request, Leave.objects.editable_by(request.user, on=today()), pk)


@login_required
def meeting_removal(request: SignedInRequest, pk: int) -> HttpResponse:
    return _remove(request, Meeting.objects.editable_by(request.user, on=today()), pk)


@login_required
def hours_removal(request: SignedInRequest, pk: int) -> HttpResponse:
    return _remove(request, PersonalHours.objects.editable_by(request.user, on=today()), pk)


def _enter(
    request: SignedInRequest, form: forms.Form, operation: Any, *, title: str, **of: Person | Team
) -> HttpResponse:
    """Show the form, or do the operation and go back to the month."""
    if request.method == "POST" and form.is_valid():
        with errors_on(form), calendar_change():
            operation(**form.cleaned_data, **of, by=request.user, at=timezone.now())
    back = _month_of(*of.values())
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Saved."))
        return redirect(back)
    context = {"form": form, "title": title, "back": back}
    return render(request, "people/entry.html", context, status=422 if form.errors else 200)


def _remove(request: SignedInRequest, editable: QuerySet[Row], pk: int) -> HttpResponse:
    """Ask, then take the entry out."""
    row = get_object_or_404(editable, pk=pk)
    back = _month_of(getattr(row, "team", None) or row.person)
    if request.method == "POST":
        with calendar_change():
            operations.remove(row, by=request.user, at=timezone.now())
        messages.success(request, _("Removed."))
        return redirect(back)
    return render(request, "people/entry_removal.html", {"row": row, "kind": row._meta.model_name, "back": back})


def _month_of(subject: Person | Team | None) -> str:
    kind = "person" if isinstance(subject, Person) else "team"
    return f"{reverse('people:working_time')}?of={kind}:{subject.key if subject else ''}"
