"""A whole board: the ledger's part and the facts' part, every number judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kaname.boards.queries.course import Course, course_of
from kaname.boards.queries.earlier import Progress, progress_of
from kaname.boards.queries.ledger import BoardLedger
from kaname.boards.queries.members import Members, members_of
from kaname.boards.queries.values import ByMetric, Values, read_values
from kaname.boards.selection import Span
from kaname.facts.asking.question import Groups, Moment, Number, Question
from kaname.facts.metrics.definition import MetricDefinition, streams_of
from kaname.facts.store import FactStore
from kaname.goals.figures import Figure, figure
from kaname.goals.outlooks import NONE, Outlooks, outlooks_in
from kaname.goals.targets import Origin
from kaname.measures.comparison import Earlier, change_ratio, difference
from kaname.measures.pace import elapsed_share
from kaname.measures.periods import Period
from kaname.measures.status import TOO_EARLY_BELOW
from kaname.measures.working_time import days_of
from kaname.people.team_lines import TeamLine


@dataclass(frozen=True)
class Change:
    """The actual against that of an earlier period; `ratio` is None for rates and where nothing was before, the others
    where nothing is known of then."""

    earlier: Earlier
    before: Number | None
    difference: float | None
    ratio: float | None


@dataclass(frozen=True)
class Kpi:
    """One metric of the subject. `series` ends with the period shown; `loaded_at` is when its oldest stream was."""

    key: str
    definition: MetricDefinition
    figure: Figure
    series: Sequence[Number | None]
    previous: Change | None
    year_before: Change | None
    loaded_at: datetime | None


@dataclass(frozen=True)
class Line:
    """A team with one figure per metric. Without a team it holds what belongs to none."""

    team: TeamLine | None
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Board:
    """Everything that a board shows, in numbers; `kpis` with targets come first."""

    ledger: BoardLedger
    progress: Progress
    values: Values
    kpis: Sequence[Kpi]
    lead: Kpi | None
    course: Course | None
    lines: Sequence[Line]
    members: Members

    @property
    def with_target(self) -> list[Kpi]:
        return [kpi for kpi in self.kpis if kpi.figure.target is not None]

    @property
    def loaded_at(self) -> datetime | None:
        """When facts of any metric shown came in last."""
        return max((at for kpi in self.kpis if (at := kpi.loaded_at)), default=None)


def compose(ledger: BoardLedger, *, store: FactStore, today: date, lead: str = "") -> Board:
    """The board as it stands, on the organisation's day `today`, with the course of the metric `lead` or the first."""
    with Moment.of(store) as moment:
        board = compose_at(moment, ledger, today=today, lead=lead)
        board.members.look_at_everybody()
        return board


def compose_at(moment: Moment, ledger: BoardLedger, *, today: date, lead: str = "", with_course: bool = True) -> Board:
    """The same of facts that are open already, so that whatever else is read of them fits: everybody's numbers are read
    when they are looked at, and a course only for who draws it."""
    progress = progress_of(ledger.selection, ledger.roster, today=today)
    question = Question(moment, ledger.definitions, ledger.selection.calendar, ledger.state)
    values = read_values(ledger, progress, question=question)
    stale = {key: is_stale(key, ledger=ledger, values=values, progress=progress) for key in values.keys}
    ends = NONE if ledger.selection.filters else outlooks_in(ledger.selection.period, today=today)
    kpis = [
        _kpi(key, ledger=ledger, values=values, progress=progress, stale=stale[key], ends=ends) for key in values.keys
    ]
    kpis.sort(key=_rank)
    leading = next((kpi for kpi in kpis if kpi.key == lead), kpis[0] if kpis else None)
    drawn = with_course and leading is not None and ledger.selection.span is not Span.DAY
    return Board(
        ledger=ledger,
        progress=progress,
        values=values,
        kpis=kpis,
        lead=leading,
        course=course_of(leading.key, ledger, progress, question=question, end=leading.figure.outlook)
        if leading and drawn
        else None,
        lines=_lines(ledger, values, progress, stale, ends),
        members=members_of(ledger, values, progress, stale, ends, names=moment.directory.names()["person"]),
    )


