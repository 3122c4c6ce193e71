"""A sheet as the page shows it: parts as columns, the team and who shares as rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.goals.owners import TargetOwner
from kaname.goals.reader import Reader
from kaname.goals.spreading.grounds import Ground, Grounds
from kaname.goals.spreading.handing_out import is_typed, value_of
from kaname.goals.spreading.names import column_name, part_name
from kaname.goals.spreading.settings import grain_of_sheet
from kaname.goals.spreading.sharers import Sharer
from kaname.goals.spreading.sheet import Sheet
from kaname.goals.spreading.subjects import Asked
from kaname.goals.typed import typing
from kaname.measures.periods import Period
from kaname.people.models import Person, Team

# So many rows stand on a page of the sheet: five hundred people over twelve months are six thousand fields.
ROWS = 50


@dataclass(frozen=True)
class Cell:
    """One value, as it is typed; `excess` where it asks more of an hour than people ever reached.

    `elsewhere`: the target comes from another team's sheet. `hours`: the owner's working time in the part. [h]
    """

    part: str
    label: str
    value: Decimal | None
    typed: str
    fixed: bool
    excess: bool
    hours: float
    elsewhere: bool = False


@dataclass(frozen=True)
class Row:
    """One owner's values, their sum, and who it is; `open_key` names a team that hands out on."""

    key: str
    name: str
    cells: tuple[Cell, ...]
    total: Decimal
    open_key: str = ""


@dataclass(frozen=True)
class Taker:
    """Who could take a share, with their working time in the whole period [h], and whether they do."""

    key: str
    name: str
    hours: float
    takes_share: bool


@dataclass(frozen=True)
class Column:
    """One part of the period: its name, working time [h], season, and what the rows leave of the team's value."""

    period: Period
    name: str
    hours: float
    season: float
    rest: Decimal


class SheetLines:
    """Rows and columns of one team's sheet, `size` rows a page.

    `excess` are the cells that ask too much, by row key and place.
    """

    def __init__(
        self,
        sheet: Sheet,
        grounds: Grounds,
        asked: Asked,
        *,
        excess: Collection[tuple[str, int]],
        reader: Reader,
        size: int = ROWS,
    ) -> None:
        self.size = size
        self.sheet, self.grounds, self.asked, self.excess, self.reader = sheet, grounds, asked, excess, reader
        self.ground: Ground = grounds.of(asked.team)
        self.definition = reader.definitions[asked.metric_key]
        self.grain = grain_of_sheet(asked.goal, asked.metric_key)
        self.labels = [part_name(period, reader) for period in self.ground.periods]

    def team_row(self) -> Row:
        cells = [self._cell(at, self.asked.team, None, hours=self.hours[at]) for at in range(len(self.ground.periods))]
        name = TargetOwner(team=self.asked.team).name(self.reader.organisation)
        return Row("team", name, tuple(cells), _total(cells))

    def rows(self, page: int) -> tuple[Row, ...]:
        """Those who take a share, a page of them."""
        first = (page - 1) * self.size
        return tuple(self._row(sharer) for sharer in self.sharing[first : first + self.size])

    def takers(self) -> tuple[Taker, ...]:
        """Everybody who could take a share."""
        return tuple(Taker(one.key, one.name, float(one.hours.sum()), one.takes_share) for one in self.ground.sharers)

    def columns(self) -> tuple[Column, ...]:
        return tuple(self._column(at, period) for at, period in enumerate(self.ground.periods))

    def is_open(self) -> bool:
        """Whether spreading again brings what is handed out of a part closer to it, and leaves what was typed."""
        return any(self._is_open(at, period) for at, period in enumerate(self.ground.periods))

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.sharing) // self.size))

    @cached_property
    def sharing(self) -> list[Sharer]:
        return [one for one in self.ground.sharers if one.takes_share]

    @cached_property
    def hours(self) -> NDArray[np.float64]:
        """Working time of the team in each part, of the top's people as they are. [h]"""
        if self.asked.is_owner:
            return self.grounds.parts.hours
        hours: NDArray[np.float64] = sum((one.hours for one in self.ground.sharers), np.zeros(len(self.labels)))
        return hours

    def _column(self, place: int, period: Period) -> Column:
        return Column(
            period=period,
            name=column_name(period, self.grain, self.reader),
            hours=float(self.hours[place]),
            season=float(self.grounds.parts.indices[place]) if self.asked.is_owner else 1.0,
            rest=self._rest(place, period) if self.ground.sharers else Decimal(0),
        )

    def _rest(self, place: int, period: Period) -> Decimal:
        """What is not handed out of a part; below 0 where more is."""
        shares = (value_of(self.sheet, one, period) for one in self.ground.sharers if not one.elsewhere[place])
        return (self.sheet.value(period, team=self.asked.team) or Decimal(0)) - sum(shares, Decimal(0))

    def _is_open(self, place: int, period: Period) -> bool:
        if self.grounds.is_over(period) or not self.grounds.whole_steps(self._rest(place, period)):
            return False
        return any(
            one.shares_in(place) and one.capacity[place] > 0 and not is_typed(self.sheet, one, period)
            for one in self.ground.sharers
        )

    def _row(self, sharer: Sharer) -> Row:
        cells = []
        for place in range(len(self.ground.periods)):
            if sharer.elsewhere[place]:
                part = self.ground.periods[place].starts_on.isoformat()
                cells.append(Cell(part, self.labels[place], None, "", False, False, hours=0.0, elsewhere=True))
            else:
                excess, hours = (sharer.key, place) in self.excess, sharer.hours[place]
                cells.append(self._cell(place, sharer.team, sharer.person, hours=hours, excess=excess))
        key = sharer.team.key if sharer.team else ""
        return Row(sharer.key, sharer.name, tuple(cells), _total(cells), open_key=key)

    def _cell(
        self, place: int, team: Team | None, person: Person | None, *, hours: float, excess: bool = False
    ) -> Cell:
        period = self.ground.periods[place]
        value = self.sheet.value(period, team=team, person=person)
        fixed = self.sheet.is_fixed(period, team=team, person=person)
        typed = typing(value, metric=self.definition)
        return Cell(period.starts_on.isoformat(), self.labels[place], value, typed, fixed, excess, float(hours))


def _total(cells: Sequence[Cell]) -> Decimal:
    return sum((cell.value for cell in cells if cell.value is not None), Decimal(0))
