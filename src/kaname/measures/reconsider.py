"""Which KPIs to look at again, from several periods or from all teams at once. See docs/measures/reconsider.md."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import stdtrit

from kaname.measures.attainment import ROUNDING
from kaname.measures.before_after import LEAST_EXPECTED, BeforeAfter
from kaname.measures.noise import Numbers, Outcome, Stretch, chance, level, stretch
from kaname.measures.phases import run_length

# A target that is surpassed by a fifth twice in a row asks for too little.
FAR_ABOVE = 1.2
IN_A_ROW = 2
# Teams that move together before it is called the market, and how many of them have to go the same way. [share]
LEAST_TEAMS = 3
SAME_WAY = 0.75
# Months on each side of a shift, and past changes that say what is usual.
RECENT = 3
LEAST_CHANGES = 6
# Asked of every KPI every month: at 80 % one of five would be reported by chance. [0-1]
CONFIDENCE = 0.95
# A median of n varies pi / 2 times as much as their mean.
OF_A_MEDIAN = np.pi / 2


@dataclass(frozen=True)
class Run:
    """So many of the last periods in a row went one way; `nearest` is the attainment nearest to the target. [ratio]"""

    length: int
    nearest: float


@dataclass(frozen=True)
class MarketShift:
    """What the median team changed by from some periods to as many after them, where that is beyond the usual.

    `usual` is the rise that changes of that length stay below at the confidence asked for (the fall is
    1 - 1 / (1 + usual)); `a_year_before` the same change one year earlier, None where it is not known. `same_way` of
    `teams` changed in the direction of the median; `n` past changes say what is usual. [ratio of the rates - 1; for
    shares of the odds]
    """

    change: float
    usual: float
    a_year_before: float | None
    same_way: int
    teams: int
    n: int


def surpassed(*, attainments: Numbers, least: float = FAR_ABOVE, in_a_row: int = IN_A_ROW) -> Run | None:
    """Whether the last periods all came to a fifth more than their targets, or better.

    Parameters
    ----------
    attainments : ndarray, shape (n_periods,)
        Of periods that are over, oldest first, NaN where there was no target. [ratio]
    least : float
        [ratio]
    in_a_row : int
        How many it takes, 1 or more.
    """
    length = run_length(kept=attainments >= least * (1 - ROUNDING))
    return Run(length, float(attainments[-length:].min())) if length >= max(in_a_row, 1) else None


def missed(*, attainments: Numbers, in_a_row: int = IN_A_ROW) -> Run | None:
    """Whether the last periods all fell short of their targets; as `surpassed`."""
    length = run_length(kept=attainments < 1 - ROUNDING)
    return Run(length, float(attainments[-length:].max())) if length >= max(in_a_row, 1) else None


def market_shift(
    *,
    events: Numbers,
    exposure: Numbers,
    outcome: Outcome = Outcome.RATE,
    recent: int = RECENT,
    periods_per_year: int = 12,
    confidence: float = CONFIDENCE,
) -> MarketShift | None:
    """Whether all teams at once moved to another level, which the effort of none of them explains.

    The median over the teams of the change of their log rates (log odds), held against the same median at every earlier
    time; it has to be beyond the usual by itself, and apart from what the same change was a year before.

    Parameters
    ----------
    events, exposure : ndarray, shape (n_teams, n_periods)
        Periods that are over, oldest first, NaN where nothing is known. [count; h or trials]
    recent : int
        Periods on each side, 1 or more.
    periods_per_year : int
    confidence : float
        Above 0 and below 1.

    Returns
    -------
    MarketShift or None
        None where nothing shifted, with fewer than three teams with enough events, or fewer than six past changes.

    Raises
    ------
    ValueError
        If the shapes differ or a number is out of range.
    """
    if events.ndim != 2 or events.shape != exposure.shape or recent < 1 or not 0 < confidence < 1:
        raise ValueError(
            "every team has events and exposure of the same periods, and a stretch has at least one period"
        )
    teams = stretch(events=events, exposure=exposure)
    changes = [_change(teams, at, recent, outcome) for at in range(recent, events.shape[1] - recent + 1)]
    last = changes[-1] if changes else None
    past = np.array([one.median for one in changes[:-recent] if one is not None])
    if last is None or len(past) < LEAST_CHANGES:
        return None
    spread = sqrt(max(float(np.mean(past**2)), last.chance))
    usual = float(stdtrit(1 + (len(past) - 1) / recent, 0.5 + confidence / 2)) * spread
    year = changes[-1 - periods_per_year] if len(changes) > periods_per_year else None
    beyond = [last.median] if year is None else [last.median, last.median - year.median]
    together = last.same_way >= SAME_WAY * last.teams and min(beyond) * max(beyond) > 0
    if not together or min(abs(one) for one in beyond) <= usual:
        return None
    return MarketShift(
        change=float(np.expm1(last.median)),
        usual=float(np.expm1(usual)),
        a_year_before=None if year is None else float(np.expm1(year.median)),
        same_way=last.same_way,
        teams=last.teams,
        n=len(past),
    )


@dataclass(frozen=True)
class _Change:
    """Of the median team on the scale, and the variance that chance alone would give it."""

    median: float
    chance: float
    same_way: int
    teams: int


def _change(teams: Stretch, at: int, recent: int, outcome: Outcome) -> _Change | None:
    """From the `recent` periods before a place to as many from it on; None where too few teams have enough events."""
    both = teams.part(at - recent, at + recent)
    expected = BeforeAfter.at(both, recent, outcome).expected.min(axis=0)
    enough = (expected >= LEAST_EXPECTED) & (both.periods == 2 * recent)
    if enough.sum() < LEAST_TEAMS:
        return None
    before, after = both.units(enough).part(0, recent), both.units(enough).part(recent, 2 * recent)
    moved = level(after, outcome=outcome) - level(before, outcome=outcome)
    median = float(np.median(moved))
    varies = float((chance(before, outcome=outcome) + chance(after, outcome=outcome)).mean())
    return _Change(median, OF_A_MEDIAN * varies / len(moved), int((moved * median > 0).sum()), len(moved))
