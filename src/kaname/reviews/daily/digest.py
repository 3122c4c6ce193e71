"""All reports of a team and day on one page, for the evening meeting: what was learned first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch
from django.http import Http404

from kaname.goals.reader import Reader
from kaname.measures.periods import ONE_DAY, Period
from kaname.people.models import Person, Team
from kaname.people.working_hours import closed_days
from kaname.reviews.daily.figures import DayAction, DayFigure, shown_actions, shown_figures
from kaname.reviews.daily.people import at_work, awaited, below, members_on, team_on
from kaname.reviews.models import DailyAnswer, DailyReport, DailyRule


@dataclass(frozen=True)
class DigestLine:
    """One report, with its figures named."""

    report: DailyReport
    figures: Sequence[DayFigure]
    actions: Sequence[DayAction]

    @property
    def is_thanked(self) -> bool:
        return any(one.is_thanks for one in self.report.answers.all())


@dataclass(frozen=True)
class Digest:
    """`sums` are of reports that are there, over metrics whose numbers add up; `worked`: somebody was due."""

    team: Team
    day: date
    lines: Sequence[DigestLine]
    sums: Sequence[DayFigure]
    missing: Sequence[Person]
    worked: bool
    rule: DailyRule
    why_closed: str
    manages: bool

    @property
    def learned(self) -> list[DigestLine]:
        return [line for line in self.lines if line.report.learned]

    @property
    def questions(self) -> list[DigestLine]:
        return [line for line in self.lines if line.report.question]

    @property
    def plans(self) -> list[DigestLine]:
        return [line for line in self.lines if line.report.plans]


def digest_of(team: Team, *, day: date, reader: Reader) -> Digest:
    """Of the team and those below it, for who manages it; for its members, where the team says so, what was learned.

    Raises
    ------
    Http404
        For everybody else.
    """
    rule = DailyRule.objects.filter(team=team).first() or DailyRule(team=team)
    manages = team.key in reader.scope.managed_team_keys
    if not manages and not (rule.shares_learned and _is_colleague(team, reader)):
        raise Http404
    keys = below(team) if manages else frozenset({team.key})
    lines = [_line(one, reader) for one in _reports(keys, day)]
    closed = closed_days(reader.organisation, Period(day, day + ONE_DAY), language=reader.language)
    return Digest(
        team=team,
        day=day,
        lines=lines,
        sums=_sums(lines) if manages else (),
        missing=awaited(keys, day=day, reader=reader) if manages else (),
        worked=bool(lines) or bool(at_work(members_on(day, team_keys=keys), day=day, reader=reader)),
        rule=rule,
        why_closed=closed.get(day, ""),
        manages=manages,
    )


def _is_colleague(team: Team, reader: Reader) -> bool:
    own = Person.objects.active().filter(user=reader.user.pk).first()
    return own is not None and team_on(own, day=reader.today) == team


def _reports(team_keys: frozenset[str], day: date) -> list[DailyReport]:
    there = Person.objects.in_team_on(day, team_keys=team_keys)
    rows = DailyReport.objects.submitted().filter(day=day, person__in=there).select_related("person")
    answers = DailyAnswer.objects.select_related("by__person")
    return list(rows.prefetch_related(Prefetch("answers", answers)))


def _line(report: DailyReport, reader: Reader) -> DigestLine:
    figures = shown_figures(report.kpis, reader=reader)
    return DigestLine(report, figures, tuple(shown_actions(report.actions)))


def _sums(lines: Sequence[DigestLine]) -> list[DayFigure]:
    """By metric, in the order in which they come up; None only where nobody's number is known."""
    by_key: dict[str, list[DayFigure]] = {}
    for line in lines:
        for one in line.figures:
            if one.is_sum:
                by_key.setdefault(one.key, []).append(one)
    return [
        replace(some[0], value=_total([one.value for one in some]), quota=_quota(some), upper=None)
        for some in by_key.values()
    ]


def _quota(some: Sequence[DayFigure]) -> float | None:
    """Of everybody together; None where somebody has none, since the sum would be held against too little."""
    quotas = [one.quota for one in some]
    return None if None in quotas else _total(quotas)


def _total(values: Sequence[float | None]) -> float | None:
    known = [one for one in values if one is not None]
    return sum(known) if known else None
