"""What happened: the list of events, and writing them down."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.insights.changes.names import Names
from kaname.insights.events.operations import remove_event, write_event
from kaname.insights.forms.event import EventForm
from kaname.insights.models import Event
from kaname.people.models import Team
from kaname.web.requests import SignedInRequest

PAGE = 50


@require_safe
@for_reader
def events(request: SignedInRequest, reader: Reader) -> HttpResponse:
    names = Names(reader)
    found = Event.objects.visible_in(reader.scope).select_related("by__person").order_by("-starts_on", "name", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "event": row,
            "team": names.team(row.team_key) if row.team_key else _("Everybody"),
            "editable": may_edit(reader, row),
        }
        for row in page
    ]
    context = {"reader": reader, "page": page, "rows": rows, "may_add": reader.sets_targets}
    return render(request, "insights/events.html", context)


@for_reader
def event_new(request: SignedInRequest, reader: Reader) -> HttpResponse:
    if not reader.sets_targets:
        raise Http404
    return _form(request, reader, None)


@for_reader
def event_edit(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    return _form(request, reader, _editable(reader, pk))


@for_reader
def event_removal(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    event = _editable(reader, pk)
    if request.method == "POST":
        remove_event(event, by=reader.user, at=reader.at)
        messages.success(request, _("Removed."))
        return redirect("insights:events")
    return render(request, "insights/event_removal.html", {"event": event})


def _form(request: SignedInRequest, reader: Reader, event: Event | None) -> HttpResponse:
    own = {event.team_key} if event else set()
    teams = Team.objects.filter(key__in=reader.scope.managed_team_keys | own).order_by("name")
    initial = EventForm.initial_of(event) if event else {"starts_on": reader.today}
    form = EventForm(request.POST if request.method == "POST" else None, teams=teams, initial=initial)
    if request.method == "POST" and form.is_valid():
        write_event(form.happened(), by=reader.user, at=reader.at, event=event)
        messages.success(request, _("Saved. It stands on every chart of these days."))
        return redirect("insights:events")
    status = 422 if request.method == "POST" else 200
    return render(request, "insights/event_form.html", {"form": form, "event": event}, status=status)


def may_edit(reader: Reader, event: Event) -> bool:
    """Who wrote it down and still leads, who leads the team, or sees everything."""
    wrote = event.by_id == reader.user.pk and reader.sets_targets
    return reader.scope.everything or wrote or event.team_key in reader.scope.managed_team_keys


def _editable(reader: Reader, pk: int) -> Event:
    found = get_object_or_404(Event.objects.visible_in(reader.scope), pk=pk)
    if not may_edit(reader, found):
        raise Http404
    return found
