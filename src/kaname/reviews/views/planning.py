"""Setting up a series or a single review, and changing a series."""

from __future__ import annotations

from datetime import time
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.people.models import Membership, Role
from kaname.reviews.access import invitable_people, leads, person_of, series_for
from kaname.reviews.forms.plan_form import MeetingForm, SeriesForm, initial_of
from kaname.reviews.forms.rule_choice import chosen_of
from kaname.reviews.kinds import USUAL_MINUTES, Kind
from kaname.reviews.models import Series
from kaname.reviews.scheduling.series import begin_series, change_series, plan_meeting
from kaname.reviews.words import name_of
from kaname.web.forms import errors_on
from kaname.web.requests import SignedInRequest

USUAL_TIMES = {Kind.MORNING: time(9), Kind.NOON: time(13), Kind.EVENING: time(17, 30)}


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def series_new(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """`kind` in the address fills in what is usual for the kind."""
    kind = kind_of(request.GET.get("kind", ""))
    initial = usual(kind, reader) | often_of(kind, reader) | chosen_member(request.GET.get("member", ""), reader)
    form = SeriesForm(request.POST or None, reader=reader, initial=initial)
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            made = begin_series(form.plan(), form.cadence(), reader=reader)
            messages.success(request, _("The series begins. Its next reviews are in everybody's list."))
            return redirect(made)
    return _page(request, form, _("Begin a series of reviews"))


@require_safe
@for_reader
def one_on_one(request: SignedInRequest, reader: Reader, key: str) -> HttpResponse:
    """From a person's board: the 1on1s of the two or, before there are any, the form that begins them."""
    own, other = person_of(reader), next((one for one in invitable_people(reader) if one.key == key), None)
    if own is None or other is None or own == other:
        raise Http404
    pair = (own, other)
    found = Series.objects.running().filter(kind=Kind.ONE_ON_ONE, leader__in=pair, member__in=pair).last()
    if found is not None:
        return redirect(found)
    query = urlencode({"kind": Kind.ONE_ON_ONE, "member": key})
    return redirect(f"{reverse('reviews:series_new')}?{query}")


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def series_edit(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Reviews that were opened already stay as they are."""
    found = series_for(reader, pk)
    if not leads(found, reader):
        raise Http404
    form = SeriesForm(request.POST or None, reader=reader, review=found, initial=standing(found))
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            change_series(found, form.plan(), form.cadence(), reader=reader)
            messages.success(request, _("Changed. Reviews that were opened already stay as they are."))
            return redirect(found)
    return _page(request, form, _("Change “%(review)s”") % {"review": name_of(found, reader)}, back=found)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def meeting_new(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """A single review, such as a kickoff."""
    kind = kind_of(request.GET.get("kind", "") or Kind.KICKOFF)
    form = MeetingForm(request.POST or None, reader=reader, initial=usual(kind, reader) | {"day": reader.today})
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            template = form.cleaned_data["template"]
            made = plan_meeting(form.plan(), starts_at=form.starts_at(), reader=reader, template=template)
            messages.success(request, _("Planned."))
            return redirect(made)
    return _page(request, form, _("Plan a single review"))


def kind_of(text: str) -> Kind:
    return Kind(text) if text in Kind.values else Kind.ONE_ON_ONE


def usual(kind: Kind, reader: Reader) -> dict[str, Any]:
    """What most reviews of the kind are like."""
    chosen: dict[str, Any] = {
        "kind": kind,
        "minutes": USUAL_MINUTES[kind],
        "time_of_day": USUAL_TIMES.get(kind, time(10)),
    }
    own = person_of(reader)
    if own is None:
        return chosen
    stay = Membership.objects.in_force_on(reader.today).filter(person=own).select_related("manager").first()
    if kind != Kind.ONE_ON_ONE:
        return chosen | ({"team": stay.team_id} if stay else {})
    if own.role == Role.MEMBER and stay and stay.manager:
        return chosen | {"leader": stay.manager_id, "member": own.pk}
    return chosen


def chosen_member(key: str, reader: Reader) -> dict[str, Any]:
    """With whom a 1on1 is to begin, where the reader may invite them."""
    found = [person.pk for person in invitable_people(reader) if key and person.key == key]
    return {"member": found[0]} if found else {}


def often_of(kind: Kind, reader: Reader) -> dict[str, Any]:
    daily = {Kind.MORNING, Kind.NOON, Kind.EVENING}
    often = "daily" if kind in daily else {Kind.MONTHLY: "monthly_weekday", Kind.WEEKLY: "weekly"}.get(kind, "biweekly")
    return {"often": often, "weekdays": [] if often == "daily" else [0], "starts_on": reader.today}


def standing(series: Series) -> dict[str, Any]:
    """What the form shows for a series that is there."""
    names = ("time_of_day", "starts_on", "on_closed", "template")
    last_on = series.ends_on and series.ends_on.fromordinal(series.ends_on.toordinal() - 1)
    return (
        initial_of(series) | {name: getattr(series, name) for name in names} | chosen_of(series) | {"last_on": last_on}
    )


def _page(
    request: SignedInRequest, form: SeriesForm | MeetingForm, title: str, back: Series | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    return render(request, "reviews/plan.html", context, status=422 if form.errors else 200)
