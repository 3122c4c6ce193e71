"""A month of working time with its reasons: why it has the days and hours that it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from kaname.measures.periods import Period
from kaname.people.models import Organisation, Person, Team
from kaname.people.queries import people_in, teams_below
from kaname.people.working_hours import WorkingParts, parts_of, presence


@dataclass(frozen=True)
class Cell:
    """One day: hours left for work, and what took others away."""

    day: date
    hours: float
    is_working_day: bool
    closed: str
    away: float
    meetings: float


@dataclass(frozen=True)
class Line:
    """One step of the sum: working days and hours, negative where something takes them."""

    key: str
    days: float
    hours: float
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Month:
    """The cells of each week, None outside of the month, and the sum that they make."""

    weeks: list[list[Cell | None]]
    lines: list[Line]
    days: float
    hours: float


@dataclass(frozen=True)
class PersonTotal:
    person: Person
    days: float
    hours: float


def month_of_person(person: Person, *, organisation: Organisation, period: Period, language: str) -> Month:
    """`language` is that of the names of public holidays."""
    parts = parts_of([person], organisation=organisation, period=period, language=language)
    return _month(parts, np.ones_like(parts.hours, dtype=bool), organisation=organisation)


def month_of_team(
    team: Team | None, *, organisation: Organisation, period: Period, language: str
) -> tuple[Month, list[PersonTotal]]:
    """The month of everybody in the team and below, None for all teams, and each person's part of it."""
    keys = None if team is None else teams_below({team.key})
    people = people_in(keys, period)
    if not people and team is None:
        nobody = Person(pk=0, name="")
        return month_of_person(nobody, organisation=organisation, period=period, language=language), []
    parts = parts_of(people, organisation=organisation, period=period, language=language)
    ids = None if keys is None else set(Team.objects.filter(key__in=keys).values_list("id", flat=True))
    here = presence(people, team_ids=ids, period=period)
    days, hours = (_working(parts) * here).sum(axis=1), (parts.hours * here).sum(axis=1)
    totals = [PersonTotal(*row) for row in zip(people, days.tolist(), hours.tolist(), strict=True)]
    return _month(parts, here, organisation=organisation), totals


def _working(parts: WorkingParts) -> NDArray[np.float64]:
    """Share of each day that counts as a working day of each person."""
    is_open = (parts.contract > 0) & ~_closed(parts)
    present: NDArray[np.float64] = is_open * (1.0 - parts.away)
    return present


def _closed(parts: WorkingParts) -> NDArray[np.bool_]:
    return np.array([day in parts.closed for day in parts.days.tolist()], dtype=bool)


def _month(parts: WorkingParts, here: NDArray[np.bool_], *, organisation: Organisation) -> Month:
    """Weekdays, less closed days, less leave, less meetings: what is left."""
    is_closed, contract = _closed(parts), parts.contract * here
    is_open = (contract > 0) & ~is_closed
    away_hours, working = contract * parts.away * is_open, _working(parts) * here
    hours = parts.hours * here
    met = contract * is_open - away_hours - hours
    closed_by_contract = (contract > 0) & is_closed
    shut = closed_by_contract.sum(axis=0) > 0
    names = [f"{day.month}/{day.day} {parts.closed[day]}" for day in parts.days[shut].tolist()]
    lines = [
        Line("contract", float((contract > 0).sum()), float(contract.sum())),
        Line("closed", -float(closed_by_contract.sum()), -float((contract * is_closed).sum()), tuple(names)),
        Line("away", -float((parts.away * is_open).sum()), -float(away_hours.sum())),
        Line("meetings", 0.0, -float(met.sum())),
    ]
    cells = [
        Cell(
            day=day,
            hours=float(hours[:, at].sum()),
            is_working_day=bool((contract[:, at] > 0).any()),
            closed=parts.closed.get(day, ""),
            away=float((parts.away * is_open)[:, at].sum()),
            meetings=float(met[:, at].sum()),
        )
        for at, day in enumerate(parts.days.tolist())
    ]
    weeks = _weeks(cells, first_weekday=organisation.first_weekday)
    return Month(weeks, lines, days=float(working.sum()), hours=float(hours.sum()))


def _weeks(cells: Sequence[Cell], *, first_weekday: int) -> list[list[Cell | None]]:
    before = (cells[0].day - timedelta(days=first_weekday)).weekday()
    padded: list[Cell | None] = [*[None] * before, *cells]
    padded += [None] * (-len(padded) % 7)
    return [padded[at : at + 7] for at in range(0, len(padded), 7)]
