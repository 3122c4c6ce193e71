"""Today, for members and for managers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from kaname.boards.asking import Reader
from kaname.boards.evidence.looked_at import LookedAt, look_at
from kaname.boards.presentation.teams_table import teams_table
from kaname.boards.today.headlines import of_member, of_team
from kaname.boards.today.manager import manager_today
from kaname.boards.today.member import member_today, stretch_of
from kaname.boards.today.panels import TodayAsked, panels_for
from kaname.boards.today.working_day import WorkingDay, working_day
from kaname.boards.views.live import Live, heading
from kaname.people.models import Person
from kaname.web.requests import SignedInRequest

LIVE_PART = "today"


@require_safe
@login_required
def today(request: SignedInRequest) -> HttpResponse:
    """Whole as a page; to its own live part, the part alone."""
    at = timezone.now()
    reader = Reader.of(request.user, at=at)
    if reader.person is None or reader.home is None:
        return redirect("boards:landing")
    day = working_day(
        reader.person,
        day=reader.today,
        organisation=reader.organisation,
        journal=reader.journal,
        language=reader.style.language,
    )
    live = _live(request, reader, reader.person, day, at=at)
    if request.htmx and request.htmx.target == LIVE_PART:
        return HttpResponse(live.html + heading(live.headline, swapped=True))
    context = {
        "live": live,
        "heading": heading(live.headline),
        "day": day,
        "date": reader.style.day(day.day, today=day.day),
    }
    return render(request, "boards/today.html", context)


def _live(request: SignedInRequest, reader: Reader, person: Person, day: WorkingDay, *, at: datetime) -> Live:
    home = reader.home
    assert home is not None  # noqa: S101 - the page looked
    manages = home.person is None
    asked = TodayAsked(request.user, person, reader.organisation, reader.today, at, manages=manages)
    stretch = stretch_of(reader.today, reader.organisation.calendar())
    with look_at(
        home, stretch, compared=None, user=request.user, at=at, reader=reader, month_on=reader.today
    ) as looked:
        headline, found = _of_team(looked) if manages else _of_member(looked, person, day)
        context: dict[str, Any] = {
            "asked": asked,
            "day": day,
            "next_day": reader.style.day(day.next_on, today=day.day) if day.next_on else "",
            "panels": panels_for(asked),
            "board_url": looked.asked.links.home(),
            "has_facts": looked.board.loaded_at is not None,
            **found,
        }
        template = "boards/today_manager.html" if manages else "boards/today_member.html"
        return Live(headline, render_to_string(template, context, request=request))


def _of_member(looked: LookedAt, person: Person, day: WorkingDay) -> tuple[str, dict[str, Any]]:
    found = member_today(looked, person, day=day.day)
    return of_member(day, (*found.now, *found.free), reader=looked.goals_reader), {"today": found}


def _of_team(looked: LookedAt) -> tuple[str, dict[str, Any]]:
    whole = looked.subject.is_organisation
    found = manager_today(looked, with_people=not whole)
    teams = teams_table(looked.board, looked.style) if whole else None
    return of_team(found, looked.board.ledger.name), {"team": found, "teams": teams}
