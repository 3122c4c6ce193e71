"""Values that forms offer: zones, currencies, months, weekdays, countries."""

from __future__ import annotations

from zoneinfo import available_timezones

from babel import Locale
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kaname.people.public_holidays import countries

CURRENCIES = ("JPY", "USD", "EUR", "GBP", "CNY", "KRW", "TWD", "HKD", "SGD", "THB", "VND", "IDR", "INR", "AUD", "CAD")
AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
WEEKDAY_NAMES = (
    (_("Monday"), pgettext_lazy("weekday", "Mon")),
    (_("Tuesday"), pgettext_lazy("weekday", "Tue")),
    (_("Wednesday"), pgettext_lazy("weekday", "Wed")),
    (_("Thursday"), pgettext_lazy("weekday", "Thu")),
    (_("Friday"), pgettext_lazy("weekday", "Fri")),
    (_("Saturday"), pgettext_lazy("weekday", "Sat")),
    (_("Sunday"), pgettext_lazy("weekday", "Sun")),
)
WEEKDAYS = tuple((number, name) for number, (name, _short) in enumerate(WEEKDAY_NAMES))
MONTHS = (
    (1, _("January")),
    (2, _("February")),
    (3, _("March")),
    (4, _("April")),
    (5, pgettext_lazy("month", "May")),
    (6, _("June")),
    (7, _("July")),
    (8, _("August")),
    (9, _("September")),
    (10, _("October")),
    (11, _("November")),
    (12, _("December")),
)


def time_zones() -> list[tuple[str, str]]:
    """Zones of places, by name."""
    zones = sorted(zone for zone in available_timezones() if zone.partition("/")[0] in AREAS)
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in zones)]


def currencies() -> list[tuple[str, str]]:
    """Codes with the name in the reader's language."""
    names = Locale.parse(get_language() or "en").currencies
    return [(code, f"{code} · {names.get(code, code)}") for code in CURRENCIES]


def holiday_countries() -> list[tuple[str, str]]:
    """Countries whose public holidays are known, by name in the reader's language, and none."""
    names = Locale.parse(get_language() or "en").territories
    known = sorted(((code, names.get(code, code)) for code in countries()), key=lambda pair: pair[1])
    return [("", str(_("None, only the company's own holidays"))), *known]
