"""A goal's KPIs with their targets by team and person, in the period in which each is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext as _

from kaname.goals.actions.queries import Plan
from kaname.goals.actuals import asking
from kaname.goals.figures import Figure
from kaname.goals.goal_page.block_values import BlockValues, block_values
from kaname.goals.goal_page.judging import Judge
from kaname.goals.goal_page.loads import Loads
from kaname.goals.goal_page.seen import Seen, seen_of
from kaname.goals.goal_page.working import Working, working_of
from kaname.goals.journal import Journal
from kaname.goals.kpis.grain_names import GRAIN_NAMES
from kaname.goals.kpis.in_force import in_force_of
from kaname.goals.models import Goal, Kpi
from kaname.goals.owners import TargetOwner
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.words import metric_name
from kaname.measures.periods import ONE_DAY, Grain, Period, period_of
from kaname.people.models import Team
from kaname.web.formats.units import Unit


@dataclass(frozen=True)
class OwnerRow:
    """One team or person: where they are in the period.

    `is_reader` marks the reader's own line; `excess` where what remains asks more of an hour than people ever reached.
    """

    name: str
    board: str
    figure: Figure
    is_reader: bool = False
    excess: bool = False


@dataclass(frozen=True)
class KpiBlock:
    """One KPI: its owner's figure in the period shown, and those below that the reader may see.

    `whole` says what the owner should reach in the goal's whole period, where nothing says it for the one shown; `plan`
    is what is done for it this month, None without a plan.
    """

    kpi: Kpi
    name: str
    team_name: str
    board: str
    grain_name: str
    period: Period
    period_name: str
    unit: Unit
    figure: Figure
    rows: tuple[OwnerRow, ...]
    hides_teams: bool
    hides_people: bool
    whole: str = ""
    plan: Plan | None = None


def kpi_blocks(goal: Goal, kpis: Sequence[Kpi], *, loads: Loads, reader: Reader, journal: Journal) -> list[KpiBlock]:
    """In the order of the KPIs; those of one team and period are asked for together."""
    known = [kpi for kpi in kpis if kpi.metric_key in reader.definitions]
    found: dict[int, KpiBlock] = {}
    for (_team, grain), some in groupby(sorted(known, key=_place), key=_place):
        together = list(some)
        period = period_shown(goal, Grain(grain), reader)
        team = together[0].team or goal.team
        found |= {block.kpi.pk: block for block in _blocks(team, period, together, loads, reader, journal)}
    return [found[kpi.pk] for kpi in known]


def period_shown(goal: Goal, grain: Grain, reader: Reader) -> Period:
    """The period of today within the goal's; its first or last one before and after it."""
    day = min(max(reader.today, goal.starts_on), goal.ends_on - ONE_DAY)
    whole = period_of(day, grain=grain, calendar=reader.calendar)
    return whole.intersection(goal.period) or goal.period


def _place(kpi: Kpi) -> tuple[int, str]:
    return kpi.team_id or 0, kpi.grain


def _blocks(
    team: Team | None, period: Period, kpis: Sequence[Kpi], loads: Loads, reader: Reader, journal: Journal
) -> Iterator[KpiBlock]:
    keys = [kpi.metric_key for kpi in kpis]
    working = working_of(team, period, keys, reader=reader, journal=journal)
    seen = seen_of(working, reader)
    with asking(keys, reader.definitions, reader.calendar) as question:
        values = block_values(question, keys, working, seen)
    wholes = _wholes(kpis, working, reader)
    for kpi in kpis:
        block = _block(kpi, working, seen, values, loads, reader, journal)
        yield replace(block, whole=wholes.get(kpi.metric_key, ""))


def _wholes(kpis: Sequence[Kpi], working: Working, reader: Reader) -> dict[str, str]:
    """In words; looked up only for what has no target in the period."""
    keys = [kpi.metric_key for kpi in kpis if kpi.metric_key not in working.targets.team]
    if not keys:
        return {}
    goal = kpis[0].goal
    held = in_force_of(goal, keys, team_id=None if working.team is None else working.team.pk)
    named = {"period": period_name(goal.period, calendar=reader.calendar, language=reader.language)}
    return {
        key: _("%(value)s in %(period)s")
        % {"value": one.words(reader.unit(reader.definitions[key]), reader=reader), **named}
        for key, one in held.items()
    }


def _block(
    kpi: Kpi, working: Working, seen: Seen, values: BlockValues, loads: Loads, reader: Reader, journal: Journal
) -> KpiBlock:
    key, team = kpi.metric_key, working.team
    judge = Judge(key, working, loads.since(key), reader, journal)
    return KpiBlock(
        kpi=kpi,
        name=metric_name(key, reader.definitions),
        team_name=TargetOwner(team=team).name(reader.organisation),
        board="of=organisation" if team is None else f"team={team.key}",
        grain_name=str(GRAIN_NAMES[Grain(kpi.grain)]),
        period=working.period,
        period_name=period_name(working.period, calendar=reader.calendar, language=reader.language),
        unit=reader.unit(reader.definitions[key]),
        figure=judge.of_whole(values.whole[key]),
        rows=tuple(_rows(key, judge, seen, values, reader)),
        hides_teams=seen.hides_teams,
        hides_people=seen.hides_people,
    )


def _rows(key: str, judge: Judge, seen: Seen, values: BlockValues, reader: Reader) -> Iterator[OwnerRow]:
    for team in seen.teams:
        found = judge.of_team(team, values.teams[team.pk][key])
        if found is not None:
            yield OwnerRow(team.name, f"team={team.key}", found)
    for row in seen.rows:
        person = judge.working.crew.people[row]
        judged = judge.of_person(row, values.of_person(key, person.key), is_present=values.is_present(person.key))
        if judged is not None:
            is_reader = person.user_id == reader.user.pk
            yield OwnerRow(person.name, f"person={person.key}", judged, is_reader, judge.is_too_much(row, judged))
