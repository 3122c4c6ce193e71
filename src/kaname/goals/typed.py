"""Numbers as people type them for a metric, and as they are offered for typing over."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import get_currency_symbol
from django.utils.translation import get_language

from kaname.connectors.values.durations import Short, read_duration
from kaname.connectors.values.numbers import Number, read_number
from kaname.connectors.values.texts import plain
from kaname.connectors.values.unreadable import UnreadableError
from kaname.facts.metrics.definition import MetricDefinition, Unit
from kaname.goals.errors import GoalsError

LARGEST = Decimal(10) ** 14
FINEST = Decimal("0.000001")
MOST_DIGITS = 15  # what SQLite keeps of a decimal
SECONDS_IN_HOUR = 3600
EXAMPLES = {
    Unit.COUNT: "50, 1,200",
    Unit.NUMBER: "4.5, 1,200",
    Unit.RATIO: "20%, 18.5%",
    Unit.SECONDS: "3:20, 200, 3分20秒",
    Unit.HOURS: "7.5, 7:30",
}


def read_value(text: str, *, metric: MetricDefinition, currency: str) -> Decimal:
    """The number that was typed, in the metric's own unit: 1.2億 is 120,000,000 and 20% is 0.2. [unit of the metric]

    Raises
    ------
    GoalsError
        value_missing, value_unreadable, value_of_other_unit, ratio_ambiguous, value_too_large or value_too_fine.
    """
    if not plain(text):
        raise GoalsError("value_missing")
    try:
        value = _in_unit(_without_counter(text, metric), text, metric=metric, currency=currency)
    except UnreadableError as error:
        raise GoalsError("value_unreadable", text=text, examples=examples(metric, currency=currency)) from error
    return storable(value)


def storable(value: Decimal) -> Decimal:
    """The value, if the ledger keeps every digit of it.

    Raises
    ------
    GoalsError
        value_too_large or value_too_fine.
    """
    if abs(value) >= LARGEST:
        raise GoalsError("value_too_large")
    value = value.normalize()
    if value != value.quantize(FINEST) or len(value.as_tuple().digits) > MOST_DIGITS:
        raise GoalsError("value_too_fine")
    return value.quantize(Decimal(1)) if value == value.to_integral() else value


def examples(metric: MetricDefinition, *, currency: str) -> str:
    """How values of the metric are written."""
    if metric.unit is Unit.CURRENCY:
        return (
            "1.2億, 1,200万, ¥500,000" if currency == "JPY" else f"1.2M, {get_currency_symbol(currency, 'en')}500,000"
        )
    return EXAMPLES[metric.unit]


def typing(value: Decimal | None, *, metric: MetricDefinition) -> str:
    """A stored value as one would type it; `read_value` gives the same value back."""
    if value is None:
        return ""
    if metric.unit is Unit.RATIO:
        return f"{_plain_digits(value * 100)}%"
    return _plain_digits(value)


def _in_unit(text: str, typed: str, *, metric: MetricDefinition, currency: str) -> Decimal:
    if metric.unit is Unit.SECONDS:
        return _seconds(text)
    if metric.unit is Unit.HOURS:
        return _hours(text)
    number = read_number(text)
    other_currency = number.currency and (metric.unit is not Unit.CURRENCY or number.currency != currency)
    if other_currency or (number.percent and metric.unit is not Unit.RATIO):
        wanted = examples(metric, currency=currency)
        raise GoalsError("value_of_other_unit", text=typed, metric=_name(metric), examples=wanted)
    value = number.settled(mark=None)
    return _ratio(value, typed) if metric.unit is Unit.RATIO and not number.percent else value


def _ratio(value: Decimal, typed: str) -> Decimal:
    """Without a percent sign: 0.2 is a ratio, 20 are percent, and 1 could be either."""
    if abs(value) == 1:
        raise GoalsError("ratio_ambiguous", text=typed)
    return value if abs(value) < 1 else value / 100


def _seconds(text: str) -> Decimal:
    found = read_duration(text)
    if isinstance(found, Short):
        return found.settled(short="m:ss")
    return found.settled(mark=None) if isinstance(found, Number) else found


def _hours(text: str) -> Decimal:
    found = read_duration(text)
    if isinstance(found, Number):
        return found.settled(mark=None)
    seconds = found.settled(short="h:mm") if isinstance(found, Short) else found
    return (seconds / SECONDS_IN_HOUR).quantize(FINEST)


def _without_counter(text: str, metric: MetricDefinition) -> str:
    """The text without the metric's own counter word, in either language."""
    stripped = text.strip()
    for word in (metric.counter["en"], metric.counter["ja"]):
        if word and stripped.casefold().endswith(word.casefold()):
            return stripped[: -len(word)]
    return stripped


def _plain_digits(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def _name(metric: MetricDefinition) -> str:
    return metric.name[get_language() or "en"]
