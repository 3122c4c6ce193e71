"""A KGI's target as people type it: a value, or growth over the baseline."""

from __future__ import annotations

import re
from decimal import Decimal

from kaname.connectors.values.numbers import read_number
from kaname.connectors.values.unreadable import UnreadableError
from kaname.facts.metrics.definition import MetricDefinition, Unit
from kaname.goals.errors import GoalsError
from kaname.goals.typed import FINEST, MOST_DIGITS, read_value, storable
from kaname.goals.whole_units import in_whole_units, require_whole
from kaname.measures.gap import GrowthUndefined, target_from_growth

GROWTH = re.compile(r"^\s*([+＋\-−－▲△])\s*(.+?)\s*(%|％|pt|ポイント|points?)\s*$", re.IGNORECASE)
MINUS = frozenset("-−－▲△")
PERCENT = frozenset("%％")
# A thousandfold: the ledger keeps three digits of a market's growth before the decimal point.
LARGEST_GROWTH = 1000


def read_target(text: str, *, baseline: Decimal | None, metric: MetricDefinition, currency: str) -> Decimal:
    """The value to reach: `1.2億` as it stands, `+20%` from the baseline, `+2pt` on a ratio. [unit of the metric]

    Growth of what comes in whole units is rounded to where it is reached: 668 deals +10 % are 735.

    Raises
    ------
    GoalsError
        growth_needs_baseline, growth_of_other_unit, value_not_whole, or as `read_value`.
    """
    found = GROWTH.match(text)
    if found is None:
        return require_whole(read_value(text, metric=metric, currency=currency), metric, currency=currency)
    sign, digits, unit = found.groups()
    step = _number(digits, text) / 100 * (-1 if sign in MINUS else 1)
    if baseline is None:
        raise GoalsError("growth_needs_baseline", text=text)
    if unit in PERCENT:
        return in_whole_units(kept(_grown(baseline, step, text)), metric, currency=currency)
    if metric.unit is not Unit.RATIO:
        raise GoalsError("growth_of_other_unit", text=text)
    return kept(baseline + step)


def read_share(text: str) -> Decimal:
    """Growth or another share in percent: `6%`, `+6 %`, `-2.5` as 0.06, 0.06, -0.025. Raises GoalsError."""
    found = re.match(r"^\s*([+＋\-−－▲△]?)\s*(.+?)\s*[%％]?\s*$", text)
    if found is None:
        raise GoalsError("share_unreadable", text=text)
    sign, digits = found.groups()
    return storable(_number(digits, text) / 100 * (-1 if sign in MINUS else 1))


def read_market(text: str) -> Decimal:
    """A market's growth, as `read_share`. Raises GoalsError, also where it would leave nothing of the market."""
    return require_growth(read_share(text))


def require_growth(growth: Decimal) -> Decimal:
    """A market's growth. Raises GoalsError share_out_of_range, value_too_large or value_too_fine."""
    if growth <= -1:
        raise GoalsError("share_out_of_range")
    if growth >= LARGEST_GROWTH:
        raise GoalsError("value_too_large")
    return storable(growth)


def kept(value: Decimal | float) -> Decimal:
    """A computed number with the digits that the ledger keeps, rounded half to even. Raises GoalsError if too large."""
    exact = Decimal(value) if isinstance(value, Decimal) else Decimal(repr(float(value)))
    whole_digits = max(exact.adjusted() + 1, 1)
    places = max(0, min(-int(FINEST.as_tuple().exponent), MOST_DIGITS - whole_digits))
    return storable(exact.quantize(Decimal(1).scaleb(-places)))


def _grown(baseline: Decimal, growth: Decimal, text: str) -> Decimal:
    try:
        return target_from_growth(baseline=baseline, growth=growth)
    except GrowthUndefined as error:
        raise GoalsError("growth_needs_baseline", text=text) from error


def _number(digits: str, text: str) -> Decimal:
    try:
        return read_number(digits).settled(mark=None)
    except UnreadableError as error:
        raise GoalsError("share_unreadable", text=text) from error
