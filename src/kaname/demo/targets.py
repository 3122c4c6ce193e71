"""Monthly targets of the current fiscal year: up to three KPIs for each team, split over its members by hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from kaname.demo.capacity import planned_hours
from kaname.demo.market import MONTH_CLOSING
from kaname.demo.plan import TargetPlan
from kaname.demo.seats import SALES, Job
from kaname.demo.world import CALENDAR, World
from kaname.measures.periods import Grain, Period, period_of, periods_between
from kaname.measures.sharing import share_amount


@dataclass(frozen=True)
class Aim:
    """What a team should reach: so much an hour worked, in whole steps; or, where `fixed`, the same in every month.

    `skills` are the traits that managers know their people by: a stronger team aims higher.
    """

    metric_key: str
    per_hour: float = 0.0
    step: Decimal = Decimal(1)
    fixed: Decimal | None = None
    seasonal: bool = False
    skills: tuple[str, ...] = ()


AIMS: Mapping[Job, tuple[Aim, ...]] = {
    Job.INSIDE: (
        Aim("appointments", 0.130, skills=("effort", "connecting", "appealing")),
        Aim("connects", 1.32, Decimal(5), skills=("effort", "connecting")),
        Aim("appointments_per_connect", fixed=Decimal("0.09")),
    ),
    Job.FIELD: (
        Aim("revenue", 22_500, Decimal(10_000), seasonal=True),
        Aim("deals_won", 0.0185),
        Aim("win_rate", fixed=Decimal("0.28")),
    ),
    Job.SUPPORT: (
        Aim("tickets_handled", 2.30, Decimal(5)),
        Aim("average_handling_seconds", fixed=Decimal(940)),
    ),
}
# What the whole of sales and the organisation aim at, an hour of inside sales and an hour of field sales.
WON_PER_HOUR = {Job.INSIDE: 0.0172, Job.FIELD: 0.0185}
REVENUE_PER_HOUR = {Job.INSIDE: 6_700, Job.FIELD: 27_000}
APPOINTMENTS_PER_HOUR, LEADS_PER_HOUR = 0.130, 1.0
VISITS_A_DAY = 1_180
CLOSE_RATE = Decimal("0.19")
# In October the year's figure proves too generous and is revised for the second half.
COST_PER_LEAD, REVISED_COST_PER_LEAD, REVISED_IN = Decimal(5_000), Decimal(4_500), 10
REVISION_REASON = "上期の実績が目標を下回って推移したため、下期の目標を引き下げ"


def targets(world: World) -> list[TargetPlan]:
    """Of every team, of its people where work is personal, and of the organisation."""
    year = period_of(world.options.today, grain=Grain.FISCAL_YEAR, calendar=CALENDAR)
    months = periods_between(since=year.starts_on, until=year.ends_on, grain=Grain.MONTH, calendar=CALENDAR)
    found = [target for month in months for target in _of_month(world, month)]
    revised_on = date(year.starts_on.year, REVISED_IN, 1)
    return [_revised(target, revised_on) for target in found] if world.options.today >= revised_on else found


def _revised(target: TargetPlan, revised_on: date) -> TargetPlan:
    if target.metric_key != "cost_per_lead" or target.starts_on < revised_on:
        return target
    return replace(target, value=REVISED_COST_PER_LEAD, revised_from=target.value, reason=REVISION_REASON)


def _of_month(world: World, month: Period) -> Iterator[TargetPlan]:
    hours = planned_hours(world, month)
    jobs = {seat.team_key: seat.job for seat in world.structure.seats if seat.team_key}
    for team_key, people in sorted(hours.items()):
        for aim in AIMS.get(jobs[team_key], ()):
            yield from _of_team(aim, team_key, people, month, skill=_skill(world, aim, people))
    yield from _of_divisions(world, hours, jobs, month)
    yield from _of_everybody(hours, jobs, month)


def _of_team(
    aim: Aim, team_key: str, people: Mapping[str, float], month: Period, *, skill: float
) -> Iterator[TargetPlan]:
    """The team's target and the parts of its members, which add up to it."""
    plan = TargetPlan(aim.metric_key, month.starts_on, month.ends_on, aim.fixed or Decimal(0), team_key)
    if aim.fixed is not None:
        yield plan
        yield from (replace(plan, team_key=None, person_key=key) for key in people)
        return
    value = _rounded(aim.per_hour * skill * sum(people.values()) * _season(aim, month.starts_on), aim.step)
    yield replace(plan, value=value)
    shares = share_amount(target=value, capacity=np.array(list(people.values())), step=_personal(aim.step))
    for key, share in zip(people, shares, strict=True):
        yield replace(plan, value=share, team_key=None, person_key=key)


