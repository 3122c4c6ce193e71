"""Ticking an action, and taking it back: from Today and from the list of actions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaname.goals.actions.queries import is_theirs
from kaname.goals.actions.ticking import may_tick, take_back, tick
from kaname.goals.errors import GoalsError
from kaname.goals.models import Action, ActionTick
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader, next_url
from kaname.people.models import Person
from kaname.web.requests import SignedInRequest

MOST = Decimal(1_000_000)


@require_POST
@for_reader
def action_ticks(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Somebody did an action: `person` (else the reader), `day` (else today), `amount` and `note`."""
    action = get_object_or_404(Action.objects.current().select_related("initiative__kpi"), pk=pk)
    person = _person(request, reader)
    counted = action.metric_key in reader.definitions
    try:
        day = _day(request, reader)
        if day < action.starts_on:
            raise GoalsError("tick_out_of_days")
        if not is_theirs(action, person, day=day, reader=reader):
            raise Http404
        amount = Decimal(0) if counted else _amount(request.POST.get("amount") or "1")
        tick(
            action,
            person=person,
            day=day,
            amount=amount,
            note=request.POST.get("note", ""),
            by=reader.user,
            at=reader.at,
        )
    except GoalsError as refused:
        return _refused(request, str(refused))
    return _done(request)


@require_POST
@for_reader
def action_tick_undo(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    found = get_object_or_404(ActionTick.objects.select_related("person"), pk=pk)
    if not may_tick(reader.scope, reader.user, found.person):
        raise Http404
    take_back(found, by=reader.user, at=reader.at)
    return _done(request)


def _person(request: SignedInRequest, reader: Reader) -> Person:
    key = request.POST.get("person", "")
    asked = Person.objects.filter(key=key) if key else Person.objects.filter(user=reader.user.pk)
    person = asked.first()
    if person is None or not may_tick(reader.scope, reader.user, person):
        raise Http404
    return person


def _day(request: SignedInRequest, reader: Reader) -> date:
    """Today or a day before it; nothing is done ahead."""
    text = request.POST.get("day", "")
    try:
        day = date.fromisoformat(text) if text else reader.today
    except ValueError as unreadable:
        raise Http404 from unreadable
    if day > reader.today:
        raise GoalsError("tick_ahead")
    return day


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text.strip())
    except InvalidOperation as unreadable:
        raise GoalsError("value_unreadable", text=text[:50], examples="1, 2.5") from unreadable
    if not amount.is_finite() or abs(amount) > MOST:
        raise GoalsError("value_unreadable", text=text[:50], examples="1, 2.5")
    return amount.quantize(Decimal("0.01"))


def _done(request: SignedInRequest) -> HttpResponse:
    """To a script, that its page should look again; without one, back to the page."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Trigger": "kaname:refresh"})
    return redirect(next_url(request, reverse("boards:landing")))


def _refused(request: SignedInRequest, why: str) -> HttpResponse:
    messages.error(request, why or _("That could not be written down."))
    return redirect(next_url(request, reverse("boards:landing")))
