"""Visits to the website by day and channel, and what advertising costs; the website never closes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.demo.chance import Purpose, chance
from kaname.demo.world import World
from kaname.measures.periods import Period

Codes = NDArray[np.int64]

CHANNELS = ("自然検索", "広告", "直接", "SNS", "メール", "参照元サイト")
VISITS_A_DAY = np.array([420.0, 260.0, 180.0, 95.0, 70.0, 55.0])
DWELL_SECONDS = np.array([118.0, 62.0, 141.0, 48.0, 155.0, 104.0])
ADVERTISING = CHANNELS.index("広告")
# Companies look at business software on working days.
WEEKDAY_VISITS = np.array([1.08, 1.12, 1.08, 1.04, 0.96, 0.38, 0.34])
CLOSED_VISITS = 0.42
MONTH_VISITS = np.array([1.0, 1.03, 1.06, 1.08, 0.98, 1.02, 1.0, 0.88, 1.04, 1.06, 1.04, 0.90])
GROWTH_A_YEAR, GROWTH_SINCE = 0.09, 2024
COST_PER_VISIT = 620.0


@dataclass(frozen=True)
class Traffic:
    """One place per day and channel; `cost` has one per day. [JPY]"""

    day: Codes
    channel: Codes
    visits: Codes
    dwell_seconds: Codes
    cost: Codes


def traffic_of(world: World, month: Period) -> Traffic:
    """The visits of a month."""
    luck = chance(world.options.seed, Purpose.WEB, month.starts_on.year, month.starts_on.month)
    columns = world.columns(month)
    n_days = columns.stop - columns.start
    weekday = (world.work.days[columns].astype(np.int64) + 3) % 7
    is_working_weekday = weekday < 5
    factor = WEEKDAY_VISITS[weekday] * np.where(is_working_weekday & ~world.work.is_open[columns], CLOSED_VISITS, 1.0)
    years = month.starts_on.year - GROWTH_SINCE + (month.starts_on.month - 1) / 12
    factor *= MONTH_VISITS[month.starts_on.month - 1] * np.exp(GROWTH_A_YEAR * years)
    expected = factor[:, np.newaxis] * VISITS_A_DAY * luck.gamma(60, 1 / 60, (n_days, len(CHANNELS)))
    visits = luck.poisson(expected)
    dwell = visits * DWELL_SECONDS * luck.gamma(200, 1 / 200, visits.shape)
    day, channel = np.indices(visits.shape)
    cost = visits[:, ADVERTISING] * COST_PER_VISIT * luck.gamma(40, 1 / 40, n_days)
    return Traffic(
        day=columns.start + day.ravel(),
        channel=channel.ravel(),
        visits=visits.ravel(),
        dwell_seconds=np.rint(dwell.ravel()).astype(np.int64),
        cost=np.rint(cost / 100).astype(np.int64) * 100,
    )
