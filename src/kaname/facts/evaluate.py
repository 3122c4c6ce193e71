"""Metrics over periods, by team, person or field: the one way from facts to numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from kaname.facts.errors import FactsError
from kaname.facts.metrics.definition import MetricDefinition, closure
from kaname.facts.query.answers import Grid, ask, groups_in, require_few
from kaname.facts.query.bases import SUBJECTS, Base, Level, base_of
from kaname.facts.query.behind import RowPage, export_rows, rows_behind
from kaname.facts.query.compose import Values, composed
from kaname.facts.query.counting import Keep, ask_things
from kaname.facts.query.plan import Where, questions_for, shape_of, subjects_of
from kaname.facts.query.possible import can_compute, check_fields
from kaname.facts.query.read import values_in
from kaname.facts.query.result import Result
from kaname.facts.store import Facts
from kaname.measures.periods import FiscalCalendar, Grain, Period, periods_between


def evaluate(
    store: Facts,
    *,
    definitions: Mapping[str, MetricDefinition],
    keys: Sequence[str],
    since: date,
    until: date,
    calendar: FiscalCalendar,
    grain: Grain | None = None,
    by: Sequence[str] = (),
    where: Where | None = None,
    keep: Keep | None = None,
) -> Result:
    """The values of these metrics for `since <= day < until`, all read from the same state of the store.

    Parameters
    ----------
    definitions : the metrics by key, with those from which they are computed
    grain : the periods to tell apart; None takes the whole range as one. A period that reaches beyond the range counts
        only its days inside.
    by : any of "team", "person", "manager" (those of the fact's day), or a field or attribute; PERSON_OR_NAME is
        "person" that tells apart, by the names in their source, those whom the directory does not know
    where : the values that are wanted, by the same names; None among them stands for an empty field. A team stands for
        itself and all teams below it.
    keep : keeps different things of days that are over for the next call; without it they are counted in the store

    Raises
    ------
    FactsError
        `unknown_metric`; `metric_invalid` with `problems`; `unknown_field` where a field is in none of the streams;
        `too_many_values`.
    """
    wanted = _checked(keys, definitions)
    shape = shape_of(by=by, grain=grain, calendar=calendar, where=where or {}, keeping=keep is not None)
    days, subjects = Period(since, until), subjects_of(store.directory, where or {})
    parameters = {"since": since, "until": until, **subjects}
    questions = questions_for(tuple(wanted), shape)
    with store.reading() as connection:
        check_fields(connection, {*by, *(where or {})} - SUBJECTS, streams={question.stream for question in questions})
        answers = [
            ask_things(connection, question, days, subjects, keep)
            if keep is not None and question.level is Level.THINGS
            else ask(connection, question, parameters)
            for question in questions
        ]
    grid = Grid(groups_in(answers) if by else ((),), _starts(since, until, grain, calendar), grain)
    require_few(len(grid.groups) * len(grid.periods))
    read = {base: values for answer in answers for base, values in values_in(answer, grid).items()}
    values = _all(wanted, read)
    return Result(tuple(by), grid.groups, grid.periods, store.directory.names(), {key: values[key] for key in keys})


def _checked(keys: Sequence[str], definitions: Mapping[str, MetricDefinition]) -> list[MetricDefinition]:
    for key in keys:
        if key not in definitions:
            raise FactsError("unknown_metric", f"There is no metric {key}.", metric=key)
        if problems := definitions[key].validate(definitions):
            message = f"{key} cannot be computed: {'; '.join(map(str, problems))}"
            raise FactsError("metric_invalid", message, metric=key, problems=problems)
    return closure(keys, definitions)


def _starts(since: date, until: date, grain: Grain | None, calendar: FiscalCalendar) -> tuple[date, ...]:
    if grain is None:
        return (since,)
    return tuple(
        period.starts_on for period in periods_between(since=since, until=until, grain=grain, calendar=calendar)
    )


def _all(wanted: Sequence[MetricDefinition], read: Mapping[Base, Values]) -> dict[str, Values]:
    """The values of all metrics; parts come before what is composed of them."""
    values: dict[str, Values] = {}
    for definition in wanted:
        base = base_of(definition)
        values[definition.key] = read[base] if base is not None else composed(definition, values)
    return values


__all__ = ["Result", "RowPage", "can_compute", "evaluate", "export_rows", "rows_behind"]
