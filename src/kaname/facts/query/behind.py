"""The facts behind a number, page by page or all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from kaname.facts.errors import FactsError
from kaname.facts.metrics.definition import MetricDefinition, closure
from kaname.facts.query.bases import SUBJECTS, Base, Level, base_of
from kaname.facts.query.conditions import all_hold
from kaname.facts.query.plan import Shape, Where, shape_of, subjects_of
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


@dataclass(frozen=True)
class Asked:
    """The measures on facts that a metric comes down to, each under its metric's key, and how they are narrowed."""

    bases: tuple[tuple[str, Base], ...]
    shape: Shape

    @classmethod
    def of(cls, definition: MetricDefinition, definitions: Mapping[str, MetricDefinition], where: Where) -> Asked:
        parts = closure([definition.key], {**definitions, definition.key: definition})
        bases = tuple((part.key, base) for part in parts if (base := base_of(part)) is not None)
        return cls(bases, shape_of(by=(), grain=None, calendar=FiscalCalendar(), where=where))

    @property
    def streams(self) -> set[str]:
        return {base.stream for _, base in self.bases}


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
    asked = Asked.of(definition, definitions, where or {})
    page = _page_sql(asked, order, offset, limit)
    parameters = {"since": since, "until": until, **subjects_of(store.directory, where or {})}
    with store.reading() as connection:
        check_fields(connection, set(where or {}) - SUBJECTS, streams=asked.streams)
        total = connection.execute(_count_sql(asked), parameters).fetchall()[0][0]
        table = connection.execute(page, parameters).to_arrow_table()
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
    asked = Asked.of(definition, definitions, where or {})
    rows = text_of(_ordered(_facts(asked), order))
    parameters = {"since": since, "until": until, **subjects_of(store.directory, where or {})}
    with store.reading() as connection:
        check_fields(connection, set(where or {}) - SUBJECTS, streams=asked.streams)
        for batch in connection.execute(rows, parameters).to_arrow_reader(BATCH_ROWS):
            yield from _in_utc(pa.Table.from_batches([batch])).to_batches()


@lru_cache(maxsize=500)
def _count_sql(asked: Asked) -> str:
    facts = _facts(asked)
    return text_of(facts.aggregate(n=facts.count()))


# The first page is fetched anew whenever facts change, and Ibis would take most of the time.
@lru_cache(maxsize=500)
def _page_sql(asked: Asked, order: str, offset: int, limit: int) -> str:
    return text_of(_ordered(_facts(asked), order).limit(limit, offset=offset))


def _facts(asked: Asked) -> ir.Table:
    columns = dict(LEADING)
    for _, base in asked.bases:
        columns |= {field.key: TYPES[field.type] for field in stream_of(base.stream).fields if field.key not in LEADING}
    return reduce(
        lambda left, right: left.union(right), [_of_base(key, base, columns, asked.shape) for key, base in asked.bases]
    )


def _of_base(key: str, base: Base, columns: Mapping[str, str], shape: Shape) -> ir.Table:
    stream = stream_of(base.stream)
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
