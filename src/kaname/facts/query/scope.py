"""The rows that a question is about: of its period, passing its filters, with the columns it groups by."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from kaname.facts.metrics.definition import FromFacts
from kaname.facts.query.bases import NAME_MARK, PERSON_OR_NAME, Level
from kaname.facts.query.conditions import KEYS, column
from kaname.facts.query.periods import number_of
from kaname.facts.query.question import Question
from kaname.facts.query.sql import (
    one_of,
    parameter_manager,
    parameter_person,
    parameter_since,
    parameter_team,
    parameter_until,
)
from kaname.facts.query.tables import PLACES, facts_table, person_rollup, team_rollup
from kaname.facts.streams import Stream

PARAMETERS = {"team": parameter_team, "person": parameter_person, "manager": parameter_manager}
TABLES = {Level.BY_TEAM: team_rollup, Level.BY_PERSON: person_rollup}


def scoped(question: Question, stream: Stream) -> ir.Table:
    table = TABLES.get(question.level, facts_table)(stream)
    table = table.filter(table.day >= parameter_since(), table.day < parameter_until())
    if question.level is Level.BY_TEAM:
        if "team" in question.subjects:
            table = table.filter(one_of(table.team_key, parameter_team()))
    elif _needs_places(question):
        table = table.inner_join(_places(question), "place")
    for field, values in question.fields:
        table = table.filter(_is_one_of(_column_or_null(table, stream, field), values))
    return _grouped(question, stream, table)


def _needs_places(question: Question) -> bool:
    named = {condition.field for base in question.bases for condition in base.conditions}
    named |= {base.field or "" for base in question.bases if isinstance(base, FromFacts)}
    asked = {*question.subjects, *question.by, *named}
    return bool(asked & {*KEYS, PERSON_OR_NAME}) or question.level in {Level.LATEST, Level.ROWS}


def _places(question: Question) -> ir.Table:
    """Whom the rows belong to: only those asked for."""
    places = PLACES.select("place", "source", "person", "team", *KEYS.values())
    for subject in question.subjects:
        places = places.filter(one_of(places[KEYS[subject]], PARAMETERS[subject]()))
    return places


def _is_one_of(tested: ir.Value, values: tuple[str | None, ...]) -> ir.BooleanValue:
    test = tested.cast("string").isin([ibis.literal(value, "string") for value in values if value is not None])
    return test | tested.isnull() if None in values else test


def _column_or_null(table: ir.Table, stream: Stream, field: str) -> ir.Value:
    """A field of another stream is empty in this one."""
    if stream.has_field(field) or "attributes" in table.columns:
        return column(table, stream, field)
    return ibis.null("string")


def _grouped(question: Question, stream: Stream, table: ir.Table) -> ir.Table:
    keys: dict[str, ir.Value] = {}
    if question.grain is not None:
        keys["period"] = number_of(table.day, grain=question.grain, calendar=question.calendar)
    for i, field in enumerate(question.by):
        keys[f"by_{i}"] = _group(table, stream, field)
    return table.mutate(**keys) if keys else table


def _group(table: ir.Table, stream: Stream, field: str) -> ir.Value:
    if field == PERSON_OR_NAME:
        return ibis.coalesce(table.person_key, ibis.literal(NAME_MARK).concat(table.person))
    return table[KEYS[field]] if field in KEYS else _column_or_null(table, stream, field)
