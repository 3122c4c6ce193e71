"""The exact split of a metric's change over effort, composition, rates and sizes. See docs/measures/why.md."""

from typing import NamedTuple

import numpy as np

from kaname.measures.tree.secants import logarithmic_mean, shapley_of_product
from kaname.measures.why.cells import Kind, Numbers, Totals


class Parts(NamedTuple):
    """Contributions of the cells, each of shape (..., n_cells) [unit of the metric]; `before` and `after` (...).

    Everything but the last two sums to after - before. `composition` holds entering and leaving cells as well.
    """

    effort: Numbers
    composition: Numbers
    rate: Numbers
    size: Numbers
    before: Numbers
    after: Numbers


def attribution(*, kind: Kind, before: Totals, after: Totals) -> Parts:
    """Split the change between two stretches without remainder.

    The metric is E x sum over the cells of s r m: effort E (1 for shares and means), the cell's share of it s, its
    rate r (events per effort) and mean size m (1 for counts and shares). What grows with time is brought to the length
    of the later stretch. Each product is split by logarithmic means (LMDI-I [1]_), with the analytic limits where a
    factor is zero [2]_, and the Shapley value where sizes change their sign. A cell's composition is counted against
    the metric's own mean, which leaves the sum as it is because shares sum to 1.

    References
    ----------
    .. [1] Ang, "The LMDI approach to decomposition analysis: a practical guide", Energy Policy 33 (2005) 867-871.
    .. [2] Ang and Liu, "Handling zero values in the logarithmic mean Divisia index decomposition approach", Energy
       Policy 35 (2007) 238-246.
    """
    factors = np.stack(factors_of(kind, before)), np.stack(factors_of(kind, after))
    means = [_known(part.prod(axis=0)).sum(axis=-1) for part in factors]
    scale = after.length / before.length
    earlier = before.exposure * scale[..., None]
    efforts = [earlier.sum(axis=-1), after.exposure.sum(axis=-1)] if kind.grows else [np.ones_like(scale)] * 2
    values = efforts[0] * means[0], efforts[1] * means[1]
    per_effort, slope = _slopes(efforts, means, values)
    share, rate, size = slope[..., None] * _changes(*factors)
    moved = _known(factors[1][0]) - _known(factors[0][0])
    return Parts(
        effort=_by_cell(per_effort * (efforts[1] - efforts[0]), after.exposure - earlier),
        composition=share - (slope * _mean(means[0], means[1]))[..., None] * moved,
        rate=rate,
        size=size,
        before=values[0],
        after=values[1],
    )


def factors_of(kind: Kind, totals: Totals) -> tuple[Numbers, Numbers, Numbers]:
    """Share of the effort, events per effort and mean size; NaN where there is nothing to divide by."""
    whole = totals.exposure.sum(axis=-1, keepdims=True)
    share = _ratio(totals.exposure, np.broadcast_to(whole, totals.exposure.shape))
    if kind is Kind.MEAN:
        return share, np.where(share > 0, 1.0, np.nan), _ratio(totals.sums, totals.exposure)
    rate = _ratio(totals.events, totals.exposure)
    return share, rate, _ratio(totals.sums, totals.events) if kind.has_sizes else np.ones_like(rate)


def _ratio(above: Numbers, below: Numbers) -> Numbers:
    return np.asarray(np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0))


def _known(values: Numbers) -> Numbers:
    return np.where(np.isnan(values), 0.0, values)


def _changes(before: Numbers, after: Numbers) -> Numbers:
    """What each factor (first axis) brings to the change of their product; undefined ones count as unchanged."""
    first = _known(np.where(np.isnan(before), after, before))
    last = _known(np.where(np.isnan(after), before, after))
    values = np.prod(first, axis=0), np.prod(last, axis=0)
    turned = np.any(first * last < 0, axis=0)
    slopes = np.where(turned, shapley_of_product(before=first, after=last), 0.0)
    steady = ~turned & (values[0] != 0) & (values[1] != 0)
    at = (slice(None), steady)
    slopes[at] = logarithmic_mean(values[1][steady], values[0][steady]) / logarithmic_mean(last[at], first[at])
    limited = ~turned & ~steady
    return np.where(limited, _limits(first, last, values), slopes * (last - first))


def _limits(first: Numbers, last: Numbers, values: tuple[Numbers, Numbers]) -> Numbers:
    """All of the change to the factor that is zero, in equal parts where there are several: the limit of LMDI."""
    zero = np.where(values[0] == 0, first == 0, last == 0)
    return np.asarray(zero / np.maximum(zero.sum(axis=0), 1) * (values[1] - values[0]))


def _slopes(efforts: list[Numbers], means: list[Numbers], values: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    """By how much the metric moves per unit of effort, and of its mean per effort."""
    steady = values[0] * values[1] > 0
    level = _mean(*values)
    per_effort = np.where(means[0] * means[1] < 0, (means[0] + means[1]) / 2, 0.0)
    np.divide(level, _mean(*efforts), out=per_effort, where=steady)
    only = np.where(means[0] == 0, efforts[1], efforts[0])
    slope = np.where(means[0] * means[1] < 0, (efforts[0] + efforts[1]) / 2, only)
    np.divide(level, _mean(*means), out=slope, where=steady)
    return per_effort, slope


def _mean(one: Numbers, other: Numbers) -> Numbers:
    """Logarithmic mean; the middle where it does not exist."""
    mean = np.asarray((one + other) / 2)
    steady = one * other > 0
    mean[steady] = logarithmic_mean(one[steady], other[steady])
    return mean


def _by_cell(whole: Numbers, own: Numbers) -> Numbers:
    """The effort's part over the cells whose effort changed."""
    change = own.sum(axis=-1, keepdims=True)
    least = 1e-9 * np.abs(own).sum(axis=-1, keepdims=True)
    even = np.full(own.shape, 1.0 / own.shape[-1])
    return np.asarray(whole[..., None] * np.divide(own, change, out=even, where=np.abs(change) > least))
