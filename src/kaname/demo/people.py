"""People: who holds which seat when. The past does not change when a later day is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kaname.demo.chance import Purpose, chance
from kaname.demo.names import IMPROVER, names
from kaname.demo.plan import HoursPlan, MembershipPlan, PersonPlan
from kaname.demo.seats import ADMINISTRATOR, EAST, HEAD, MANAGER, MEMBER, WEST, Job, Seat, Structure

# Nobody changed seats before; fiscal years begin in April.
BEGINNING = 2020
TURNOVER_A_YEAR = 0.10
CHANGES_ON = ((4, 1), (7, 1), (10, 16), (1, 16))
SIGN_INS = {HEAD: "executive", ADMINISTRATOR: "admin", MANAGER: "manager", MEMBER: "member"}
REDUCED_HOURS = (6.0, 6.0, 6.0, 6.0, 6.0, 0.0, 0.0)


@dataclass(frozen=True)
class Occupant:
    """A person in a seat, starts_on <= day < ends_on; None is since ever, or still."""

    number: int
    seat: Seat
    name: str
    email: str
    starts_on: date | None
    ends_on: date | None

    @property
    def key(self) -> str:
        return f"p{self.number + 1:03d}"

    def was_there(self, since: date, until: date) -> bool:
        return (self.starts_on or date.min) < until and (self.ends_on or date.max) > since


def occupants(structure: Structure, *, seed: int, until: date) -> list[Occupant]:
    """Everybody who held a seat before `until`, in the order of arrival."""
    stays = [stay for seat in structure.seats for stay in _stays(seat, seed=seed, until=until)]
    stays.sort(key=lambda stay: (stay[1] or date.min, stay[0].number))
    everybody = zip(stays, names(len(stays), seed=seed), strict=True)
    return [
        _occupant(number, seat, name, starts_on, ends_on)
        for number, ((seat, starts_on, ends_on), name) in enumerate(everybody)
    ]


def _stays(seat: Seat, *, seed: int, until: date) -> Iterable[tuple[Seat, date | None, date | None]]:
    starts_on: date | None = None
    for change_on in () if seat.lasting else _changes(seat, seed=seed, until=until):
        yield seat, starts_on, change_on
        starts_on = change_on
    yield seat, starts_on, None


def _changes(seat: Seat, *, seed: int, until: date) -> Iterable[date]:
    for year in range(BEGINNING, until.year + 1):
        luck = chance(seed, Purpose.TURNOVER, seat.number, year)
        happens, (month, day) = luck.random() < TURNOVER_A_YEAR, CHANGES_ON[luck.integers(len(CHANGES_ON))]
        change_on = date(year + (month < 4), month, day)
        if happens and change_on < until:
            yield change_on


def _occupant(number: int, seat: Seat, name: tuple[str, str], starts_on: date | None, ends_on: date | None) -> Occupant:
    written = IMPROVER if seat.number == MEMBER else name[0]
    mail = SIGN_INS.get(seat.number, name[1])
    return Occupant(number, seat, written, f"{mail}@example.jp", starts_on, ends_on)


def person_of(occupant: Occupant) -> PersonPlan:
    role = {Job.HEAD: "executive", Job.ADMINISTRATION: "administrator"}.get(
        occupant.seat.job, "manager" if occupant.seat.is_manager else "member"
    )
    return PersonPlan(
        key=occupant.key,
        name=occupant.name,
        email=occupant.email,
        employee_code=f"E{occupant.number + 1001}",
        role=role,
        left_on=occupant.ends_on,
        signs_in=occupant.seat.number in SIGN_INS,
    )


def memberships(structure: Structure, everybody: Sequence[Occupant], *, until: date) -> list[MembershipPlan]:
    """Who was in which team when; one member of the west changes to the east and back."""
    holders = {occupant.seat.number: occupant for occupant in everybody if occupant.seat.lasting}
    mover = moving_seat(structure)
    found: list[MembershipPlan] = []
    for occupant in everybody:
        if not occupant.seat.team_key:
            continue
        whole = MembershipPlan(occupant.key, occupant.seat.team_key, None, occupant.starts_on, occupant.ends_on)
        parts = _moves(whole, until=until) if occupant.seat == mover else [whole]
        found += [replace(part, manager_key=_manager(part.team_key, structure, holders, occupant)) for part in parts]
    return found


def moving_seat(structure: Structure) -> Seat | None:
    """The last seat in the west, where both regions are single teams and the west can spare somebody."""
    west = [seat for seat in structure.seats if seat.team_key == WEST]
    return west[-1] if len(west) > 2 and structure.manager_of(EAST) else None


def moves(*, until: date) -> list[tuple[date, str]]:
    """From when on the moving seat belongs to which team: the east from October of even years, the west of odd ones."""
    days = [date(year, 10, 1) for year in range(BEGINNING, until.year + 1)]
    return [(day, WEST if day.year % 2 else EAST) for day in days if day < until]


def _moves(whole: MembershipPlan, *, until: date) -> list[MembershipPlan]:
    first, last = whole.starts_on or date.min, whole.ends_on or date.max
    teams = [(date.min, WEST), *moves(until=until)]
    ends = [day for day, _ in teams[1:]] + [date.max]
    parts = []
    for (since, team_key), till in zip(teams, ends, strict=True):
        starts_on, ends_on = max(since, first), min(till, last)
        if starts_on < ends_on:
            part = replace(whole, team_key=team_key, starts_on=None if starts_on == date.min else starts_on)
            parts.append(replace(part, ends_on=None if ends_on == date.max else ends_on))
    return parts


def _manager(team_key: str, structure: Structure, holders: dict[int, Occupant], of: Occupant) -> str:
    seat = structure.manager_of(team_key)
    return holders[seat.number if seat and seat != of.seat else HEAD].key


def own_hours(structure: Structure, everybody: Sequence[Occupant]) -> list[HoursPlan]:
    """The second to last member of each inside sales team works reduced hours."""
    seats = {_reduced(structure, team.key) for team in structure.teams}
    return [HoursPlan(occupant.key, REDUCED_HOURS) for occupant in everybody if occupant.seat.number in seats]


def _reduced(structure: Structure, team_key: str) -> int | None:
    members = [seat for seat in structure.of_job(Job.INSIDE) if seat.team_key == team_key and not seat.lasting]
    return members[-2].number if len(members) > 2 else None
