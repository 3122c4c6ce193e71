"""The fourth step of a goal: its numbers over months or weeks, and over teams and people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kaname.goals.errors import GoalsError
from kaname.goals.goal_access import for_setting
from kaname.goals.goal_steps import Step, steps_of
from kaname.goals.goal_words import goal_name
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.spreading.applying import apply_sheet, difference
from kaname.goals.spreading.choosing import choose_grain, choose_takers, choose_whole
from kaname.goals.spreading.editing import edit_part, edit_share
from kaname.goals.spreading.errors import SheetError
from kaname.goals.spreading.filling import fill
from kaname.goals.spreading.parts import parts_between
from kaname.goals.spreading.seasons import read_season
from kaname.goals.spreading.settings import (
    BY,
    LONGEST_RAMP_UP,
    RampUp,
    choose_ramp_up,
    choose_season,
    grain_of_sheet,
    ramp_up,
)
from kaname.goals.spreading.sheet import Sheet
from kaname.goals.spreading.sheet_page import sheet_page, whole_of
from kaname.goals.spreading.subjects import Asked, asked_of, subjects_of
from kaname.goals.spreading.totals import write_totals
from kaname.goals.spreading.typed import typed_value
from kaname.goals.views.entry import go
from kaname.measures.periods import Grain, Period
from kaname.measures.spreading import CannotSpread
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD"])
@for_setting
def goal_people(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """The sheet of one metric (`metric`) of the goal's owner or of a team below (`of`)."""
    write_totals(goal, reader=reader)
    asked = asked_of(goal, request.GET.get("metric", ""), request.GET.get("of", ""), reader=reader)
    return render(request, "goals/goal_people.html", _context(request, goal, reader, asked))


