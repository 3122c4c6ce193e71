"""One goal sheet: filling it in, its steps and its goals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kaname.goals.authors import author_name
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.reports.errors import ReportsError
from kaname.reports.goal_sheet.access import Side, sheet_for, side_of, writable
from kaname.reports.goal_sheet.cells import NUMBERS, RATINGS, Cell, Reading, cells_of, field_name
from kaname.reports.goal_sheet.comparing import OF_THE_METRIC, Comparison, compare, take
from kaname.reports.goal_sheet.figures import RowFigures, figures_of
from kaname.reports.goal_sheet.file_reading import cell_from
from kaname.reports.goal_sheet.steps import MOST_ROWS, add_row, go_on, remove_row, steps_for
from kaname.reports.models import GoalSheet, Grade, SheetState
from kaname.web.requests import SignedInRequest

SHORT = NUMBERS | RATINGS | {"weight"}


@dataclass(frozen=True)
class CellShown:
    """One cell of the page. `seen` is what is kept; `text` what stands in the field."""

    code: str
    field: str
    name: str
    text: str
    seen: str
    is_open: bool
    is_rating: bool
    is_short: bool
    error: str = ""


@dataclass(frozen=True)
class RowShown:
    figures: RowFigures
    cells: tuple[CellShown, ...]

    def __getitem__(self, field: str) -> CellShown:
        for cell in self.cells:
            if cell.field == field:
                return cell
        raise KeyError(field)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def goal_sheet(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """The sheet; what is typed is kept by itself or by its button, and never over what somebody else wrote unseen."""
    sheet = sheet_for(reader, pk)
    if request.method != "POST":
        return _page(request, sheet, reader)
    found = _keep(sheet, request, reader)
    if "application/json" in request.headers.get("accept", ""):
        return _answer(sheet, found, reader)
    if found.problems or found.conflicts:
        return _page(request, sheet, reader, refused=found, typed=_typed(request))
    messages.success(request, _("The sheet is kept."))
    return redirect(sheet)


@require_POST
@for_reader
def goal_sheet_steps(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """On or back, with what is still missing said in words; what was typed on the page is kept first."""
    sheet = sheet_for(reader, pk)
    found = _keep(sheet, request, reader)
    if found.problems or found.conflicts:
        return _page(request, sheet, reader, refused=found, typed=_typed(request))
    try:
        go_on(sheet, request.POST.get("step", ""), note=request.POST.get("note", ""), reader=reader)
        messages.success(request, _("Done: the next one is told."))
    except ReportsError as error:
        messages.error(request, str(error))
    return redirect(sheet)


@require_POST
@for_reader
def goal_sheet_rows(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """One more goal, kept with what was typed already."""
    sheet = sheet_for(reader, pk)
    found = _keep(sheet, request, reader)
    if found.problems or found.conflicts:
        return _page(request, sheet, reader, refused=found, typed=_typed(request))
    try:
        add_row(sheet, reader=reader)
    except ReportsError as error:
        messages.error(request, str(error))
    return redirect(sheet)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def goal_sheet_row_removal(request: SignedInRequest, reader: Reader, pk: int, row: int) -> HttpResponse:
    """Asks first."""
    sheet = sheet_for(reader, pk)
    found = get_object_or_404(sheet.rows, pk=row)
    if request.method == "POST":
        try:
            remove_row(found, reader=reader)
        except ReportsError as error:
            messages.error(request, str(error))
        return redirect(sheet)
    return render(request, "reports/goal_sheet_row_removal.html", {"sheet": sheet, "row": found})


def _typed(request: HttpRequest) -> dict[Cell, object]:
    return {cell: text for name, text in request.POST.items() if (cell := _cell(name, "cell-")) is not None}


def _cell(name: str, prefix: str) -> Cell | None:
    return cell_from(name.removeprefix(prefix)) if name.startswith(prefix) else None


@transaction.atomic
def _keep(sheet: GoalSheet, request: HttpRequest, reader: Reader) -> Comparison:
    """All of what was typed, or nothing where a cell cannot be taken."""
    held = GoalSheet.objects.select_for_update(of=("self",)).select_related("person__user").get(pk=sheet.pk)
    seen = {cell: text for name, text in request.POST.items() if (cell := _cell(name, "seen-")) is not None}
    found = compare(held, _typed(request), {cell: str(text) for cell, text in seen.items()}, reader=reader)
    overall = _overall(held, reader)
    for name in overall & set(request.POST):
        setattr(held, name, request.POST[name].replace("\r\n", "\n").strip()[:4000])
    if not found.problems and not found.conflicts:
        held.save(update_fields=sorted(overall)) if overall & set(request.POST) else None
        take(held, found.changes, reader=reader)
    return found


def _overall(sheet: GoalSheet, reader: Reader) -> set[str]:
    """Which of the two comments on the whole sheet the reader writes now."""
    fields = writable(sheet, reader)
    pairs = {"self_comment", "manager_comment"}
    return {name for name in pairs if name in fields}


def _answer(sheet: GoalSheet, found: Comparison, reader: Reader) -> JsonResponse:
    """To the page that keeps itself: what is kept now, by cell; or what is in the way."""
    if found.problems:
        said = [
            _("%(column)s: expected is %(what)s.") % {"column": one.name, "what": one.expected}
            for one in found.problems
        ]
        return JsonResponse({"message": " ".join(said)}, status=422)
    if found.conflicts:
        return JsonResponse(
            {"message": _("Somebody else changed the same cells meanwhile. Save to see both.")}, status=422
        )
    fresh = GoalSheet.objects.get(pk=sheet.pk)
    texts = cells_of(fresh, Reading(reader))
    return JsonResponse({"hidden": {f"seen-{pk}-{field}": text for (pk, field), text in texts.items()}})


def _page(
    request: SignedInRequest,
    sheet: GoalSheet,
    reader: Reader,
    *,
    refused: Comparison | None = None,
    typed: Mapping[Cell, object] | None = None,
) -> HttpResponse:
    figures, side = figures_of(sheet, reader=reader), side_of(sheet, reader)
    fields = writable(sheet, reader)
    steps = steps_for(sheet, reader)
    context: dict[str, Any] = {
        "reader": reader,
        "sheet": sheet,
        "period_name": period_name(sheet.period, calendar=reader.calendar, language=reader.language),
        "rows": list(_rows(sheet, figures.rows, reader, refused, typed or {})),
        "figures": figures,
        "weights_whole": figures.total_weight == 1,
        "columns": [(field, field_name(field)) for field in ("item", "target", "weight", "actual", "attainment")],
        "is_open": bool(fields),
        "opens_goals": "item" in fields,
        "may_add": "item" in fields and len(figures.rows) < MOST_ROWS,
        "overall": _overall(sheet, reader),
        "is_member": side is Side.MEMBER,
        "onward": [step for step in steps if not step.back],
        "backward": [step for step in steps if step.back],
        "history": [
            (SheetState(step.state).label, step, author_name(step.by))
            for step in sheet.steps.select_related("by__person")
        ],
        "grades": ["", *Grade.values],
        "refused": refused,
    }
    return render(request, "reports/goal_sheet.html", context, status=422 if refused else 200)


def _rows(
    sheet: GoalSheet,
    figures: tuple[RowFigures, ...],
    reader: Reader,
    refused: Comparison | None,
    typed: Mapping[Cell, object],
) -> Iterator[RowShown]:
    kept, may = cells_of(sheet, Reading(reader)), writable(sheet, reader)
    wrong = (
        {one.code: _("Expected is %(what)s.") % {"what": one.expected} for one in refused.problems} if refused else {}
    )
    for conflict in refused.conflicts if refused else ():
        wrong[conflict.code] = _("Somebody wrote meanwhile: %(now)s") % {"now": conflict.now or "–"}
    for one in figures:
        cells = []
        for field in (name for pk, name in kept if pk == one.row.pk):
            cell = (one.row.pk, field)
            code = f"{one.row.pk}-{field}"
            is_open = field in may and not (one.is_counted and field in OF_THE_METRIC)
            text = str(typed.get(cell, kept[cell])) if is_open else kept[cell]
            cells.append(
                CellShown(code, field, field_name(field), text, kept[cell], is_open, field in RATINGS, field in SHORT,
                          wrong.get(code, ""))
            )  # fmt: skip
        yield RowShown(one, tuple(cells))
