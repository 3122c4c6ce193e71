"""KPIs at risk, and people of whom too much is asked, each with what would help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from kaname.boards.evidence.looked_at import LookedAt
from kaname.boards.evidence.observation import Kind, Observation
from kaname.boards.queries.board import Kpi as BoardKpi
from kaname.boards.queries.members import Member
from kaname.goals.goal_page.strain import threshold_of_team
from kaname.goals.kpis.overload_words import an_hour, relief_words
from kaname.goals.kpis.split import grows_with_time
from kaname.goals.targets import ResolvedTarget
from kaname.measures.direction import Direction
from kaname.measures.overload import Relief, Threshold, overload, relief
from kaname.measures.pace import required_rate
from kaname.measures.periods import Period
from kaname.measures.status import Status
from kaname.people.models import Team
from kaname.web.formats.quantities import short
from kaname.web.formats.units import Unit

# Towards the end of a month whatever is left is too much for the hours that are left: no overload, but a miss.
GUARDED_UNTIL = 0.8
AT_RISK = {Status.OFF_TRACK: 2.0, Status.AT_RISK: 1.0}


def at_risk(looked: LookedAt) -> list[Observation]:
    """The board's own judgement, the worst first, with what is left to do and the working time left for it."""
    found = []
    for key in looked.keys:
        kpi = looked.on_board(key)
        if kpi is None or (target := kpi.figure.target) is None or kpi.figure.status not in AT_RISK:
            continue
        score = AT_RISK[kpi.figure.status] - (kpi.figure.of_pace or 0.0) / 10
        url = looked.asked.links.metric(key)
        params = _params(kpi, target, looked)
        said, brief = _sentence(kpi, params, looked), _brief(params)
        found.append(Observation(Kind.AT_RISK, said, score, key, kpi.figure.actual, url, brief=brief))
    return sorted(found, key=lambda one: -one.score)


def _params(kpi: BoardKpi, target: ResolvedTarget, looked: LookedAt) -> dict[str, str]:
    style, figure = looked.style, kpi.figure
    return {
        "metric": looked.name(kpi.key),
        "actual": style.bare(figure.actual, kpi.definition),
        "target": style.short(target.value, kpi.definition),
        "expected": style.pace(figure.expected, kpi.definition),
    }


def _brief(params: Mapping[str, str]) -> str:
    return _("%(metric)s: %(actual)s, the target is %(target)s.") % params


def _sentence(kpi: BoardKpi, params: Mapping[str, str], looked: LookedAt) -> str:
    style, figure = looked.style, kpi.figure
    hours = _hours_left(looked)
    grows = figure.nature.additive and figure.nature.direction is Direction.HIGHER
    if not grows or not figure.remaining or figure.remaining < 0 or hours <= 0:
        return _brief(params)
    left = {
        "remaining": style.short(figure.remaining, kpi.definition),
        "hours": short(round(hours), Unit("hours"), language=style.language),
    }
    return _(
        "%(metric)s: %(actual)s of %(target)s, %(expected)s would do by now. "
        "%(remaining)s to go, with %(hours)s of working time left."
    ) % {**params, **left}


def _hours_left(looked: LookedAt) -> float:
    """Working time of the subject from today to the end of the month. [h]"""
    roster = looked.board.ledger.roster.within(looked.asked.selection.period)
    first = max(0, (looked.today - roster.span.starts_on).days)
    return float(roster.hours_of_all[first:].sum())


def overloads(looked: LookedAt) -> list[Observation]:
    """People of whom a KPI asks more an hour than 9 of 10 comparable people ever reached, for who may see names."""
    if not looked.asked.audience.sees_people or not looked.board.progress.running:
        return []
    if looked.board.progress.share > GUARDED_UNTIL:
        return []
    looked.board.members.look_at_everybody()
    return sorted(_overloads(looked), key=lambda one: -one.score)


def _overloads(looked: LookedAt) -> Iterator[Observation]:
    period = looked.asked.selection.period
    left = Period(looked.today, period.ends_on)
    team = _team(looked)
    for key in looked.board.values.keys:
        definition = looked.definition(key)
        if (
            key not in looked.keys
            or definition.direction is not Direction.HIGHER
            or not grows_with_time(key, looked.goals_reader)
        ):
            continue
        threshold = threshold_of_team(key, team, left, reader=looked.goals_reader, journal=looked.asked.reader.journal)
        for member in _members(looked):
            if found := _of_member(looked, key, member, threshold):
                yield found


def _members(looked: LookedAt) -> Iterator[Member]:
    person = looked.subject.person
    for member in looked.board.members.people:
        if member.row is not None and member.key in looked.here_today and person in (None, member.key):
            yield member


def _of_member(looked: LookedAt, key: str, member: Member, threshold: Threshold) -> Observation | None:
    figure = looked.board.members.figure(member, key)
    remaining = figure.remaining
    if figure.target is None or remaining is None or remaining <= 0 or threshold.rate is None:
        return None
    hours, meetings = looked.time_left[member.key or ""]
    required = required_rate(remaining=remaining, hours_left=hours)
    if required is None or not overload(required_rate=required, threshold=threshold):
        return None
    reader, unit = looked.goals_reader, looked.style.unit(looked.definition(key))
    help_for = relief(target=remaining, hours=hours, meeting_hours=meetings, threshold=threshold.rate)
    text = _(
        "%(person)s, %(metric)s: %(required)s an hour would be needed from now on; "
        "%(not_above)s of %(people)s comparable people never went above %(reached)s in the last 12 months."
    ) % {
        "person": member.name,
        "metric": looked.name(key),
        "required": an_hour(required, unit, reader),
        "reached": an_hour(threshold.rate, unit, reader),
        "people": threshold.people,
        "not_above": threshold.not_above,
    }
    return Observation(
        Kind.OVERLOAD,
        text,
        required / threshold.rate,
        key=key,
        value=required,
        reliefs=tuple(_reliefs(help_for, unit, looked)),
        person=member.key or "",
    )


def _reliefs(found: Relief, unit: Unit, looked: LookedAt) -> Iterator[str]:
    if found.fewer_meeting_hours is not None:
        fewer = short(round(found.fewer_meeting_hours + 0.05, 1), Unit("hours"), language=looked.style.language)
        yield _("%(fewer)s fewer meetings until the end of the month") % {"fewer": fewer}
    yield from relief_words(found, unit, reader=looked.goals_reader)


def _team(looked: LookedAt) -> Team | None:
    subject, lines = looked.subject, looked.board.ledger.lines
    key = lines[0].key if subject.person and lines else subject.team
    return Team.objects.filter(key=key).first() if key else None
