"""Seats: the posts of the organisation, which people take and leave. Facts are made for seats, then given to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from kaname.demo.plan import TeamPlan

LARGEST_TEAM = 15
SECTION = 12
# Who signs in: the head, the administrator, and the first manager and member of the first team.
HEAD, ADMINISTRATOR, MANAGER, MEMBER = range(4)


class Job(StrEnum):
    HEAD = "head"
    ADMINISTRATION = "administration"
    INSIDE = "inside"
    FIELD = "field"
    SUPPORT = "support"
    MARKETING = "marketing"


@dataclass(frozen=True)
class Division:
    """A kind of team and its weight when people are dealt out."""

    key: str
    name: str
    job: Job
    weight: float
    parent_key: str | None


DIVISIONS = (
    Division("inside-east", "インサイドセールス東日本", Job.INSIDE, 6.5, "sales"),
    Division("inside-west", "インサイドセールス西日本", Job.INSIDE, 5.5, "sales"),
    Division("field", "フィールドセールス", Job.FIELD, 5.0, "sales"),
    Division("support", "カスタマーサポート", Job.SUPPORT, 4.0, None),
    Division("marketing", "マーケティング", Job.MARKETING, 2.0, None),
)
SALES = TeamPlan("sales", "営業本部")
EAST, WEST = DIVISIONS[0].key, DIVISIONS[1].key


@dataclass(frozen=True)
class Seat:
    """One post. `lasting` ones never change hands: managers and those with a sign-in."""

    number: int
    job: Job
    division_key: str = ""
    team_key: str = ""
    is_manager: bool = False
    lasting: bool = False


@dataclass(frozen=True)
class Structure:
    """Teams, and seats in the order of their numbers: the head, the administrator, then team by team."""

    teams: tuple[TeamPlan, ...]
    seats: tuple[Seat, ...]

    def of_job(self, job: Job) -> list[Seat]:
        return [seat for seat in self.seats if seat.job is job]

    def manager_of(self, team_key: str) -> Seat | None:
        return next((seat for seat in self.seats if seat.is_manager and seat.team_key == team_key), None)


def structure(people: int) -> Structure:
    """The posts of an organisation of this size."""
    teams: list[TeamPlan] = [SALES]
    seats = [Seat(HEAD, Job.HEAD, lasting=True), Seat(ADMINISTRATOR, Job.ADMINISTRATION, lasting=True)]
    for division, count in zip(DIVISIONS, _dealt_out(people - len(seats)), strict=True):
        # Web traffic belongs to marketing even where nobody works there.
        if count or division.job is Job.MARKETING:
            _open(division, count, teams, seats)
    return Structure(tuple(teams), tuple(seats))


def _dealt_out(people: int) -> Sequence[int]:
    """People per division by highest averages (D'Hondt): more people never make a division smaller."""
    counts = [2, *[0] * (len(DIVISIONS) - 1)]
    for _ in range(people - sum(counts)):
        weighed = [division.weight / (count + 1) for division, count in zip(DIVISIONS, counts, strict=True)]
        counts[weighed.index(max(weighed))] += 1
    return counts


def _open(division: Division, count: int, teams: list[TeamPlan], seats: list[Seat]) -> None:
    """Add the division's team and seats; a large one is a team of sections."""
    teams.append(TeamPlan(division.key, division.name, division.parent_key))
    sections = ceil(count / SECTION) if count > LARGEST_TEAM else 1
    for section in range(sections):
        key = division.key
        if sections > 1:
            key = f"{division.key}-{section + 1}"
            teams.append(TeamPlan(key, f"{division.name}第{section + 1}課", division.key))
        size = count // sections + (section < count % sections)
        _fill(key, division, size, seats)


def _fill(team_key: str, division: Division, size: int, seats: list[Seat]) -> None:
    for place in range(size):
        is_manager = place == 0 and (size > 2 or (size == 2 and division.key == EAST))
        lasting = is_manager or len(seats) == MEMBER
        seats.append(Seat(len(seats), division.job, division.key, team_key, is_manager, lasting))