def oldest_load(key: str, *, ledger: BoardLedger, values: Values) -> datetime | None:
    """When the stream of the metric that waits longest was loaded; None where one never was."""
    loads = [values.loaded_at.get(stream) for stream in streams_of([key], ledger.definitions)]
    return min((at for at in loads if at is not None), default=None) if all(loads) else None


def is_stale(key: str, *, ledger: BoardLedger, values: Values, progress: Progress) -> bool:
    """Whether the metric's facts are from before the last working day: of the period, where it is over."""
    loaded_at = oldest_load(key, ledger=ledger, values=values)
    if loaded_at is None or not (progress.running or progress.over):
        return False
    return ledger.organisation.today(loaded_at) < progress.last_working_on


def _rank(kpi: Kpi) -> int:
    """What was asked of the subject comes before what holds from above, and that before what nobody asked for."""
    target = kpi.figure.target
    return 2 if target is None else int(target.origin is Origin.ABOVE)


def _kpi(key: str, *, ledger: BoardLedger, values: Values, progress: Progress, stale: bool, ends: Outlooks) -> Kpi:
    loaded_at = oldest_load(key, ledger=ledger, values=values)
    target = ledger.targets.get(key)
    if (person := ledger.selection.subject.person) and progress.share >= TOO_EARLY_BELOW:
        target = values.asked_of(person, key, target)
    shown = figure(
        nature=ledger.natures[key],
        actual=values.actual(key) if loaded_at else None,
        target=target,
        share=progress.share,
        over=progress.over,
        stale=stale,
        outlook=ends.get((key, ledger.selection.subject.team or "", ledger.selection.subject.person or "")),
    )
    known_from = _known_from(values.series[key], values.periods)

    def change(earlier: Earlier | None, before: ByMetric) -> Change | None:
        unknown = earlier is not None and not before.get(key) and earlier.period.starts_on < known_from
        adds = ledger.natures[key].additive
        return _change(shown.actual, earlier, None if unknown else before.get(key), adds=adds)

    return Kpi(
        key=key,
        definition=ledger.definitions[key],
        figure=shown,
        series=values.series[key],
        previous=change(progress.previous, values.previous),
        year_before=change(progress.year_before, values.year_before),
        loaded_at=loaded_at,
    )


def _known_from(series: Sequence[Number | None], periods: Sequence[Period]) -> date:
    """When the metric's first number that we see was: a 0 before that may well be no data."""
    return next((period.starts_on for period, value in zip(periods, series, strict=True) if value), date.max)


def _change(now: Number | None, earlier: Earlier | None, before: Number | None, *, adds: bool) -> Change | None:
    if earlier is None:
        return None
    ratio = change_ratio(now=now, before=before) if adds else None
    return Change(earlier, before, difference(now=now, before=before), ratio)


def _lines(
    ledger: BoardLedger, values: Values, progress: Progress, stale: Mapping[str, bool], ends: Outlooks
) -> list[Line]:
    """Active teams, others where they have facts, and what belongs to no team where there is any."""
    lines = [
        _line(team, found, ledger, progress, stale, ends)
        for team, found in zip(ledger.lines, values.lines, strict=True)
        if (team.is_active and not team.direct) or any(found.values())
    ]
    if ledger.selection.subject.is_organisation and values.teams and None in values.teams.present:
        lines.append(Line(None, {key: _unjudged(key, values.teams, ledger) for key in values.keys}))
    return lines


def _unjudged(key: str, teams: Groups, ledger: BoardLedger) -> Figure:
    return Figure(ledger.natures[key], teams.value(key, None), target=None, share=0.0)


def _line(
    team: TeamLine,
    found: Mapping[str, Number | None],
    ledger: BoardLedger,
    progress: Progress,
    stale: Mapping[str, bool],
    ends: Outlooks,
) -> Line:
    days = days_of(ledger.selection.period)
    share = elapsed_share(hours=ledger.line_hours[team.key], days=days, at=progress.today)
    figures = {
        key: figure(
            nature=ledger.natures[key],
            actual=found.get(key),
            target=None if team.direct else ledger.target_of_line(team, key, does=found[key] is not None),
            share=share,
            over=progress.over,
            stale=stale[key],
            outlook=None if team.direct else ends.get((key, team.key, "")),
        )
        for key in found
    }
    return Line(team, figures)
