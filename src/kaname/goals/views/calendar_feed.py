"""The calendar feed: its settings, and what calendars fetch."""

from __future__ import annotations

from django.conf import settings as configured
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaname.goals.actions.calendar import calendar_of
from kaname.goals.models import CalendarFeed
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.people.models import Person
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def settings(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Begin a feed, whose address is shown once, or end it."""
    person = Person.objects.filter(user=reader.user.pk).first()
    if person is None:
        raise Http404
    address = ""
    if request.method == "POST" and "end" in request.POST:
        for feed in CalendarFeed.objects.open().filter(person=person):
            feed.end(at=reader.at)
        messages.success(request, _("The address no longer works."))
        return redirect("goals:calendar_feed")
    if request.method == "POST":
        _made, secret = CalendarFeed.begin(person, at=reader.at)
        address = request.build_absolute_uri(reverse("goals:calendar_ics", args=[secret]))
    held = CalendarFeed.objects.open().filter(person=person).first()
    return render(request, "goals/calendar_feed.html", {"address": address, "held": held, "now": reader.at})


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program fetches; an address that was ended is as if it had never been."""
    held = CalendarFeed.objects.of_token(token)
    if held is None or held.person.user is None or not held.person.user.is_active:
        raise Http404
    reader = Reader(user=held.person.user, at=timezone.now())
    with translation.override(held.person.user.language or reader.organisation.language):
        content = calendar_of(held.person, reader=reader, base_url=configured.KANAME_BASE_URL)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="kaname.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
