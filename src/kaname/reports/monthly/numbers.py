"""The numbers of a month, the same as on boards and on the pages of goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaname.boards.queries.board import Board, Kpi, compose
from kaname.boards.queries.ledger import read_ledger
from kaname.goals.actuals import actual_values
from kaname.goals.elapsed import Elapsed, elapsed_of, figure_of, loaded_since
from kaname.goals.figures import Figure
from kaname.goals.goal_lines import GoalLine, asked_of
from kaname.goals.journal import organisation_and_journal
from kaname.goals.kpi_tree.values import computable
from kaname.goals.models import Goal
from kaname.goals.models import Kpi as GoalKpi
from kaname.goals.queries import targets_for
from kaname.goals.targets import ResolvedTarget
from kaname.measures.periods import Grain, Period, period_of
from kaname.people.models import Team
from kaname.reports.monthly.asked import Asked
from kaname.web.store import facts


@dataclass(frozen=True)
class GoalStand:
    """A goal at the end of the month: its actual since it began, judged by what should be reached by then."""

    line: GoalLine
    elapsed: Elapsed

    @property
    def figure(self) -> Figure:
        return self.line.figure


@dataclass(frozen=True)
class MonthNumbers:
    """`kpis` are those with a target or named as KPIs, `others` what boards show besides; `agreed` are the KPIs' rows.

    `next_targets` are the subject's of the month after, by metric.
    """

    asked: Asked
    board: Board
    kpis: Sequence[Kpi]
    others: Sequence[Kpi]
    goals: Sequence[GoalStand]
    agreed: Sequence[GoalKpi]
    next_month: Period
    next_targets: Mapping[str, ResolvedTarget]

    @property
    def any_actual(self) -> bool:
        """Whether anything happened: a report of nothing is not worth sending."""
        return any(kpi.figure.actual for kpi in self.kpis) or any(kpi.figure.actual for kpi in self.others)


def month_numbers(asked: Asked) -> MonthNumbers:
    """Everything that follows from facts and targets."""
    board = _board(asked)
    agreed = agreed_kpis(asked)
    named = dict.fromkeys([kpi.metric_key for kpi in agreed])
    kpis = _with_missing(board, [key for key in named if key in asked.reader.definitions], asked)
    main = [kpi for kpi in kpis if kpi.key in named or kpi.figure.target is not None]
    main.sort(key=lambda kpi: list(named).index(kpi.key) if kpi.key in named else len(named))
    following = period_of(asked.month.ends_on, grain=Grain.MONTH, calendar=asked.organisation.calendar())
    return MonthNumbers(
        asked=asked,
        board=board,
        kpis=main,
        others=[kpi for kpi in kpis if kpi not in main],
        goals=[_stand(goal, asked) for goal in goals_of(asked)],
        agreed=agreed,
        next_month=following,
        next_targets=_targets([kpi.key for kpi in main], following, asked),
    )


def _board(asked: Asked, key: str | None = None) -> Board:
    _organisation, journal = organisation_and_journal()
    ledger = read_ledger(asked.selection, organisation=asked.organisation, state=journal, key=key)
    return compose(ledger, store=facts(), today=asked.today)


def _with_missing(board: Board, named: Sequence[str], asked: Asked) -> list[Kpi]:
    """The board's, and KPIs that boards do not show."""
    shown = {kpi.key for kpi in board.kpis}
    missing = [kpi for key in named if key not in shown for kpi in _board(asked, key).kpis]
    return [*board.kpis, *missing]


def goals_of(asked: Asked) -> list[Goal]:
    """Goals that count in the month: the subject's own. A person has none; the team's totals are not theirs to show."""
    if asked.subject.person:
        return []
    counting = Goal.objects.current().filter(published_at__isnull=False, team=asked.team)
    touching = counting.filter(starts_on__lt=asked.month.ends_on, ends_on__gt=asked.month.starts_on)
    return list(touching.select_related("team", "target", "parent__team"))


def agreed_kpis(asked: Asked) -> list[GoalKpi]:
    """KPIs of the subject's team (of a person: the team's) under goals of the month, each metric once."""
    own = [kpi for kpi in kpis_of_month(asked) if _team_id(kpi) == (asked.team.pk if asked.team else None)]
    return list({kpi.metric_key: kpi for kpi in reversed(own)}.values())[::-1]


def kpis_above(asked: Asked) -> list[GoalKpi]:
    """KPIs of the teams above and of the organisation, for which the subject's people may have actions as well."""
    above = {*(asked.team.line_up() if asked.team else ()), None} - {asked.team.pk if asked.team else None}
    return [kpi for kpi in kpis_of_month(asked) if _team_id(kpi) in above]


def kpis_of_month(asked: Asked) -> list[GoalKpi]:
    """Of goals that count in the month and are not archived, by goal and place."""
    found = GoalKpi.objects.current().filter(
        goal__archived_at=None,
        goal__published_at__isnull=False,
        goal__starts_on__lt=asked.month.ends_on,
        goal__ends_on__gt=asked.month.starts_on,
    )
    return list(found.select_related("goal__team", "team").order_by("goal__starts_on", "position", "pk"))


def _team_id(kpi: GoalKpi) -> int | None:
    return kpi.team_id if kpi.team_id is not None else kpi.goal.team_id


def _stand(goal: Goal, asked: Asked) -> GoalStand:
    reader = asked.reader
    elapsed = elapsed_of(goal.team, goal.period, reader)
    actual = None
    if computable(goal.metric_key, reader):
        # Of a running month everything counts that is known, as on the page of the goal.
        until = min(goal.ends_on, asked.month.ends_on) if asked.over else goal.ends_on
        actual = _actual(goal.metric_key, Period(goal.starts_on, until), goal.team, asked)
    figure = figure_of(
        goal.metric_key,
        actual,
        asked_of(goal),
        elapsed=elapsed,
        loaded_at=loaded_since(goal.metric_key, reader),
        reader=reader,
    )
    return GoalStand(GoalLine(goal, reader, figure), elapsed)


def _actual(key: str, period: Period, team: Team | None, asked: Asked) -> float | None:
    reader = asked.reader
    found = actual_values([key], period=period, team=team, definitions=reader.definitions, calendar=reader.calendar)
    return found.get(key)


def _targets(keys: Sequence[str], period: Period, asked: Asked) -> Mapping[str, ResolvedTarget]:
    """The subject's own."""
    subject = asked.subject
    found = targets_for(
        metric_keys=keys,
        period=period,
        team_key=subject.team,
        person_keys=[subject.person] if subject.person else [],
        definitions=asked.reader.definitions,
    )
    if subject.person:
        return {metric: target for (metric, _person), target in found.people.items()}
    return found.team
