"""What a search for drivers finds, and why it refuses. See docs/measures/drivers.md."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """How far apart neighbouring periods are."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class DriverGrade(StrEnum):
    """Tested: the held-out end of the series confirms it by itself. Correlated: it agrees, and no more."""

    TESTED = "tested"
    CORRELATED = "correlated"


class Reason(StrEnum):
    """Why a candidate is no driver."""

    TOO_SHORT = "too_short"  # `missing` more periods are needed
    CONSTANT = "constant"
    CALENDAR = "calendar"  # weekday, holiday, season or what is given explain all of it
    SAME_AS_TARGET = "same_as_target"
    SAME_AS_PART = "same_as_part"  # `like`: place of the tree's part
    COLLINEAR = "collinear"  # `like`: place of the candidate that was accepted instead
    NOT_HELD_OUT = "not_held_out"  # seen before, not at the held-out end
    UNSTABLE = "unstable"  # seen in some stretches only
    NO_LINK = "no_link"


class Per(StrEnum):
    """What the size of a driver is stated for."""

    TEN_PERCENT = "ten_percent"  # 10 % more of the driver
    ONE_SPREAD = "one_spread"  # one standard deviation of its moves beyond calendar and level


@dataclass(frozen=True)
class Size:
    """By how much the target changes after `width` periods with so much more of the driver, all else equal.

    `low` to `high` hold the true change in 8 of 10 cases. Relative to the target's mean [ratio] if `is_relative`, else
    in the target's unit.
    """

    per: Per
    change: float
    low: float
    high: float
    is_relative: bool


@dataclass(frozen=True)
class Driver:
    """A candidate (`place` in the order given) that leads the target by `lag` periods (0: moves with it).

    It works over `width` periods around that lag: 1, or with a lag of 9 and a width of 7, after 6 to 12 periods.
    `lag_low` to `lag_high` hold the true lag in 95 of 100 cases. `frequency` is in what share of half-samples it was
    among the strongest, `quarters_agreeing` of `quarters` of the held-out end show its direction, `p_held_out` how
    often chance would at least as clearly, `n` are the pairs of periods compared.
    """

    place: int
    lag: int
    lag_low: int
    lag_high: int
    size: Size
    frequency: float
    quarters_agreeing: int
    quarters: int
    p_held_out: float
    grade: DriverGrade
    n: int
    width: int = 1

    @property
    def direction(self) -> int:
        """1 where more of the driver goes with more of the target, -1 where with less."""
        return 1 if self.size.change >= 0 else -1


@dataclass(frozen=True)
class Refused:
    """A candidate that is no driver. `like` and `missing` where the reason says so; `lag` where a link was seen."""

    place: int
    reason: Reason
    like: int | None = None
    missing: int = 0
    lag: int | None = None


@dataclass(frozen=True)
class Drivers:
    """Drivers in the order in which they were found, strongest first, and all other candidates by place.

    `n` periods of the target are known, `n_tested` candidates were held against it, `held_out_from` is the place of the
    first period that no driver was chosen on. Links whose news correlate less than `smallest_seen` are mostly missed
    with this much data (None where nothing was tested); four times the periods halve it. With `missing` above 0, so
    many more periods of the target are needed.
    """

    found: tuple[Driver, ...]
    refused: tuple[Refused, ...]
    n: int
    n_tested: int
    held_out_from: int
    smallest_seen: float | None = None
    missing: int = 0
