"""Observations on a goal's worksheets, and the candidates that come from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Max

from kaname.goals.csf.areas import SHEETS
from kaname.goals.csf.candidates import add_csf
from kaname.goals.csf.parts import LONGEST_NAME, described, known_metrics
from kaname.goals.decisions import require_may_edit
from kaname.goals.errors import GoalsError
from kaname.goals.models import Csf, Goal, WorksheetCell
from kaname.people.models import User

LONGEST_TEXT = 500


class CellParts(TypedDict, total=False):
    """`strength` is 1 or -1 on the value chain, the intensity from 1 to 5 of a force, None while undecided."""

    text: str
    strength: int | None
    evidence: str
    metric_keys: list[str]


@transaction.atomic
def add_cell(
    goal: Goal, *, sheet: str, area: str, by: User | None, at: datetime, **parts: Unpack[CellParts]
) -> WorksheetCell:
    """Add an observation to an area of a worksheet, last in the area.

    Raises
    ------
    GoalsError
        not_yours_to_set, area_unknown, or what is wrong with a part.
    """
    require_may_edit(goal, by=by, at=at)
    if sheet not in SHEETS or area not in SHEETS[sheet].areas:
        raise GoalsError("area_unknown", area=area)
    last = goal.cells.filter(sheet=sheet, area=area).aggregate(last=Max("position"))["last"] or 0
    return _saved(WorksheetCell(goal=goal, sheet=sheet, area=area, position=last + 1), parts)


@transaction.atomic
def change_cell(cell: WorksheetCell, *, by: User | None, at: datetime, **parts: Unpack[CellParts]) -> WorksheetCell:
    """Change the parts that are given. Raises GoalsError."""
    require_may_edit(cell.goal, by=by, at=at)
    return _saved(cell, parts)


@transaction.atomic
def remove_cell(cell: WorksheetCell, *, by: User | None, at: datetime) -> None:
    """Delete an observation; candidates that came from it stay. Raises GoalsError not_yours_to_set."""
    require_may_edit(cell.goal, by=by, at=at)
    cell.delete()


@transaction.atomic
def csf_from_cell(cell: WorksheetCell, *, by: User | None, at: datetime) -> Csf:
    """Make an observation a candidate that stays linked with it; one that it has become already is returned.

    Raises
    ------
    GoalsError
        not_yours_to_set; cell_text_needed where nothing is observed yet.
    """
    require_may_edit(cell.goal, by=by, at=at)
    text = " ".join(cell.text.split())
    if not text:
        raise GoalsError("cell_text_needed")
    name = text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"
    known = cell.csfs.filter(removed_at=None, name=name).first()
    if known is not None:
        return known
    whole = "" if name == text else text
    return add_csf(
        cell.goal,
        name=name,
        description="\n".join(filter(None, [whole, cell.evidence]))[:2000],
        metric_keys=cell.metric_keys,
        cell=cell,
        by=by,
        at=at,
    )


def _saved(cell: WorksheetCell, parts: CellParts) -> WorksheetCell:
    for name, value in _checked(parts, cell).items():
        setattr(cell, name, value)
    cell.save()
    return cell


def _checked(parts: CellParts, cell: WorksheetCell) -> dict[str, Any]:
    found: dict[str, Any] = {**parts}
    if "text" in parts:
        found["text"] = _observed(parts["text"])
    if "evidence" in parts:
        found["evidence"] = described(parts["evidence"])
    if "metric_keys" in parts:
        found["metric_keys"] = known_metrics(parts["metric_keys"], already=cell.metric_keys)
    if parts.get("strength") is not None and parts["strength"] not in SHEETS[cell.sheet].strengths:
        raise GoalsError("strength_unknown")
    return found


def _observed(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST_TEXT:
        raise GoalsError("text_too_long", limit=LONGEST_TEXT)
    return text
