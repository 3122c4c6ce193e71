"""A goal's sheet as the API answers it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from sys import maxsize
from typing import Any, Literal

from ninja import Schema

from kaname.goals.exchange.kinds import figure_of
from kaname.goals.reader import Reader
from kaname.goals.spreading.applying import difference
from kaname.goals.spreading.settings import ramp_up
from kaname.goals.spreading.sheet_lines import Cell, Row
from kaname.goals.spreading.sheet_page import SheetPage, sheet_page
from kaname.goals.spreading.subjects import Asked


class RampUpOut(Schema):
    """What an hour of a newcomer counts on the first day [0-1], and after how many months it counts fully."""

    start: float
    months: float


class SeasonOut(Schema):
    """What an hour of a month of the year (1-12) brings beside the year's average; `typed` holds over `measured`."""

    month: int
    measured: float
    typed: float | None


class PartOut(Schema):
    """A month or week with its working time [h]; `rest` of its target is not handed out, below 0 where too much is."""

    starts_on: date
    ends_on: date
    hours: float
    season: float
    rest: Decimal


class ValueOut(Schema):
    """What is asked in the part that begins on `part`, for so many `hours`.

    `typed` values stay when others change. `too_much`: more an hour than 9 of 10 comparable people ever reached.
    `elsewhere`: the person's target comes from another team's sheet then.
    """

    part: date
    value: Decimal | None
    typed: bool
    too_much: bool
    elsewhere: bool
    hours: float


class RowOut(Schema):
    """`row` is team for the sheet's own, else team:KEY or person:KEY. Who takes no share has no values."""

    row: str
    name: str
    takes_share: bool
    hours: float
    values: list[ValueOut]


class PendingOut(Schema):
    """How many targets the goal's sheets ask for, and how many of them putting them in force sets, changes, ends."""

    all: int
    new: int
    changed: int
    gone: int


class SheetOut(Schema):
    """Values are in the metric's own unit. `team` null is the organisation.

    `kind` is spread, rate (holds everywhere as it is) or range (not spread). `is_own`: the number is this team's, not
    handed to it from above; `given` whether the row team cannot be changed here. `difference` is what the parts come to
    beyond the `whole`, of which `odd` is less than a unit and nobody's; `proposed` is what the tree says where another
    whole was typed. Distinct counts: whole = `overlap` x sum of the parts. `pending` is null for a draft.
    """

    metric: str
    team: str | None
    kind: Literal["spread", "rate", "range"]
    is_own: bool
    given: bool
    by: str
    whole: Decimal | None
    proposed: Decimal | None
    difference: Decimal
    odd: Decimal
    overlap: Decimal
    ramp_up: RampUpOut
    seasons: list[SeasonOut]
    parts: list[PartOut]
    rows: list[RowOut]
    pending: PendingOut | None


def sheet_answer(asked: Asked, reader: Reader) -> dict[str, Any]:
    """All rows, however many they are."""
    goal, page = asked.goal, sheet_page(asked.goal, asked, reader=reader, size=maxsize)
    return {
        "metric": asked.metric_key,
        "team": asked.team.key if asked.team else None,
        "kind": page.kind,
        "is_own": asked.is_owner,
        "given": page.is_given,
        "by": page.grain.value,
        "whole": figure_of(page.whole),
        "proposed": figure_of(page.proposed),
        "difference": figure_of(page.difference),
        "odd": figure_of(page.odd),
        "overlap": figure_of(page.overlap.share),
        "ramp_up": asdict(ramp_up(goal)),
        "seasons": list(_seasons(page)),
        "parts": list(_parts(page)),
        "rows": list(_rows(page)),
        "pending": None if goal.is_draft else asdict(difference(goal, by=reader.user, at=reader.at)),
    }


def _seasons(page: SheetPage) -> Iterator[dict[str, Any]]:
    for one in page.seasons:
        yield {"month": one.month, "measured": one.measured, "typed": float(one.typed) if one.typed else None}


def _parts(page: SheetPage) -> Iterator[dict[str, Any]]:
    for one in page.columns:
        yield {
            "starts_on": one.period.starts_on,
            "ends_on": one.period.ends_on,
            "hours": one.hours,
            "season": one.season,
            "rest": figure_of(one.rest),
        }


def _rows(page: SheetPage) -> Iterator[dict[str, Any]]:
    """The team's own, then everybody who could take a share."""
    if page.team_row is not None:
        yield _row(page.team_row, hours=sum(one.hours for one in page.columns))
    shares = {row.key: row for row in page.rows}
    for one in page.takers:
        yield _row(shares.get(one.key) or Row(one.key, one.name, (), Decimal(0)), one.hours, takes=one.takes_share)


def _row(row: Row, hours: float, *, takes: bool = True) -> dict[str, Any]:
    values = [_value(cell) for cell in row.cells]
    return {"row": row.key, "name": row.name, "takes_share": takes, "hours": hours, "values": values}


def _value(cell: Cell) -> dict[str, Any]:
    return {
        "part": cell.part,
        "value": figure_of(cell.value),
        "typed": cell.fixed,
        "too_much": cell.excess,
        "elsewhere": cell.elsewhere,
        "hours": cell.hours,
    }
