"""A year of targets typed or pasted as a table."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kaname.goals.errors import GoalsError
from kaname.goals.forms.grid_choice import GridChoice
from kaname.goals.reader import Reader
from kaname.goals.target_grid import TargetGrid, owners_in, pasted, read_grid, save
from kaname.goals.views.entry import for_reader
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def target_grid(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """The address names metric, team and year; `action` says whether pasted lines are filled in or the table saved."""
    if not reader.sets_targets:
        raise Http404
    choice = GridChoice(request.GET or None, reader=reader)
    grid = _grid(reader, choice, typed=request.POST.dict() if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and grid:
        if request.POST.get("action") == "paste":
            grid = _grid(reader, choice, typed=pasted(grid, request.POST.get("paste", "")))
        elif not grid.problems:
            try:
                count = save(grid, reader, reason=request.POST.get("reason", ""))
            except GoalsError as error:
                problem = str(error)
            else:
                messages.success(request, _saved(count))
                return redirect(request.get_full_path())
    context: dict[str, Any] = {
        "reader": reader,
        "choice": choice,
        "grid": grid,
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "additive": grid and grid.metric.additive(reader.definitions),
        "unit": grid and reader.unit(grid.metric),
    }
    refused = bool(problem or (request.POST and grid and grid.problems))
    return render(request, "goals/target_grid.html", context, status=422 if refused else 200)


def _grid(reader: Reader, choice: GridChoice, *, typed: dict[str, str] | None) -> TargetGrid | None:
    chosen = choice.chosen()
    if chosen is None:
        return None
    owners = [
        owner for owner in owners_in(chosen.team, chosen.year) if reader.may_set(team=owner.team, person=owner.person)
    ]
    return read_grid(reader, metric=chosen.metric, owners=owners, year=chosen.year, typed=typed)


def _saved(count: int) -> str:
    return ngettext("%(count)d target is changed.", "%(count)d targets are changed.", count) % {"count": count}
