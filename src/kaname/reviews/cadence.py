"""When a review comes again: an RFC 5545 rule, on the working days of the organisation.

Numbers and days in, days out: no ledger, no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import DAILY as DAILY_FREQUENCY
from dateutil.rrule import rrulestr

from kaname.measures.late_years import late_years, moved
from kaname.measures.periods import ONE_DAY
from kaname.reviews.errors import ReviewsError
from kaname.reviews.kinds import OnClosed

WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
UNFIT = frozenset({"byhour", "byminute", "bysecond", "byeaster"})
EXAMPLE = "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"
LONGEST_INTERVAL = 400
MOST_WEEKS = 5
"""In which a weekday comes in a month."""
FURTHEST_SHIFT = 14
"""A review moves at most this far to a working day; then it falls away. [d]"""
MOST = 2_000
TWO_YEARS = timedelta(days=731)
WEEKS_COUNTED = 52


@dataclass(frozen=True)
class Occurrence:
    """`rule_day` is the day that the rule gives, `day` the one on which the review is held."""

    rule_day: date
    day: date


IsClosed = Callable[[date], bool]


def occurrences(
    *,
    rule: str,
    starts_on: date,
    ends_on: date | None,
    since: date,
    until: date,
    on_closed: OnClosed,
    is_closed: IsClosed,
) -> list[Occurrence]:
    """The occurrences held on since <= day < until, in order; two that move to one day are one.

    Raises
    ------
    ReviewsError
        rule_unreadable.
    """
    found: dict[date, Occurrence] = {}
    reach = timedelta(days=FURTHEST_SHIFT)
    for rule_day in rule_days(rule, starts_on=starts_on, since=since - reach, until=until + reach):
        day = shifted(rule_day, on_closed=on_closed, is_closed=is_closed)
        if day is not None and since <= day < until and (ends_on is None or rule_day < ends_on):
            found.setdefault(day, Occurrence(rule_day, day))
    return [found[day] for day in sorted(found)]


def rule_days(rule: str, *, starts_on: date, since: date, until: date) -> Iterator[date]:
    """Days that the rule gives from `starts_on`, within since <= day < until."""
    years = late_years(starts_on, since, until)
    parsed = _later(parse(rule, starts_on=starts_on), years)
    first = datetime.combine(moved(max(since, starts_on), years), time())
    for number, moment in enumerate(parsed.xafter(first, inc=True)):
        day = moved(moment.date(), -years)
        if day >= until or number >= MOST:
            return
        yield day


def _later(parsed: Any, years: int) -> Any:
    """The rule so many years later, with its last day if it names one that can be."""
    last = parsed._until
    if last is not None:
        last = moved(last, years) if last.year + years <= MAXYEAR else None
    return parsed.replace(dtstart=moved(parsed._dtstart, years), until=last)


def parse(rule: str, *, starts_on: date) -> Any:
    """The rule as python-dateutil knows it. Raises ReviewsError rule_unreadable."""
    try:
        if "\n" in rule or not rule.strip():
            raise ValueError(rule)
        parsed: Any = rrulestr(rule, dtstart=datetime.combine(starts_on, time()))
        # Once a day at most: times of day are the series' own.
        if parsed._freq > DAILY_FREQUENCY or UNFIT & set(parsed._original_rule):
            raise ValueError(rule)
        if not 1 <= parsed._interval <= LONGEST_INTERVAL or (parsed._freq == DAILY_FREQUENCY and parsed._bysetpos):
            raise ValueError(rule)
        if any(abs(place) > MOST_WEEKS for _weekday, place in parsed._bynweekday or ()):
            raise ValueError(rule)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as unreadable:
        raise ReviewsError("rule_unreadable", example=EXAMPLE) from unreadable
    return parsed


def require_days(rule: str, *, starts_on: date) -> None:
    """Raise ReviewsError unless the rule can be read and gives a day within two years of its start."""
    if next(rule_days(rule, starts_on=starts_on, since=starts_on, until=starts_on + TWO_YEARS), None) is None:
        raise ReviewsError("rule_without_days")


def shifted(day: date, *, on_closed: OnClosed, is_closed: IsClosed) -> date | None:
    """The day itself if the organisation works, else where it moves to; None if it falls away."""
    if not is_closed(day):
        return day
    if on_closed == OnClosed.SKIP:
        return None
    step = ONE_DAY if on_closed == OnClosed.LATER else -ONE_DAY
    near = (day + step * number for number in range(1, FURTHEST_SHIFT + 1))
    return next((other for other in near if not is_closed(other)), None)


def hours_per_week(*, rule: str, starts_on: date, minutes: int, works: Sequence[bool]) -> float:
    """What the review takes of a week on average, holidays left aside (they fall away where hours are counted). [h]

    Counted over 52 weeks from the start; `works` says for Monday to Sunday whether the organisation works then.
    """
    until = starts_on + timedelta(weeks=WEEKS_COUNTED)
    days = rule_days(rule, starts_on=starts_on, since=starts_on, until=until)
    return sum(works[day.weekday()] for day in days) * minutes / 60 / WEEKS_COUNTED


def weekly(*, every: int, weekdays: Sequence[int]) -> str:
    """Every so many weeks on these weekdays, 0 for Monday."""
    days = ",".join(WEEKDAY_CODES[weekday] for weekday in sorted(weekdays))
    return f"FREQ=WEEKLY;INTERVAL={every};BYDAY={days}"


def monthly_on_weekday(*, place: int, weekday: int) -> str:
    """On the first (1) to fourth or the last (-1) such weekday of each month."""
    return f"FREQ=MONTHLY;BYDAY={place:+d}{WEEKDAY_CODES[weekday]}"


def monthly_on_day(*, day: int) -> str:
    """On a day of each month; -1 is its last."""
    return f"FREQ=MONTHLY;BYMONTHDAY={day}"


DAILY = "FREQ=DAILY"
