"""The board: its page, the part of it that stays live, and its download."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from kaname.boards.asking import Asked, Reader
from kaname.boards.presentation.board_csv import csv_rows, filename
from kaname.boards.presentation.members_map import Order
from kaname.boards.presentation.page import live_context, menus, plans_on
from kaname.boards.presentation.titles import headline
from kaname.boards.views.live import Live, heading
from kaname.facts.asking.shelf import rendered
from kaname.insights.changes.fresh import fresh_changes_of
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

LIVE_PART = "board"


@require_safe
@login_required
def board(request: SignedInRequest) -> HttpResponse:
    """Whole as a page; to its own live part, the part alone."""
    at = timezone.now()
    reader = Reader.of(request.user, at=at)
    if not request.GET and reader.home is None:
        return redirect("boards:landing")
    asked = Asked.read(request.GET.dict(), reader=reader)
    live = live_part(asked, chart=request.GET.get("chart", ""), order=order_of(request), at=at)
    if request.htmx and request.htmx.target == LIVE_PART:
        return HttpResponse(live.html + heading(live.headline, swapped=True))
    context = {"live": live, "heading": heading(live.headline), "asked": asked, **menus(asked)}
    if not asked.selection.subject.person:
        team, state = asked.selection.subject.team, (reader.journal, reader.today)
        fresh = fresh_changes_of(team, user=request.user, scope=reader.scope, at=at, state=state)
        context["changes"] = {"fresh": fresh}
    return render(request, "boards/board.html", context)


@require_safe
@login_required
def board_csv(request: SignedInRequest) -> HttpResponseBase:
    """Every number of the board as a table: the subject, its teams and, for those who may see them, its people."""
    at = timezone.now()
    asked = Asked.read(request.GET.dict(), reader=Reader.of(request.user, at=at))
    composed, style = asked.board(), asked.reader.style
    plans = plans_on(composed, asked, at=at)
    header, rows = csv_rows(composed, style, plans=plans, with_people=asked.audience.sees_people)
    return table_response(filename(composed, style), header, rows, form=request.GET.get("form"))


def live_part(asked: Asked, *, chart: str, order: Order, at: datetime) -> Live:
    """Rendered once for everybody who would see the same."""
    return rendered(asked.store).get((asked.state, chart, order), lambda: rendered_now(asked, chart, order, at=at))


def rendered_now(asked: Asked, chart: str, order: Order, *, at: datetime) -> Live:
    with asked.open_board(lead=chart) as board:
        context = live_context(board, asked, chart=chart, order=order, at=at)
    return Live(headline(board, asked.reader.style), render_to_string("boards/live.html", context))


def order_of(request: HttpRequest) -> Order:
    return Order.read(request.GET.get("sort"), request.GET.get("page"))
