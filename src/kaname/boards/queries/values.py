"""The facts' part of a board: a handful of grouped questions, whatever the number of metrics, teams and people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kaname.boards.comparison import Earlier
from kaname.boards.queries.earlier import Progress
from kaname.boards.queries.ledger import PERIODS_SHOWN, BoardLedger
from kaname.boards.queries.question import Groups, Number, Question, Where
from kaname.boards.queries.teams import TeamLine
from kaname.boards.selection import Subject
from kaname.facts.metrics.definition import Arithmetic, MetricDefinition, Operation, Ratio, closure
from kaname.measures.periods import FiscalCalendar, Grain, Period, previous

ByMetric = Mapping[str, Number | None]


@dataclass(frozen=True)
class Values:
    """What facts say about a board's metrics, in the metrics' units.

    `series` are the subject's values of `periods`, the shown one last; `lines` those of each team line by its
    position; `teams` and `people` those of everybody in the subject, where it is no person: `people` are then those of
    the person's team.
    """

    keys: tuple[str, ...]
    periods: tuple[Period, ...]
    series: Mapping[str, Sequence[Number | None]]
    previous: ByMetric
    year_before: ByMetric
    lines: Sequence[ByMetric]
    teams: Groups | None
    people: Groups | None
    loaded_at: Mapping[str, datetime | None]

    def actual(self, key: str) -> Number | None:
        return self.series[key][-1]


def read_values(ledger: BoardLedger, progress: Progress, *, question: Question) -> Values:
    """Ask for everything that the board shows."""
    selection, where, period = ledger.selection, ledger.selection.where, ledger.selection.period
    loaded_at = {stream: question.facts.loaded_at(stream) for stream in streams_of(ledger.keys, ledger.definitions)}
    wanted = ledger.asked | ledger.targets.keys()
    asked = [key for key in ledger.keys if key in wanted or _has_facts(key, ledger, loaded_at)]
    periods = periods_shown(period, grain=selection.grain, calendar=selection.calendar)
    past = Period(periods[0].starts_on, period.starts_on)
    before_this = question.past_series(asked, days=past, grain=selection.grain, where=where)
    by_team, by_person = _divided(ledger, asked, question)
    now = _whole(asked, by_team, where, ledger, question)
    series = {key: (*before_this[key], now[key]) for key in asked}
    keys = [key for key in asked if key in wanted or any(series[key])]

    def before(earlier: Earlier | None) -> ByMetric:
        if earlier is None:
            return {}
        if not earlier.cut and earlier.period in periods:
            return {key: series[key][periods.index(earlier.period)] for key in asked}
        return question.past_total(asked, period=Period(earlier.period.starts_on, earlier.until), where=where)

    return Values(
        keys=tuple(keys),
        periods=tuple(periods),
        series=series,
        previous=before(progress.previous),
        year_before=before(progress.year_before),
        lines=[_line(line, ledger, by_team, keys, question) for line in ledger.lines],
        teams=by_team,
        people=by_person,
        loaded_at=loaded_at,
    )


def periods_shown(period: Period, *, grain: Grain, calendar: FiscalCalendar) -> list[Period]:
    """The period and the twelve before it, oldest first."""
    periods = [period]
    while len(periods) < PERIODS_SHOWN:
        periods.insert(0, previous(periods[0], grain=grain, calendar=calendar))
    return periods


def streams_of(keys: Sequence[str], definitions: Mapping[str, MetricDefinition]) -> list[str]:
    """The streams that the metrics are computed from, each once."""
    return list(dict.fromkeys(part.stream for part in closure(keys, definitions) if part.stream))


def _has_facts(key: str, ledger: BoardLedger, loaded_at: Mapping[str, datetime | None]) -> bool:
    return all(loaded_at[stream] for stream in streams_of([key], ledger.definitions))


def _divided(ledger: BoardLedger, keys: Sequence[str], question: Question) -> tuple[Groups | None, Groups | None]:
    """By team (with the parts of ratios) and by person; for a person, only the people of their team."""
    subject, period = ledger.selection.subject, ledger.selection.period
    if not keys or (subject.person and not ledger.lines):
        return None, None
    whose = ledger.selection.of(Subject(team=ledger.lines[0].key)) if subject.person else ledger.selection
    by_person = question.by("person", keys, period=period, where=whose.where)
    if subject.person:
        return None, by_person
    parts = [part for key in keys for part in adding_parts(key, ledger)]
    by_team = question.by("team", list(dict.fromkeys([*keys, *parts])), period=period, where=whose.where)
    return by_team, by_person


def adding_parts(key: str, ledger: BoardLedger) -> tuple[str, ...]:
    """Numerator and denominator of a ratio, where both add up over teams."""
    match ledger.definitions[key].computation:
        case Ratio(top, bottom) | Arithmetic(Operation.RATIO, (top, bottom)):
            return (top, bottom) if ledger.natures[top].additive and ledger.natures[bottom].additive else ()
    return ()


def _line(
    line: TeamLine, ledger: BoardLedger, by_team: Groups | None, keys: Sequence[str], question: Question
) -> ByMetric:
    """A team with those below it."""
    where = ledger.selection.of(Subject(team=line.key)).where
    if by_team is None:
        return question.total(keys, period=ledger.selection.period, where=where)
    seen = [key for key in line.below if key in by_team.present]
    if len(seen) <= 1:
        return {key: by_team.value(key, seen[0] if seen else line.key) for key in keys}
    return _together(seen, keys, by_team, where, ledger, question)


def _whole(
    keys: Sequence[str], by_team: Groups | None, where: Where, ledger: BoardLedger, question: Question
) -> ByMetric:
    """The subject's own values."""
    if by_team is None:
        return question.total(keys, period=ledger.selection.period, where=where)
    return _together(by_team.present, keys, by_team, where, ledger, question)


def _together(
    teams: Sequence[str | None],
    keys: Sequence[str],
    by_team: Groups,
    where: Where,
    ledger: BoardLedger,
    question: Question,
) -> ByMetric:
    """Several teams' values as one. What neither adds up nor is a ratio of what does is asked for."""

    def summed(key: str) -> Number:
        return exact_sum(by_team.value(key, team) or 0 for team in teams)

    added = {key: summed(key) for key in keys if ledger.natures[key].additive}
    ratios = {key: (summed(parts[0]), summed(parts[1])) for key in keys if (parts := adding_parts(key, ledger))}
    divided = {key: top / bottom if bottom else None for key, (top, bottom) in ratios.items()}
    rest = [key for key in keys if key not in added and key not in ratios]
    return question.total(rest, period=ledger.selection.period, where=where) | added | divided


def exact_sum(values: Iterable[Number]) -> Number:
    """The sum as decimals: 0.1 + 0.2 is 0.3, as the fact store has it."""
    numbers = list(values)
    if all(isinstance(value, int) for value in numbers):
        return sum(numbers)
    return float(sum((Decimal(str(value)) for value in numbers), Decimal(0)))
