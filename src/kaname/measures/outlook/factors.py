"""What a working hour of each weekday, and of holidays, brings beside others. See docs/measures/outlook.md."""

from dataclasses import dataclass

import numpy as np

from kaname.measures.outlook.days import Numbers, OpenPeriod, divided, per_team
from kaname.measures.outlook.month_end import month_end_factors

WEEK = 7
# A half year knows every weekday 26 times and forgets how it was before.
WINDOW = 182
# Days with which the team's weekdays count beside the own ones; holidays start at 1 with that many days of one person.
OWN_DAYS, HOLIDAY_DAYS = 3.0, 40.0


def weekday_factors(period: OpenPeriod, values: Numbers) -> Numbers:
    """What an hour of each weekday brings relative to the unit's mean hour, shape (n_units, 7).

    The unit's own factor, shrunk to its team's, which is shrunk to 1.
    """
    recent = slice(max(period.n_before - WINDOW, 0), period.n_before)
    exposure, value = _known(period, values[:, recent], recent, closed=False)
    of_weekday = np.eye(WEEK)[period.weekdays[recent]]
    hours, sums, days = exposure @ of_weekday, value @ of_weekday, (exposure > 0).sum(axis=1)
    level, day = divided(sums.sum(axis=1), hours.sum(axis=1)), divided(hours.sum(axis=1), days)
    due = level[:, np.newaxis] * hours
    usual = per_team(level * day * days, period.teams) / np.maximum(per_team(days * 1.0, period.teams), 1)
    prior = (OWN_DAYS * usual)[:, np.newaxis]
    team = divided(per_team(sums, period.teams) + prior, per_team(due, period.teams) + prior, otherwise=1.0)
    own = OWN_DAYS * (level * day)[:, np.newaxis]
    return np.where(own > 0, divided(sums + own * team, due + own, otherwise=1.0), team)


def holiday_factor(period: OpenPeriod, values: Numbers, weekdays: Numbers) -> float:
    """What an hour on a closed day brings, relative to the same weekday otherwise; all units together."""
    whole = slice(0, period.n_before)
    exposure, value = _known(period, values, whole, closed=False)
    level = divided(value.sum(axis=1), exposure.sum(axis=1))
    usual = value.sum() / max((exposure > 0).sum(), 1)
    worked, brought = _known(period, values, whole, closed=True)
    due = (level[:, np.newaxis] * weekdays[:, period.weekdays[whole]] * worked).sum()
    prior = HOLIDAY_DAYS * usual
    return float((brought.sum() + prior) / (due + prior)) if prior > 0 else 1.0


@dataclass(frozen=True)
class Exposure:
    """`by_day`, shape (n_units, n_days): working time in mean hours, NaN where unknown; and its factors.

    `weekdays` (n_units, 7), `holiday` (one for all), `month_end` (n_days,). [h or days; ratio]
    """

    by_day: Numbers
    weekdays: Numbers
    holiday: float
    month_end: Numbers


def weighted_exposure(period: OpenPeriod, values: Numbers) -> Exposure:
    """Working time of each day times its weekday's, the holidays' and its place in the month's factor, and season."""
    weekdays = weekday_factors(period, values)
    holiday = holiday_factor(period, values, weekdays) if period.closed.any() else 1.0
    by_day = period.exposure * weekdays[:, period.weekdays] * np.where(period.closed, holiday, 1.0)
    month_end = month_end_factors(period, values, by_day)
    return Exposure(by_day * month_end, weekdays, holiday, month_end)


def _known(period: OpenPeriod, values: Numbers, days: slice, *, closed: bool) -> tuple[Numbers, Numbers]:
    """Exposure and values of the days that are closed or not, 0 where one of them is not known."""
    exposure = period.exposure[:, days]
    use = np.isfinite(values) & np.isfinite(exposure) & (period.closed[days] == closed)
    return np.where(use, exposure, 0.0), np.where(use, values, 0.0)