def _of_divisions(
    world: World, hours: Mapping[str, Mapping[str, float]], jobs: Mapping[str, Job], month: Period
) -> Iterator[TargetPlan]:
    """A division of several sections aims at what they aim at together."""
    teams = world.structure.teams
    for division in teams:
        sections = [team.key for team in teams if team.parent_key == division.key and team.key in hours]
        if division.key == SALES.key or not sections:
            continue
        for aim in AIMS.get(jobs[sections[0]], ()):
            parts = [
                next(_of_team(aim, key, hours[key], month, skill=_skill(world, aim, hours[key]))).value
                for key in sections
            ]
            yield TargetPlan(
                aim.metric_key, month.starts_on, month.ends_on, aim.fixed or sum(parts, Decimal(0)), division.key
            )


def _of_everybody(
    hours: Mapping[str, Mapping[str, float]], jobs: Mapping[str, Job], month: Period
) -> Iterator[TargetPlan]:
    """What sales, marketing and the organisation aim at."""
    total = {job: sum(sum(people.values()) for key, people in hours.items() if jobs[key] is job) for job in Job}
    season = float(MONTH_CLOSING[month.starts_on.month - 1])
    won = _rounded(sum(rate * total[job] for job, rate in WON_PER_HOUR.items()) * season, Decimal(1))
    sold = sum(rate * total[job] for job, rate in REVENUE_PER_HOUR.items()) * season
    revenue = _rounded(sold, Decimal(100_000))
    appointments = _rounded(APPOINTMENTS_PER_HOUR * total[Job.INSIDE], Decimal(5))
    leads = _rounded(LEADS_PER_HOUR * total[Job.INSIDE], Decimal(10))
    visits = _rounded(VISITS_A_DAY * month.days, Decimal(100))
    owners: tuple[tuple[str | None, dict[str, Decimal]], ...] = (
        (SALES.key, {"revenue": revenue, "deals_won": won, "close_rate": CLOSE_RATE}),
        ("marketing", {"visits": visits, "leads_created": leads, "cost_per_lead": COST_PER_LEAD}),
        (None, {"revenue": revenue, "deals_won": won, "appointments": appointments}),
    )
    for team_key, values in owners:
        for metric_key, value in values.items():
            yield TargetPlan(metric_key, month.starts_on, month.ends_on, value, team_key)


def _skill(world: World, aim: Aim, people: Mapping[str, float]) -> float:
    """How much more or less than usual the people of a team bring in an hour."""
    numbers = {one.key: one.number for one in world.everybody}
    factors = np.ones(len(world.everybody))
    for skill in aim.skills:
        factors = factors * getattr(world.traits, skill)
    return float(np.average([factors[numbers[key]] for key in people], weights=list(people.values())))


def _season(aim: Aim, first: date) -> float:
    return float(MONTH_CLOSING[first.month - 1]) if aim.seasonal else 1.0


def _personal(step: Decimal) -> Decimal:
    """People get single units where the team gets fives; money stays in whole ten thousands."""
    return step if step > 100 else Decimal(1)


def _rounded(exact: float, step: Decimal) -> Decimal:
    return max(Decimal(round(exact / float(step))), Decimal(1)) * step
