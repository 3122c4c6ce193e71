"""Names of periods and days: 2026年11月, 11月第2週, 2026年度 下期; November 2026, Week of Nov 9, FY2026 H2.

A fiscal year is named after the calendar year in which it begins, in both languages. A week belongs to the month of
its first day and counts by it: the week that begins on the 8th to 14th is the second.
"""

from datetime import date, timedelta
from functools import lru_cache

from babel.dates import format_date

from kaname.measures.periods import FiscalCalendar, Grain, Period

DAY = {"ja": "M月d日(E)", "en": "E, MMM d"}
DAY_OF_YEAR = {"ja": "y年M月d日(E)", "en": "E, MMM d, y"}
FULL_DAY = {"ja": "y年M月d日", "en": "MMM d, y"}
SHORT_DAY = {"ja": "M/d", "en": "MMM d"}
MONTH = {"ja": "y年M月", "en": "MMMM y"}
SHORT_MONTH = {"ja": "M月", "en": "MMM"}
PARTS = {
    "ja": {
        "week": "{month}第{number}週",
        Grain.QUARTER: "{year}年 第{number}四半期",
        Grain.FISCAL_QUARTER: "{year}年度 第{number}四半期",
        Grain.HALF: "{year}年度 {half}",
        Grain.YEAR: "{year}年",
        Grain.FISCAL_YEAR: "{year}年度",
        "halves": ("上期", "下期"),
        "range": "{since}〜{until}",
    },
    "en": {
        "week": "Week of {day}",
        Grain.QUARTER: "Q{number} {year}",
        Grain.FISCAL_QUARTER: "FY{year} Q{number}",
        Grain.HALF: "FY{year} {half}",
        Grain.YEAR: "{year}",
        Grain.FISCAL_YEAR: "FY{year}",
        "halves": ("H1", "H2"),
        "range": "{since} – {until}",
    },
}


def period_name(
    period: Period, *, grain: Grain, calendar: FiscalCalendar, language: str, today: date | None = None
) -> str:
    """The period as a heading names it; days and weeks with their year where it is not that of `today`."""
    first = period.starts_on
    match grain:
        case Grain.DAY:
            return day_name(first, language=language, today=today)
        case Grain.WEEK:
            return week_name(first, language=language, today=today)
        case Grain.MONTH:
            return dated(first, MONTH, language=language)
    pattern = str(PARTS[language][grain])
    fiscal_year, month = fiscal(first, calendar=calendar)
    if grain in (Grain.QUARTER, Grain.YEAR):
        return pattern.format(year=first.year, number=(first.month - 1) // 3 + 1)
    return pattern.format(year=fiscal_year, number=month // 3 + 1, half=PARTS[language]["halves"][month // 6])


def short_period_name(period: Period, *, grain: Grain, calendar: FiscalCalendar, language: str) -> str:
    """The period as an axis names it, without what its neighbours say too: 11月, 11/9, Q3, 下期, 2026年度."""
    first = period.starts_on
    match grain:
        case Grain.DAY | Grain.WEEK:
            return dated(first, SHORT_DAY, language=language)
        case Grain.MONTH:
            return dated(first, SHORT_MONTH, language=language)
        case Grain.QUARTER:
            return f"Q{(first.month - 1) // 3 + 1}"
        case Grain.FISCAL_QUARTER:
            return f"Q{fiscal(first, calendar=calendar)[1] // 3 + 1}"
        case Grain.HALF:
            return str(PARTS[language]["halves"][fiscal(first, calendar=calendar)[1] // 6])
    return period_name(period, grain=grain, calendar=calendar, language=language)


def range_name(period: Period, *, language: str) -> str:
    """First and last day: 2026年11月1日〜2026年11月30日."""
    since = full_day(period.starts_on, language=language)
    until = full_day(period.ends_on - timedelta(days=1), language=language)
    return since if period.days == 1 else str(PARTS[language]["range"]).format(since=since, until=until)


def days_name(first: date, last: date, *, language: str, today: date) -> str:
    """11月1日(日)〜11月30日(月) / Sun, Nov 1 – Mon, Nov 30; 11月1日(日) alone for one day.

    A year that is not today's stands at both days, in Japanese only once where it is the same.
    """
    since = day_name(first, language=language, today=today)
    if first == last:
        return since
    said = first if language == "ja" and first.year != today.year else today
    until = day_name(last, language=language, today=said)
    return str(PARTS[language]["range"]).format(since=since, until=until)


def week_name(first: date, *, language: str, today: date | None = None) -> str:
    """11月第2週 / Week of Nov 9; 2019年6月第1週 / Week of Jun 3, 2019 in another year than today's."""
    long = today is not None and first.year != today.year
    month = dated(first, MONTH if long else SHORT_MONTH, language=language)
    day = dated(first, FULL_DAY if long else SHORT_DAY, language=language)
    return str(PARTS[language]["week"]).format(month=month, day=day, number=(first.day - 1) // 7 + 1)


def day_name(day: date, *, language: str, today: date | None = None) -> str:
    """11月24日(火) / Tue, Nov 24; 2019年6月5日(水) / Wed, Jun 5, 2019 in another year than today's."""
    return dated(day, DAY if today is None or day.year == today.year else DAY_OF_YEAR, language=language)


def full_day(day: date, *, language: str) -> str:
    """2026年11月24日 / Nov 24, 2026."""
    return dated(day, FULL_DAY, language=language)


def dated(day: date, patterns: dict[str, str], *, language: str) -> str:
    """The day by the pattern of the language."""
    return _dated(day, patterns[language], language)


# A page names the same few days many times, and finding the locale takes longer than writing the day.
@lru_cache(maxsize=5_000)
def _dated(day: date, pattern: str, language: str) -> str:
    return str(format_date(day, pattern, locale=language))


def fiscal(day: date, *, calendar: FiscalCalendar) -> tuple[int, int]:
    """The fiscal year (the calendar year in which it begins) and the month in it, from 0."""
    months = day.year * 12 + day.month - calendar.start_month
    return months // 12, months % 12
