"""The facts' part of a board: a handful of grouped questions, whatever the number of metrics, teams and people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kaname.boards.queries.earlier import Progress
from kaname.boards.queries.ledger import PERIODS_SHOWN, BoardLedger
from kaname.boards.selection import Subject
from kaname.facts.asking.question import Groups, Number, People, Question, Where
from kaname.facts.metrics.definition import streams_of
from kaname.goals.targets import ResolvedTarget
from kaname.measures.comparison import Earlier
from kaname.measures.periods import FiscalCalendar, Grain, Period, previous
from kaname.people.team_lines import TeamLine

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
    people: People | None
    loaded_at: Mapping[str, datetime | None]

    def actual(self, key: str) -> Number | None:
        return self.series[key][-1]

    def asked_of(self, person: str | None, key: str, target: ResolvedTarget | None) -> ResolvedTarget | None:
        """The target if the person is judged by it: a part of the team's is none of those who do other work."""
        if target is None or target.is_own or self.people is None:
            return target
        return target if self.people.does(person, key) else None


def read_values(ledger: BoardLedger, progress: Progress, *, question: Question) -> Values:
    """Ask for everything that the board shows."""
    selection, where, period = ledger.selection, ledger.selection.where, ledger.selection.period
    loaded_at = {stream: question.facts.loaded_at(stream) for stream in streams_of(ledger.keys, ledger.definitions)}
    wanted = ledger.asked | ledger.carried
    asked = [key for key in ledger.keys if key in wanted or _has_facts(key, ledger, loaded_at)]
    periods = periods_shown(period, grain=selection.grain, calendar=selection.calendar)
    past = Period(periods[0].starts_on, period.starts_on)
    before_this = question.past_series(asked, days=past, grain=selection.grain, where=where)
    by_team, people = _divided(ledger, asked, question)
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
        people=people,
        loaded_at=loaded_at,
    )


def periods_shown(period: Period, *, grain: Grain, calendar: FiscalCalendar) -> list[Period]:
    """The period and the twelve before it, oldest first."""
    periods = [period]
    while len(periods) < PERIODS_SHOWN:
        periods.insert(0, previous(periods[0], grain=grain, calendar=calendar))
    return periods


def _has_facts(key: str, ledger: BoardLedger, loaded_at: Mapping[str, datetime | None]) -> bool:
    return all(loaded_at[stream] for stream in streams_of([key], ledger.definitions))


def _divided(ledger: BoardLedger, keys: Sequence[str], question: Question) -> tuple[Groups | None, People | None]:
    """By team and by person; for a person, only the people of their team."""
    subject, period = ledger.selection.subject, ledger.selection.period
    if not keys or (subject.person and not ledger.lines):
        return None, None
    whose = ledger.selection.of(Subject(team=ledger.lines[0].key)) if subject.person else ledger.selection
    people = People(question, keys, period=period, where=whose.where)
    if subject.person:
        return None, people
    return question.by("team", keys, period=period, where=whose.where), people


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
    """Several teams' values as one. What does not follow from theirs is asked for."""
    added = {key: by_team.together(key, teams) for key in keys if by_team.adds_up(key)}
    rest = [key for key in keys if key not in added]
    return question.total(rest, period=ledger.selection.period, where=where) | added
