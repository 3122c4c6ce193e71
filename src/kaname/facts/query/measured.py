"""The measures of a question, in as few passes over its rows as possible."""

from __future__ import annotations

from functools import lru_cache, reduce

import ibis
import ibis.expr.types as ir

from kaname.facts.metrics.definition import FromFacts, Measure
from kaname.facts.query.bases import Base, Level
from kaname.facts.query.conditions import KEYS, all_hold, column
from kaname.facts.query.question import Question
from kaname.facts.query.scope import scoped
from kaname.facts.query.sql import hash_of, text_of
from kaname.facts.streams import Stream, stream_of


@lru_cache(maxsize=2_000)
def sql_of(question: Question) -> str:
    """SQL with the parameters `since`, `until` and those named by the question's subjects."""
    stream = stream_of(question.stream)
    table = scoped(question, stream)
    if question.level is Level.LATEST:
        return text_of(_latest(question, table, stream))
    if question.level is Level.THINGS:
        return text_of(_things(question, table, stream))
    if question.level is Level.FACTS:
        return text_of(_from_facts(question, table, stream))
    return text_of(_from_rollup(question, table))


def _per(table: ir.Table, keys: list[str], **measures: ir.Value) -> ir.Table:
    """The measures for each value of the keys; without keys, of all rows."""
    return table.group_by(keys).aggregate(**measures) if keys else table.aggregate(**measures)


def _from_rollup(question: Question, table: ir.Table) -> ir.Table:
    """One row per group and value of the fields in conditions: few enough to add up each measure afterwards.

    Planning a query with two measures for each of twenty metrics would take longer than running it.
    """
    sums = {name: table[name].sum().coalesce(0) for name in question.sums}
    return _per(table, [*question.keys, *question.tested], **sums)


def _from_facts(question: Question, table: ir.Table, stream: Stream) -> ir.Table:
    table = _counting_for_any(question, table, stream)
    measures: dict[str, ir.Value] = {}
    for i, base in enumerate(question.bases):
        where = all_hold(table, stream, base.conditions) if len(question.bases) > 1 else None
        measures[f"facts_{i}"] = table.count(where=where)
        measures[f"value_{i}"] = _measured(base, table, stream, where)
    return _per(table, question.keys, **measures)


def _things(question: Question, table: ir.Table, stream: Stream) -> ir.Table:
    """What the one base counts, as hashes of 64 bits, each once per group; NULL for facts that name none."""
    table = _counting_for_any(question, table, stream)
    (base,) = question.bases
    named = _measured_column(table, stream, getattr(base, "field", ""))
    hashed = ibis.ifelse(named.isnull(), ibis.null("uint64"), hash_of(named.cast("string")))
    return table.select(*question.keys, thing=hashed).distinct()


def _counting_for_any(question: Question, table: ir.Table, stream: Stream) -> ir.Table:
    """Only the facts that count for one of the bases at least."""
    tests = [all_hold(table, stream, base.conditions) for base in question.bases]
    found = [test for test in tests if test is not None]
    return table.filter(reduce(lambda left, right: left | right, found)) if len(found) == len(tests) else table


def _measured(base: Base, table: ir.Table, stream: Stream, where: ir.BooleanValue | None) -> ir.Value:
    if not isinstance(base, FromFacts) or base.field is None:
        return table.count(where=where).cast("float64")
    measured = _measured_column(table, stream, base.field)
    match base.measure:
        case Measure.DISTINCT:
            return measured.nunique(where=where).cast("float64")
        case Measure.MEDIAN:
            return measured.cast("float64").median(where=where)
        case Measure.MEAN:
            return measured.sum(where=where).cast("float64") / measured.count(where=where).nullif(0)
    return measured.sum(where=where).cast("float64")


def _measured_column(table: ir.Table, stream: Stream, field: str) -> ir.Value:
    """People and teams are counted as those the directory knows, others by their name in the source."""
    if field in {"person", "team"}:
        return ibis.coalesce(table[KEYS[field]], table[field])
    return column(table, stream, field)


def _latest(question: Question, table: ir.Table, stream: Stream) -> ir.Table:
    """Of each person, or team where there is no person, the last value by day, time and record; then their sum."""
    table = _counting_for_any(question, table, stream)
    table = table.mutate(
        known=ibis.ifelse(table.person.isnull(), table.team_key, table.person_key),
        named=ibis.ifelse(table.person.isnull(), table.team, ibis.ifelse(table.person_key.isnull(), table.person, "")),
        of_team=table.person.isnull(),
    )
    order = [table.day, table.occurred_at.asc(nulls_first=True), table.source_id]
    each = _per(
        table,
        [*question.keys, "known", "named", "of_team"],
        value=table.value.last(order_by=order),
        facts=table.count(),
    )
    return _per(each, question.keys, value_0=each.value.sum().cast("float64"), facts_0=each.facts.sum().coalesce(0))
