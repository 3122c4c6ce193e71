"""Facts as a table of words: the columns that say something, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.boards.presentation.fields import field_name, value_name
from kaname.boards.presentation.members_map import Head
from kaname.boards.presentation.style import Style
from kaname.facts.evaluate import RowPage
from kaname.facts.metrics.definition import MetricDefinition
from kaname.web.formats.digits import as_decimal, grouped
from kaname.web.pages import Pages

Definitions = Mapping[str, MetricDefinition]
Names = Mapping[str, Mapping[str, str]]
# Keys stand beside their names; what identifies a row for its source comes last.
HIDDEN = frozenset({"person_key", "team_key"})
LAST = ("source", "source_id")


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    sorts: bool


@dataclass(frozen=True)
class RowsTable:
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    pages: Pages


def rows_table(page: RowPage, style: Style, *, definitions: Definitions, names: Names, pages: Pages) -> RowsTable:
    """Columns without any value on this page are left out, and `metric` where there is one alone."""
    metrics = {row["metric"] for row in page.rows}
    shown = [key for key in ordered(page.columns) if any(row[key] not in (None, "", {}) for row in page.rows)]
    shown = [key for key in shown if key != "metric" or len(metrics) > 1]
    columns = [Column(key, column_name(key, style), sorts=key != "attributes") for key in shown]
    rows = [[words(row, key, style, definitions, names) for key in shown] for row in page.rows]
    return RowsTable(columns, rows, pages)


def heads(table: RowsTable, sort: str, address: Callable[..., str]) -> list[Head]:
    """The columns' heads; a click sorts by the column, a second one the other way round."""
    return [
        Head(
            column.label,
            address(sort=column.key if sort == f"-{column.key}" else f"-{column.key}") if column.sorts else "",
            {column.key: "ascending", f"-{column.key}": "descending"}.get(sort, "none"),
        )
        for column in table.columns
    ]


def ordered(columns: Sequence[str]) -> list[str]:
    middle = [key for key in columns if key not in HIDDEN and key not in LAST]
    return [*middle, *(key for key in LAST if key in columns)]


def column_name(key: str, style: Style) -> str:
    return OWN_COLUMNS[key]() if key in OWN_COLUMNS else field_name(key, style)


OWN_COLUMNS = {"metric": lambda: _("Counts for"), "source": lambda: pgettext("where a fact is from", "Source")}


def words(row: Mapping[str, Any], key: str, style: Style, definitions: Definitions, names: Names) -> str:
    """One value as it is shown; people and teams by the names we know them by."""
    value = row[key]
    if value is None:
        return ""
    match key:
        case "metric":
            return style.name(definitions[value]) if value in definitions else str(value)
        case "person" | "team":
            return names[key].get(row[f"{key}_key"] or "", str(value))
        case "attributes":
            return ", ".join(f"{name}: {text}" for name, text in value.items())
    return plain(value, key, style)


def plain(value: object, key: str, style: Style) -> str:
    match value:
        case datetime():
            return style.moment(value)
        case date():
            return style.full_day(value)
        case Decimal():
            return grouped(value, None)
        case int() | float():
            return grouped(as_decimal(value), None)
    return value_name(str(value), key, style)


def csv_table(
    rows: Iterator[dict[str, Any]], columns: Sequence[str], style: Style, *, names: Names
) -> tuple[list[str], Iterator[list[object]]]:
    """Head and rows for a download: every column, values as programs read them, people and teams by name."""
    keys = [*ordered(columns)]
    head = [column_name(key, style) for key in keys]
    return head, ([_raw(row, key, style, names) for key in keys] for row in rows)


def _raw(row: Mapping[str, Any], key: str, style: Style, names: Names) -> object:
    value = row[key]
    if value is not None and key in ("person", "team"):
        return names[key].get(row[f"{key}_key"] or "", value)
    match value:
        case datetime():
            return value.astimezone(style.zone).isoformat(sep=" ", timespec="seconds")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value.normalize():f}"
        case dict():
            return "; ".join(f"{name}={text}" for name, text in value.items())
    return value
