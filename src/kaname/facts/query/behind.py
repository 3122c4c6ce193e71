"""The facts behind a number, page by page or all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from kaname.facts.errors import FactsError
from kaname.facts.metrics.definition import MetricDefinition, closure
from kaname.facts.query.bases import SUBJECTS, Base, Level, base_of
from kaname.facts.query.conditions import all_hold
from kaname.facts.query.plan import Where, shape_of, subjects_of
from kaname.facts.query.possible import check_fields
from kaname.facts.query.scope import scoped
from kaname.facts.query.sql import text_of
from kaname.facts.query.tables import TYPES
from kaname.facts.store import Facts
from kaname.facts.streams import stream_of
from kaname.measures.periods import FiscalCalendar

# In every row, in this order: for which metric the fact counts, where it is from, when it was, and whose it is.
LEADING = {
    "metric": "string",
    "day": "date",
    "occurred_at": "timestamp",
    "person": "string",
    "person_key": "string",
    "team": "string",
    "team_key": "string",
    "source": "string",
    "source_id": "string",
}
BATCH_ROWS = 50_000


@dataclass(frozen=True)
class RowPage:
    """Some rows of `total`. `person` and `team` are names in the source, beside the keys they were matched to."""

    total: int
    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]


def rows_behind(
    store: Facts,
    *,
    definition: MetricDefinition,
    definitions: Mapping[str, MetricDefinition],
    since: date,
    until: date,
    where: Where | None = None,
    order: str = "-day",
    offset: int = 0,
    limit: int = 50,
) -> RowPage:
    """The facts that count for a metric or for those it is computed from; the column `metric` says for which.

    A fact that counts for two of them is there twice. `order` is a column, from the highest down after a minus.

    Raises
    ------
    FactsError
        `unknown_field` for a filter or order by what no fact has.
    """
    facts = _facts(definition, definitions, where or {})
    page = _ordered(facts, order).limit(limit, offset=offset)
    parameters = {"since": since, "until": until, **subjects_of(store.directory, where or {})}
    with store.reading() as connection:
        _check(connection, definition, definitions, where or {})
        total = connection.execute(text_of(facts.aggregate(n=facts.count())), parameters).fetchall()[0][0]
        table = connection.execute(text_of(page), parameters).to_arrow_table()
    return RowPage(total, tuple(table.column_names), tuple(_in_utc(table).to_pylist(maps_as_pydicts="lossy")))


def export_rows(
    store: Facts,
    *,
    definition: MetricDefinition,
    definitions: Mapping[str, MetricDefinition],
    since: date,
    until: date,
    where: Where | None = None,
    order: str = "-day",
) -> Iterator[pa.RecordBatch]:
    """All of these rows, a batch at a time, from one state of the store."""
    facts = _ordered(_facts(definition, definitions, where or {}), order)
    parameters = {"since": since, "until": until, **subjects_of(store.directory, where or {})}
    with store.reading() as connection:
        _check(connection, definition, definitions, where or {})
        for batch in connection.execute(text_of(facts), parameters).to_arrow_reader(BATCH_ROWS):
            yield from _in_utc(pa.Table.from_batches([batch])).to_batches()


def _check(
    connection: duckdb.DuckDBPyConnection,
    definition: MetricDefinition,
    definitions: Mapping[str, MetricDefinition],
    where: Where,
) -> None:
    streams = {base.stream for base in _bases(definition, definitions).values()}
    check_fields(connection, set(where) - SUBJECTS, streams=streams)


def _bases(definition: MetricDefinition, definitions: Mapping[str, MetricDefinition]) -> dict[str, Base]:
    parts = closure([definition.key], {**definitions, definition.key: definition})
    return {part.key: base for part in parts if (base := base_of(part)) is not None}


def _facts(definition: MetricDefinition, definitions: Mapping[str, MetricDefinition], where: Where) -> ir.Table:
    bases = _bases(definition, definitions)
    columns = dict(LEADING)
    for base in bases.values():
        columns |= {field.key: TYPES[field.type] for field in stream_of(base.stream).fields if field.key not in LEADING}
    return reduce(
        lambda left, right: left.union(right), [_of_base(key, base, columns, where) for key, base in bases.items()]
    )


def _of_base(key: str, base: Base, columns: Mapping[str, str], where: Where) -> ir.Table:
    stream = stream_of(base.stream)
    shape = shape_of(by=(), grain=None, calendar=FiscalCalendar(), where=where)
    question = shape.question(stream.key, Level.ROWS, (base,))
    table = scoped(question, stream)
    if (test := all_hold(table, stream, base.conditions)) is not None:
        table = table.filter(test)
    own = {name: table[name] if name in table.columns else ibis.null(kind) for name, kind in columns.items()}
    return table.select(**own | {"metric": ibis.literal(key, "string")})


def _ordered(facts: ir.Table, order: str) -> ir.Table:
    name = order.removeprefix("-")
    if name not in facts.columns or name == "attributes":
        raise FactsError("unknown_field", f"Rows cannot be ordered by {name}.", field=name)
    first = ibis.desc if order.startswith("-") else ibis.asc
    then = {"day": ibis.desc, "source": ibis.asc, "source_id": ibis.asc, "metric": ibis.asc}
    others = [direction(facts[key]) for key, direction in then.items() if key != name]
    return facts.order_by(first(facts[name], nulls_first=False), *others)


def _in_utc(table: pa.Table) -> pa.Table:
    position = table.column_names.index("occurred_at")
    return table.set_column(position, "occurred_at", pc.assume_timezone(table["occurred_at"], "UTC"))
