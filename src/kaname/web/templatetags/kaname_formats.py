"""Filters for numbers, periods and moments, in the language of the page."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kaname.measures.periods import FiscalCalendar, Grain, Period
from kaname.web import markdown as notes
from kaname.web.formats import chances, moments, periods, quantities
from kaname.web.formats.digits import NONE, Number, as_decimal, grouped, rounded
from kaname.web.formats.units import Unit, parse

register = template.Library()


def language() -> str:
    """The page's language, one of those that have words: ja or en."""
    return "ja" if (get_language() or "").startswith("ja") else "en"


@register.filter
def quantity(value: Number | None, unit: Unit | str) -> SafeString:
    """The short form, with the exact one behind it."""
    parsed, spoken = parse(unit), language()
    text = quantities.short(value, parsed, language=spoken)
    if value is None or text == NONE:
        return format_html('<span class="text-secondary">{}</span>', NONE)
    return format_html(
        '<data value="{}" title="{}">{}</data>', value, quantities.exact(value, parsed, language=spoken), text
    )


@register.filter
def as_pace(value: float | None, unit: Unit | str) -> float | None:
    """What a share of something comes to, without the decimals that say nothing."""
    return quantities.as_pace(value, parse(unit))


@register.filter
def short(value: Number | None, unit: Unit | str) -> str:
    return quantities.short(value, parse(unit), language=language())


@register.filter
def exact(value: Number | None, unit: Unit | str) -> str:
    return quantities.exact(value, parse(unit), language=language())


@register.filter
def signed(value: Number | None, unit: Unit | str) -> str:
    return quantities.signed(value, parse(unit), language=language())


@register.filter
def digits(value: Number | None, decimals: int = 0) -> str:
    """Without a unit: in groups of three, with at most so many decimals, none that says nothing."""
    return NONE if value is None else grouped(rounded(as_decimal(value), decimals), None)


@register.filter
def chance(probability: float | None) -> str:
    """A probability in whole percents, never quite sure."""
    return chances.chance(probability)


@register.filter
def percent(ratio: Number | None, digits: int = 1) -> str:
    return quantities.percent(ratio, digits=digits)


@register.filter
def growth(ratio: Number | None, digits: int = 1) -> str:
    return quantities.growth(ratio, digits=digits)


@register.filter
def points(ratio: Number | None, digits: int = 1) -> str:
    return quantities.points(ratio, digits=digits)


@register.filter
def day_name(day: date) -> str:
    return periods.day_name(day, language=language())


@register.filter
def full_day(day: date) -> str:
    return periods.full_day(day, language=language())


@register.filter
def moment(instant: datetime | None, zone: ZoneInfo | str) -> str:
    """The instant on the clocks of a zone; a dash for what has not happened."""
    if instant is None:
        return NONE
    return moments.moment(instant, zone=ZoneInfo(zone) if isinstance(zone, str) else zone, language=language())


@register.simple_tag
def period_name(period: Period, grain: Grain | str, calendar: FiscalCalendar) -> str:
    return periods.period_name(period, grain=Grain(grain), calendar=calendar, language=language())


@register.filter
def markdown(text: str) -> SafeString:
    """A note in Markdown; what looks like HTML in it stays text."""
    return mark_safe(notes.as_html(text))  # noqa: S308 - the parser escapes all that the author wrote
