"""A sheet's way: draft, submitted, agreed, self-assessed, closed; and back, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from kaname.goals.reader import Reader
from kaname.reports.errors import ReportsError
from kaname.reports.goal_sheet.access import Side, side_of, writable
from kaname.reports.goal_sheet.figures import figures_of
from kaname.reports.goal_sheet.telling import tell_of_step
from kaname.reports.models import GoalSheet, GoalSheetRow, GoalSheetStep, SheetState

MOST_ROWS = 12
FINEST = Decimal("0.000001")


@dataclass(frozen=True)
class Step:
    """From one state to the next, by whom; `back` asks for a reason."""

    key: str
    label: str | Promise
    since: SheetState
    to: SheetState
    side: Side
    back: bool = False


SEND_BACK = pgettext_lazy("a goal sheet", "Send back")
STEPS = (
    Step("submit", pgettext_lazy("a goal sheet", "Submit"), SheetState.DRAFT, SheetState.SUBMITTED, Side.MEMBER),
    Step("agree", pgettext_lazy("a goal sheet", "Agree"), SheetState.SUBMITTED, SheetState.AGREED, Side.MANAGER),
    Step("return", SEND_BACK, SheetState.SUBMITTED, SheetState.DRAFT, Side.MANAGER, back=True),
    Step("assess", pgettext_lazy("a goal sheet", "Hand in my assessment"), SheetState.AGREED, SheetState.SELF_ASSESSED,
         Side.MEMBER),
    Step("revise", pgettext_lazy("a goal sheet", "Change the goals"), SheetState.AGREED, SheetState.DRAFT, Side.MANAGER,
         back=True),
    Step("reassess", SEND_BACK, SheetState.SELF_ASSESSED, SheetState.AGREED, Side.MANAGER, back=True),
    Step("close", pgettext_lazy("a goal sheet", "Close"), SheetState.SELF_ASSESSED, SheetState.CLOSED, Side.MANAGER),
    Step("reopen", pgettext_lazy("a goal sheet", "Open again"), SheetState.CLOSED, SheetState.SELF_ASSESSED,
         Side.MANAGER, back=True),
)  # fmt: skip


def steps_for(sheet: GoalSheet, reader: Reader) -> list[Step]:
    """What the reader may do with the sheet now."""
    side = side_of(sheet, reader)
    return [step for step in STEPS if step.since == sheet.state and step.side == side]


@transaction.atomic
def go_on(sheet: GoalSheet, key: str, *, note: str, reader: Reader) -> None:
    """Take a step; closing keeps the actuals as they are now, opening again lets them live.

    Raises
    ------
    ReportsError
        sheet_step_unknown, sheet_note_needed, or what is still missing in the sheet.
    """
    sheet = GoalSheet.objects.select_for_update(of=("self",)).select_related("person__user").get(pk=sheet.pk)
    step = next((one for one in steps_for(sheet, reader) if one.key == key), None)
    if step is None:
        raise ReportsError("sheet_step_unknown")
    said = note.strip()[:500]
    if step.back and not said:
        raise ReportsError("sheet_note_needed")
    if check := CHECKS.get(key):
        check(sheet)
    if key == "close":
        _freeze(sheet, reader)
    if key == "reopen":
        _thaw(sheet)
    sheet.state, sheet.changed_at = step.to, reader.at
    sheet.save(update_fields=["state", "changed_at"])
    GoalSheetStep.objects.create(sheet=sheet, state=step.to, note=said, by=reader.user, at=reader.at)
    tell_of_step(sheet, step.side, note=said, reader=reader)


def _goals_complete(sheet: GoalSheet) -> None:
    rows = list(sheet.rows.all())
    if not rows:
        raise ReportsError("sheet_empty")
    if any(not row.item or (row.target is None and not row.measure) for row in rows):
        raise ReportsError("sheet_targets")
    if counted := next((row for row in rows if row.metric_key and row.target is None), None):
        raise ReportsError("sheet_target_missing", measure=counted.measure)
    if (total := sum((row.weight for row in rows), Decimal(0))) != 1:
        raise ReportsError("sheet_weights", total=f"{(total * 100).normalize():f}%")


def _self_rated(sheet: GoalSheet) -> None:
    if any(not row.self_rating for row in sheet.rows.all()):
        raise ReportsError("sheet_self_ratings")


def _manager_rated(sheet: GoalSheet) -> None:
    if any(not row.manager_rating for row in sheet.rows.all()):
        raise ReportsError("sheet_manager_ratings")


CHECKS: dict[str, Callable[[GoalSheet], None]] = {
    "submit": _goals_complete,
    "agree": _goals_complete,
    "assess": _self_rated,
    "close": _manager_rated,
}


def _freeze(sheet: GoalSheet, reader: Reader) -> None:
    for one in figures_of(sheet, reader=reader).rows:
        if one.is_counted:
            one.row.actual = None if one.actual is None else Decimal(repr(one.actual)).quantize(FINEST)
            one.row.frozen = True
            one.row.save(update_fields=["actual", "frozen"])


def _thaw(sheet: GoalSheet) -> None:
    sheet.rows.filter(frozen=True).update(actual=None, frozen=False)


@transaction.atomic
def add_row(sheet: GoalSheet, *, reader: Reader) -> GoalSheetRow:
    """An empty goal at the end. Raises ReportsError sheet_locked or sheet_rows_limit."""
    _require_open_goals(sheet, reader)
    rows = list(sheet.rows.all())
    if len(rows) >= MOST_ROWS:
        raise ReportsError("sheet_rows_limit", most=MOST_ROWS)
    return GoalSheetRow.objects.create(sheet=sheet, position=max((row.position for row in rows), default=0) + 1)


@transaction.atomic
def remove_row(row: GoalSheetRow, *, reader: Reader) -> None:
    """Raises ReportsError sheet_locked."""
    _require_open_goals(row.sheet, reader)
    row.delete()


def _require_open_goals(sheet: GoalSheet, reader: Reader) -> None:
    if "item" not in writable(sheet, reader):
        raise ReportsError("sheet_locked")


def progress_of(sheet: GoalSheet) -> tuple[int, int, int, Decimal]:
    """How many goals there are, how many the person and the manager have rated, and what the weights come to."""
    rows = list(sheet.rows.all())
    weights = sum((row.weight for row in rows), Decimal(0))
    return len(rows), sum(bool(row.self_rating) for row in rows), sum(bool(row.manager_rating) for row in rows), weights