@require_POST
@for_setting
def goal_people_spread(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """Spread a metric anew, by the grain and season and over those that were chosen."""
    asked = _posted(request, goal, reader)
    try:
        _choose(request, asked, reader)
        total = _total(request, asked, reader) if asked.is_owner else None
        keep = "keep_fixed" in request.POST
        fill(goal, asked.metric_key, total=total, team=asked.team, reader=reader, keep_fixed=keep)
    except CannotSpread:
        messages.error(request, _("Nothing was spread: a target to spread is 0 or more."))
    except (GoalsError, ValueError) as error:
        messages.error(request, str(error))
    return _back(request, goal, asked)


@require_POST
@for_setting
def goal_people_cell(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """One value of the sheet: `row` is team or a sharer's key, `part` the first day of the column; empty lets it go."""
    asked = _posted(request, goal, reader)
    problem = ""
    try:
        _edit(request, asked, reader)
    except GoalsError as error:
        problem = str(error)
    if not request.htmx:
        if problem:
            messages.error(request, problem)
        return _back(request, goal, asked)
    context = _context(request, goal, reader, asked) | {"problem": problem, "mode": request.POST.get("mode", "keep")}
    return render(request, "goals/goal_people.html#sheet", context)


@require_POST
@for_setting
def goal_people_application(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """Make targets of the sheet of a goal that counts, with a reason."""
    if goal.is_draft:
        raise Http404
    try:
        n = apply_sheet(goal, reason=request.POST.get("reason", ""), by=reader.user, at=reader.at)
        messages.success(request, ngettext("%(n)s target is changed.", "%(n)s targets are changed.", n) % {"n": n})
    except GoalsError as error:
        messages.error(request, str(error))
    metric, of = request.POST.get("metric", ""), request.POST.get("of", "")
    asked = asked_of(goal, metric, of, reader=reader)
    return redirect("goals:goal_people", key=goal.key) if asked is None else _back(request, goal, asked)


def _edit(request: SignedInRequest, asked: Asked, reader: Reader) -> None:
    parts = parts_between(asked.goal.period, grain=grain_of_sheet(asked.goal, asked.metric_key), reader=reader)
    part = _part(request, parts)
    new = typed_value(request.POST.get("value", ""), asked.metric_key, reader=reader)
    keep_sum, row = request.POST.get("mode") != "change", request.POST.get("row", "")
    if row != "team":
        edit_share(asked, sharer_key=row, part=part, new=new, keep_sum=keep_sum, reader=reader)
    elif asked.is_given(parts):
        raise Http404
    else:
        edit_part(asked, part=part, new=new, keep_sum=keep_sum, reader=reader)


def _posted(request: SignedInRequest, goal: Goal, reader: Reader) -> Asked:
    """The sheet that is named; another one is never written to because the named one is gone."""
    metric, of = request.POST.get("metric", ""), request.POST.get("of", "")
    asked = asked_of(goal, metric, of, reader=reader)
    held = asked and asked.metric_key == metric and of in ("", asked.team.key if asked.team else "")
    if asked is None or not held:
        raise Http404
    return asked


def _part(request: SignedInRequest, parts: Sequence[Period]) -> Period:
    """The column that is named by its first day. Raises SheetError part_unknown."""
    try:
        first_on = date.fromisoformat(request.POST.get("part", ""))
    except ValueError as error:
        raise Http404 from error
    found = next((part for part in parts if part.starts_on == first_on), None)
    if found is None:
        raise SheetError("part_unknown")
    return found


def _choose(request: SignedInRequest, asked: Asked, reader: Reader) -> None:
    """Remember what was chosen for the spread. Raises ValueError with what to do."""
    goal, metric = asked.goal, asked.metric_key
    if request.POST.get("by") in set(BY):
        choose_grain(asked, Grain(request.POST["by"]), keep_typed="keep_fixed" in request.POST, reader=reader)
    if "ramp_start" in request.POST:
        choose_ramp_up(goal, _ramp_up(request))
    months = {month: request.POST.get(f"season_{month}") for month in range(1, 13)}
    if asked.is_owner and any(text is not None for text in months.values()):
        choose_season(goal, metric, read_season({month: text for month, text in months.items() if text is not None}))
    if "shares" in request.POST:
        shown, takes = request.POST.getlist("sharer"), request.POST.getlist("takes")
        choose_takers(asked, shown=shown, takes=takes, reader=reader)


def _ramp_up(request: SignedInRequest) -> RampUp:
    try:
        start, months = float(request.POST["ramp_start"]) / 100, float(request.POST.get("ramp_months", ""))
    except ValueError as error:
        raise ValueError(_("Ramp-up is a percentage and a number of months, such as 50 and 3.")) from error
    if not (0 <= start <= 1 and 0 <= months <= LONGEST_RAMP_UP):
        raise ValueError(_("Ramp-up begins between 0 and 100% and lasts at most 36 months."))
    return RampUp(start, months)


def _total(request: SignedInRequest, asked: Asked, reader: Reader) -> Decimal | None:
    """What is spread over the parts: what was typed for a KPI, or what the tree proposes. Raises GoalsError."""
    if asked.is_kgi or "total" not in request.POST:
        return whole_of(asked, Sheet(asked.goal, asked.metric_key), reader=reader)
    typed = typed_value(request.POST["total"], asked.metric_key, reader=reader)
    return choose_whole(asked, typed, reader=reader)


def _back(request: SignedInRequest, goal: Goal, asked: Asked) -> HttpResponse:
    query: dict[str, Any] = {"metric": asked.metric_key} | ({} if asked.team is None else {"of": asked.team.key})
    query |= {"page": number} if (number := _number(request)) > 1 else {}
    return go(request, reverse("goals:goal_people", args=[goal.key], query=query))


def _number(request: SignedInRequest) -> int:
    """Which page of the sheet's rows."""
    text = request.POST.get("page") or request.GET.get("page") or ""
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _context(request: SignedInRequest, goal: Goal, reader: Reader, asked: Asked | None) -> dict[str, Any]:
    ramp = ramp_up(goal)
    return {
        "reader": reader,
        "goal": goal,
        "goal_name": goal_name(goal, reader),
        "steps": steps_of(goal, current=Step.PEOPLE),
        "subjects": subjects_of(goal, reader),
        "asked": asked,
        "page": None if asked is None else sheet_page(goal, asked, reader=reader, number=_number(request)),
        "ramp_start": round(ramp.start * 100, 2),
        "ramp_months": ramp.months,
        "grains": [(Grain.MONTH.value, _("Months")), (Grain.WEEK.value, _("Weeks"))],
        "pending": None if goal.is_draft else difference(goal, by=reader.user, at=reader.at),
        "mode": "keep",
    }
