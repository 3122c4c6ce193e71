"""How far a search for drivers looks, and from when on. See docs/measures/drivers.md."""

from typing import NamedTuple

from kaname.measures.drivers.result import Step


class Limits(NamedTuple):
    """Lags 0 to `n_lags` - 1, `order` of the own past, length of `block`s, and how far lags of one link lie apart.

    `widths`: over how many neighbouring periods a driver may work, odd: what is decided on a day is signed within days.
    """

    n_lags: int
    order: int
    block: int
    near: int
    widths: tuple[int, ...]


LIMITS = {
    Step.DAY: Limits(n_lags=61, order=14, block=28, near=7, widths=(1, 3, 7)),
    Step.WEEK: Limits(n_lags=13, order=6, block=6, near=3, widths=(1,)),
    Step.MONTH: Limits(n_lags=4, order=2, block=4, near=1, widths=(1,)),
}
# Half a year of days, a year and a half of weeks, five years of months: level and season have to leave something.
LEAST_PERIODS = {Step.DAY: 182, Step.WEEK: 78, Step.MONTH: 60}
# Where a candidate tells as much of the target's own part or of the target, it is that. [correlation]
SAME = 0.97
# False discoveries to expect among those chosen on the first three quarters; the held-out end makes them fewer.
FALSE = 0.05
# Chance at the held-out end: from here on it agrees, from there on it confirms.
AGREES, CONFIRMS = 0.20, 0.05
QUARTERS, MOST_QUARTERS = 4, 3
# Share of half-samples in which a driver has to be among the strongest. [0-1]
STABLE = 0.5
# More drivers than these nobody follows.
MOST_DRIVERS = 20
