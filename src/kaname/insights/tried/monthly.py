"""Whole months of a metric before and since a start, for the forecast without it."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from kaname.goals.actions.effect import Begun
from kaname.goals.actuals import asking
from kaname.goals.elapsed import known_until
from kaname.goals.kgi.known_days import known_days
from kaname.goals.reader import Reader
from kaname.measures.effect import Effect
from kaname.measures.forecast_effect import MOST_AFTER, forecast_effect
from kaname.measures.periods import Grain, Period, period_of, periods_between

MOST_BEFORE = timedelta(days=5 * 366)
MONTHS_AFTER = timedelta(days=31 * (MOST_AFTER + 1))


def effect_by_months(begun: Begun, *, reader: Reader) -> Effect | None:
    """What months brought against the forecast at the start; None for a metric that is archived or has no facts."""
    known = known_days(begun.metric_key, team=begun.team, reader=reader) if _in_use(begun, reader) else None
    if known is None:
        return None
    last = min(known_until(begun.metric_key, reader), begun.ends_on or reader.today, begun.starts_on + MONTHS_AFTER)
    first = max(known.first_on, begun.starts_on - MOST_BEFORE)
    months = _whole_months(first, last, reader)
    if not months:
        return None
    values = _values(begun, months, reader)
    before = [place for place, month in enumerate(months) if month.ends_on <= begun.starts_on]
    since = [place for place, month in enumerate(months) if month.starts_on >= begun.starts_on]
    return forecast_effect(before=values[before], after=values[since])


def _in_use(begun: Begun, reader: Reader) -> bool:
    return begun.metric_key in reader.definitions


def _whole_months(first: date, last: date, reader: Reader) -> list[Period]:
    """Those that lie between the days altogether."""
    if first >= last:
        return []
    since = period_of(first, grain=Grain.MONTH, calendar=reader.calendar).starts_on
    found = periods_between(since=since, until=last, grain=Grain.MONTH, calendar=reader.calendar)
    whole = (period_of(month.starts_on, grain=Grain.MONTH, calendar=reader.calendar) for month in found)
    return [month for month in whole if first <= month.starts_on and month.ends_on <= last]


def _values(begun: Begun, months: list[Period], reader: Reader) -> NDArray[np.float64]:
    days = Period(months[0].starts_on, months[-1].ends_on)
    where = {} if begun.team is None else {"team": [begun.team.key]}
    with asking([begun.metric_key], reader.definitions, reader.calendar) as question:
        found = question.past_series([begun.metric_key], days=days, grain=Grain.MONTH, where=where)
    return np.array(found[begun.metric_key], dtype=np.float64)
