"""Where people arrive, and what a fresh installation asks for first."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kaname.boards.asking import Reader
from kaname.boards.links import Links
from kaname.boards.queries.beginnings import beginnings
from kaname.boards.selection import Selection, Span
from kaname.web.requests import SignedInRequest
from kaname.web.store import facts


@require_safe
@login_required
def landing(request: SignedInRequest) -> HttpResponse:
    """Members to Today, managers to their team's board, leaders to that of the whole."""
    reader = Reader.of(request.user, at=timezone.now())
    if reader.home is None:
        return render(request, "boards/nobody.html")
    if reader.scope.everything and facts().loaded_at() is None:
        return redirect("boards:first_steps")
    if reader.home.person is not None:
        return redirect("boards:today")
    calendar = reader.organisation.calendar()
    own = Selection.around(reader.today, subject=reader.home, span=Span.MONTH, calendar=calendar)
    return redirect(Links(own).home())


@require_safe
@login_required
def first_steps(request: SignedInRequest) -> HttpResponse:
    """From nothing to a board, step by step, with what is done already."""
    reader = Reader.of(request.user, at=timezone.now())
    if not reader.scope.everything:
        return redirect("boards:landing")
    context = {
        "steps": beginnings(facts()),
        "organisation": reader.organisation,
        "reader": reader,
        "people_url": reverse("people:roster"),
        "import_url": reverse("imports:new"),
    }
    return render(request, "boards/first_steps.html", context)
