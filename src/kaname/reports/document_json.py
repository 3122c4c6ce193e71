"""A report as JSON and back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from kaname.reports.document import (
    SCHEMA,
    Cell,
    Chart,
    ChartKind,
    Column,
    Mark,
    ReportDocument,
    Row,
    Section,
    Series,
    Table,
    Term,
)
from kaname.web.formats.units import Unit


class UnknownSchemaError(ValueError):
    """The report was written by a newer version than this one."""


def to_json(document: ReportDocument) -> dict[str, Any]:
    """Plain data that JSON holds, with the version of its schema."""
    data = asdict(document)
    data |= {"starts_on": document.starts_on.isoformat(), "ends_on": document.ends_on.isoformat()}
    return {"schema": SCHEMA, **data}


def from_json(data: dict[str, Any]) -> ReportDocument:
    """What `to_json` wrote.

    Raises
    ------
    UnknownSchemaError
        If the data has a schema that is not known here.
    """
    if data.get("schema") != SCHEMA:
        raise UnknownSchemaError(f"schema {data.get('schema')!r} is not known")
    given = {name: value for name, value in data.items() if name != "schema"}
    given["starts_on"] = date.fromisoformat(given["starts_on"])
    given["ends_on"] = date.fromisoformat(given["ends_on"])
    given["sections"] = tuple(_section(one) for one in given["sections"])
    given["definitions"] = tuple(Term(**one) for one in given["definitions"])
    return ReportDocument(**given)


def _section(data: dict[str, Any]) -> Section:
    parts = {
        "sentences": tuple(data["sentences"]),
        "tables": tuple(_table(one) for one in data["tables"]),
        "charts": tuple(_chart(one) for one in data["charts"]),
    }
    return Section(**(data | parts))


def _table(data: dict[str, Any]) -> Table:
    columns = tuple(Column(**one) for one in data["columns"])
    rows = tuple(Row(one["key"], tuple(_cell(cell) for cell in one["cells"])) for one in data["rows"])
    return Table(**(data | {"columns": columns, "rows": rows}))


def _cell(data: dict[str, Any]) -> Cell:
    return Cell(**(data | {"unit": Unit(**data["unit"]) if data["unit"] else None}))


def _chart(data: dict[str, Any]) -> Chart:
    series = tuple(Series(one["name"], tuple(one["values"])) for one in data["series"])
    # Reports that were made before there were marks have none.
    marks = tuple(Mark(**one) for one in data.get("marks", ()))
    parts = {"kind": ChartKind(data["kind"]), "labels": tuple(data["labels"]), "series": series, "marks": marks}
    return Chart(**(data | parts | {"unit": Unit(**data["unit"])}))
