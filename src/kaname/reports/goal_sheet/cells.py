"""The cells of a sheet as texts that one can type, and back: the page and the file compare by these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.connectors.values.numbers import read_number
from kaname.connectors.values.unreadable import UnreadableError
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.errors import GoalsError
from kaname.goals.reader import Reader
from kaname.goals.typed import examples, read_value, storable, typing
from kaname.goals.words import name_of
from kaname.reports.goal_sheet.access import FIELDS
from kaname.reports.models import GoalSheet, GoalSheetRow, Grade

NUMBERS = frozenset({"target", "actual"})
RATINGS = frozenset({"self_rating", "manager_rating"})
LONGEST = {"item": 200, "measure": 200, "self_comment": 2000, "manager_comment": 2000}
Cell = tuple[int, str]
"""A row's id and a field."""


class CellError(Exception):
    """What was typed is not what the cell holds; str() says what is expected."""


@dataclass(frozen=True)
class Reading:
    """What cells of these rows mean to a reader: their metrics and units."""

    reader: Reader

    def metric(self, row: GoalSheetRow) -> MetricDefinition | None:
        known = self.reader.metrics.get(row.metric_key)
        return None if known is None else known.definition

    def goal(self, row: GoalSheetRow) -> str:
        """What tells a goal from the others: its KPI in the reader's language, else what was typed."""
        metric = self.metric(row)
        return name_of(metric.name) if metric is not None else row.item or row.measure

    def text(self, row: GoalSheetRow, field: str, value: Any) -> str:
        """A kept value as one would type it."""
        if value is None:
            return ""
        if field == "weight":
            return f"{_digits(value * 100)}%"
        if field in NUMBERS:
            metric = self.metric(row)
            return _digits(value) if metric is None else typing(value, metric=metric)
        return str(value)

    def value(self, row: GoalSheetRow, field: str, typed: object) -> Any:
        """What was typed, as text or as a number of a spreadsheet, as it is kept.

        Raises
        ------
        CellError
        """
        if isinstance(typed, bool):
            raise CellError(_("a text or a number"))
        if field == "weight":
            return _weight(typed)
        if field in NUMBERS:
            return self._number(row, typed)
        text = _plain(typed)
        if field in RATINGS:
            if text.upper() not in ("", *Grade.values):
                raise CellError(_("one of S, A, B, C, D"))
            return text.upper()
        if len(text) > LONGEST[field]:
            raise CellError(_("up to %(limit)s characters") % {"limit": LONGEST[field]})
        return text

    def _number(self, row: GoalSheetRow, typed: object) -> Decimal | None:
        metric, currency = self.metric(row), self.reader.currency
        try:
            if isinstance(typed, int | float):
                return storable(Decimal(repr(typed)))
            if not str(typed or "").strip():
                return None
            if metric is None:
                return storable(read_number(str(typed)).settled(mark=None))
            return read_value(str(typed), metric=metric, currency=currency)
        except (GoalsError, UnreadableError, InvalidOperation) as error:
            said = "50, 1,200, 4.5" if metric is None else examples(metric, currency=currency)
            raise CellError(_("a number such as %(examples)s") % {"examples": said}) from error


def cells_of(sheet: GoalSheet, reading: Reading) -> dict[Cell, str]:
    """Every cell that somebody may write in some state, as text."""
    return {
        (row.pk, field): reading.text(row, field, getattr(row, field)) for row in sheet.rows.all() for field in FIELDS
    }


def field_name(field: str) -> str:
    names: Mapping[str, str] = {
        "item": pgettext("column of a goal sheet", "Goal"),
        "measure": pgettext("column of a goal sheet", "KPI or measure"),
        "target": pgettext("column of a goal sheet", "Target"),
        "weight": pgettext("column of a goal sheet", "Weight"),
        "actual": pgettext("column of a goal sheet", "Actual"),
        "attainment": pgettext("column of a goal sheet", "Attainment"),
        "self_rating": pgettext("column of a goal sheet", "Own rating"),
        "self_comment": pgettext("column of a goal sheet", "Own comment"),
        "manager_rating": pgettext("column of a goal sheet", "Manager's rating"),
        "manager_comment": pgettext("column of a goal sheet", "Manager's comment"),
    }
    return names[field]


def _weight(typed: object) -> Decimal:
    wanted = CellError(_("a share from 0% to 100%"))
    try:
        if isinstance(typed, int | float):
            value = Decimal(repr(typed))
        else:
            text = str(typed or "").strip().replace("\uff05", "%").removesuffix("%").strip()
            value = Decimal(text or "0") / 100
    except DecimalException as error:  # of a number without bounds, that it is one as well
        raise wanted from error
    if not value.is_finite() or not 0 <= value <= 1:
        raise wanted
    return value.quantize(Decimal("0.0001"))


def _plain(typed: object) -> str:
    text = "" if typed is None else str(typed)
    if isinstance(typed, float) and typed.is_integer():
        text = str(int(typed))
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _digits(value: Decimal) -> str:
    return f"{value.normalize():,f}"
