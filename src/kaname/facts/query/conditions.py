"""Conditions of metrics and filters of callers, on a table of facts or of a rollup."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce

import ibis
import ibis.expr.types as ir

from kaname.facts.metrics.definition import Condition, Test, Value
from kaname.facts.streams import FieldType, Stream

KEYS = {"person": "person_key", "team": "team_key", "manager": "manager_key"}
WIDE = "decimal(38, 10)"


def column(table: ir.Table, stream: Stream, field: str) -> ir.Value:
    """The column of a field; what the stream does not declare is an attribute."""
    if stream.has_field(field):
        return table[field]
    return table.attributes.get(field, ibis.null("string"))


def holds(table: ir.Table, stream: Stream, condition: Condition) -> ir.BooleanValue:
    tested = column(table, stream, condition.field)
    match condition.test:
        case Test.PRESENT:
            return tested.notnull()
        case Test.MISSING:
            return tested.isnull()
        case Test.IS | Test.IN:
            return tested.isin(_literals(condition, stream))
        case Test.IS_NOT | Test.NOT_IN:
            return tested.notin(_literals(condition, stream)) | tested.isnull()
    if not _numeric(stream, condition.field):
        tested = tested.try_cast(WIDE)
    bound = _number(condition.values[0])
    match condition.test:
        case Test.MORE_THAN:
            return tested > bound
        case Test.AT_LEAST:
            return tested >= bound
        case Test.LESS_THAN:
            return tested < bound
    return tested <= bound


def all_hold(table: ir.Table, stream: Stream, conditions: Sequence[Condition]) -> ir.BooleanValue | None:
    """None where there is no condition."""
    tests = [holds(table, stream, condition) for condition in conditions]
    return reduce(lambda left, right: left & right, tests) if tests else None


def text_holds(condition: Condition, value: str | None) -> bool:
    """The same for one text, where the condition does not compare by size."""
    match condition.test:
        case Test.PRESENT:
            return value is not None
        case Test.MISSING:
            return value is None
        case Test.IS | Test.IN:
            return value is not None and value in map(str, condition.values)
        case Test.IS_NOT | Test.NOT_IN:
            return value is None or value not in map(str, condition.values)
    raise ValueError(f"{condition.test} does not compare texts")


def _literals(condition: Condition, stream: Stream) -> list[ir.Scalar]:
    numeric = _numeric(stream, condition.field)
    return [_number(value) if numeric else ibis.literal(str(value), "string") for value in condition.values]


def _number(value: Value) -> ir.Scalar:
    number = Decimal(str(value))
    fine = number == number.quantize(Decimal("0.0001")) and abs(number) < Decimal(10) ** 13
    return ibis.literal(number, "decimal(18, 4)" if fine else WIDE)


def _numeric(stream: Stream, field: str) -> bool:
    return stream.has_field(field) and stream.field(field).type in {FieldType.INTEGER, FieldType.DECIMAL}
