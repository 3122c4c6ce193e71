"""The worksheets from which candidates come: value chain and five forces."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaname.goals.csf.areas import SHEETS
from kaname.goals.csf.moved_metrics import moved_metrics, moved_name
from kaname.goals.csf.worksheet_lines import candidates, cell_line, worksheet
from kaname.goals.csf.worksheets import add_cell, change_cell, csf_from_cell, remove_cell
from kaname.goals.errors import GoalsError
from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.linked_metrics import metric_options
from kaname.goals.forms.merging import merged
from kaname.goals.forms.worksheet_form import CellForm
from kaname.goals.goal_access import for_goal, for_setting, may_edit
from kaname.goals.goal_steps import Step, steps_of
from kaname.goals.goal_words import goal_name
from kaname.goals.models import Goal, WorksheetCell
from kaname.goals.reader import Reader
from kaname.web.requests import SignedInRequest


@require_safe
@for_goal
def goal_worksheet(request: SignedInRequest, reader: Reader, goal: Goal, sheet: str) -> HttpResponse:
    return render(request, "goals/goal_worksheet.html", _page(reader, goal, sheet))


@require_POST
@for_setting
def goal_worksheet_cells(request: SignedInRequest, reader: Reader, goal: Goal, sheet: str) -> HttpResponse:
    """Adds an observation, still empty, to `area`."""
    try:
        cell = add_cell(goal, sheet=sheet, area=request.POST.get("area", ""), by=reader.user, at=reader.at)
    except GoalsError as error:
        raise Http404 from error
    return redirect(cell_url(cell))


@require_POST
@for_setting
def goal_worksheet_cell(request: SignedInRequest, reader: Reader, goal: Goal, pk: int) -> HttpResponse:
    """Keeps what is sent of the form; `action` candidate makes a candidate of it as well."""
    cell = get_object_or_404(goal.cells, pk=pk)
    linked_before = list(cell.metric_keys)
    form = CellForm(merged(request.POST, CellForm.standing(cell)), cell=cell, reader=reader)
    change_cell(cell, by=reader.user, at=reader.at, **form.parts)
    if request.POST.get("action") == "candidate":
        with errors_beside(form, field="text"):
            csf_from_cell(cell, by=reader.user, at=reader.at)
    if request.htmx:
        relinked = cell.metric_keys != linked_before
        return render(
            request, "goals/goal_worksheet_saved.html", _observation(reader, goal, form) | {"relinked": relinked}
        )
    if form.errors:
        return render(request, "goals/goal_worksheet.html", _page(reader, goal, cell.sheet, typed=form), status=422)
    return redirect(cell_url(cell))


@require_http_methods(["GET", "HEAD", "POST"])
@for_setting
def goal_worksheet_cell_removal(request: SignedInRequest, reader: Reader, goal: Goal, pk: int) -> HttpResponse:
    """Asks, then deletes an observation for good; candidates that came from it stay."""
    cell = get_object_or_404(goal.cells.prefetch_related(candidates()), pk=pk)
    back = sheet_url(goal, cell.sheet)
    if request.method == "POST":
        remove_cell(cell, by=reader.user, at=reader.at)
        messages.success(request, _("The observation is deleted."))
        return redirect(back)
    context = {"reader": reader, "goal": goal, "cell": cell, "csfs": cell.csfs.all(), "cancel_url": back}
    return render(request, "goals/goal_worksheet_cell_removal.html", context)


def _page(reader: Reader, goal: Goal, sheet: str, *, typed: CellForm | None = None) -> dict[str, Any]:
    editable = may_edit(reader, goal)
    found = worksheet(goal, sheet, editable=editable, reader=reader, typed=typed)
    return {
        "reader": reader,
        "goal": goal,
        "goal_name": goal_name(goal, reader),
        "steps": steps_of(goal, current=Step.CSF),
        "frame": "goals/goal_base.html" if editable else "web/base.html",
        "editable": editable,
        "sheet": SHEETS[sheet],
        "worksheet": found,
        "metric_options": metric_options(reader),
        "moved_period": moved_name(found.moved, reader),
    }


def _observation(reader: Reader, goal: Goal, form: CellForm) -> dict[str, Any]:
    """One observation alone, as it is now."""
    cell = goal.cells.prefetch_related(candidates()).get(pk=form.cell.pk)
    moved = moved_metrics(goal, cell.metric_keys, reader)
    return {
        "reader": reader,
        "goal": goal,
        "line": cell_line(cell, moved, form=form),
        "metric_options": metric_options(reader),
        "moved_period": moved_name(moved, reader),
    }


def sheet_url(goal: Goal, sheet: str) -> str:
    return reverse(f"goals:goal_{sheet}", args=[goal.key])


def cell_url(cell: WorksheetCell) -> str:
    """The worksheet, at this observation."""
    return f"{sheet_url(cell.goal, cell.sheet)}#cell-{cell.pk}"
