"""From Ibis expressions to SQL text with named parameters, so that one text serves every period and every viewer.

Ibis writes values into the text. What changes from call to call is therefore written as a call of a function that does
not exist, which becomes a parameter in the text.
"""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import sqlglot
from sqlglot import expressions as sg

PREFIX = "parameter_"


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def parameter_since() -> date: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def parameter_until() -> date: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def parameter_team() -> list[str]: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def parameter_person() -> list[str]: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def parameter_manager() -> list[str]: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="hash")  # type: ignore[untyped-decorator]
def hash_of(text: str) -> dt.uint64: ...


def one_of(column: ir.Value, parameter: ir.ArrayValue) -> ir.BooleanValue:
    """Whether the column is one of the values of a parameter."""
    return column.isin(parameter.unnest().name("wanted").as_table().wanted)


def text_of(expression: ir.Table) -> str:
    tree = sqlglot.parse_one(str(ibis.to_sql(expression, dialect="duckdb")), read="duckdb")
    return tree.transform(_parameter).sql(dialect="duckdb")


def _parameter(node: sg.Expression) -> sg.Expression:
    name = node.name.lower() if isinstance(node, sg.Anonymous) else ""
    return sg.Placeholder(this=name.removeprefix(PREFIX)) if name.startswith(PREFIX) else node
