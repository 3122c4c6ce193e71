"""Days on which the organisation is closed, and who is on leave when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from kaname.demo.chance import Purpose, chance
from kaname.demo.people import Occupant
from kaname.demo.plan import HolidayPlan, LeavePlan
from kaname.measures.working_time import Days
from kaname.people.public_holidays import public_holidays

ONE_DAY = timedelta(days=1)
WHOLE, HALF = Decimal(1), Decimal("0.5")


def company_holidays(*, since: date, until: date) -> list[HolidayPlan]:
    """お盆 and 年末年始 of every year that touches the days."""
    found = []
    for year in range(since.year - 1, until.year + 1):
        found.append(HolidayPlan("夏季休業(お盆)", date(year, 8, 13), date(year, 8, 17)))
        found.append(HolidayPlan("年末年始休業", date(year, 12, 29), date(year + 1, 1, 4)))
    return [holiday for holiday in found if holiday.starts_on < until and holiday.ends_on > since]


def closed_days(days: Days) -> NDArray[np.bool_]:
    """Whether each day is a public or company holiday (weekends are contract hours of 0)."""
    since, until = days[0].item(), days[-1].item() + ONE_DAY
    closed = np.isin(days, np.array(list(public_holidays(country="JP", since=since, until=until)), dtype=days.dtype))
    for holiday in company_holidays(since=since, until=until):
        closed |= (days >= np.datetime64(holiday.starts_on)) & (days < np.datetime64(holiday.ends_on))
    return closed


def leave(everybody: Sequence[Occupant], *, days: Days, seed: int) -> list[LeavePlan]:
    """A summer week, single days and mornings for everybody, on working days among `days`."""
    closed = closed_days(days)
    working = set(days[~closed & np.is_busday(days)].tolist())
    seats = {occupant.seat.number: occupant.seat for occupant in everybody}
    years = range(days[0].item().year - 1, days[-1].item().year + 1)
    found = []
    for number in sorted(seats):
        holders = [occupant for occupant in everybody if occupant.seat.number == number]
        for year in years:
            for starts_on, ends_on, share, reason in _wishes(number, year, seed=seed):
                who = next((one for one in holders if one.was_there(starts_on, starts_on + ONE_DAY)), None)
                if who and starts_on in working and (who.ends_on or date.max) >= ends_on:
                    found.append(LeavePlan(who.key, starts_on, ends_on, share, reason))
    return found


def _wishes(seat: int, year: int, *, seed: int) -> Iterable[tuple[date, date, Decimal, str]]:
    """Leave of one fiscal year, no two on the same day."""
    luck = chance(seed, Purpose.LEAVE, seat, year)
    first = date(year, 4, 1)
    summer = date(year, 7, 20) + timedelta(days=int(luck.integers(0, 45)))
    length = int(luck.integers(3, 6))
    offsets = luck.choice(360, size=14, replace=False).tolist()
    yield summer, summer + timedelta(days=length), WHOLE, "夏季休暇"
    for index, offset in enumerate(offsets):
        day = first + timedelta(days=offset)
        if not summer <= day < summer + timedelta(days=length):
            yield day, day + ONE_DAY, (WHOLE if index < 9 else HALF), ("有給休暇" if index < 9 else "午前半休")
