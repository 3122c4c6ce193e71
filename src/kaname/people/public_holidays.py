"""Public holidays by country, from the `holidays` library."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays


def countries() -> tuple[str, ...]:
    """ISO codes of the countries whose holidays are known."""
    return tuple(sorted(code for code in holidays.list_supported_countries() if len(code) == 2))


def public_holidays(*, country: str, since: date, until: date, language: str = "") -> Mapping[date, str]:
    """Name of each public holiday from `since` until the day before `until`; none without a country.

    Names are in the language where the library has it, else in the country's own.
    """
    if not country:
        return {}
    found = (_of_year(country, year, language) for year in range(since.year, until.year + 1))
    return {day: name for year in found for day, name in year.items() if since <= day < until}


@lru_cache(maxsize=200)
def _of_year(country: str, year: int, language: str) -> Mapping[date, str]:
    spoken = holidays.country_holidays(country).supported_languages
    known = next((one for one in spoken if language and one.startswith(language)), None)
    return dict(sorted(holidays.country_holidays(country, years=year, language=known).items()))
