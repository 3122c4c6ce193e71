"""How much the market of a goal grows, by a series that somebody imports or enters."""

from __future__ import annotations

from dataclasses import dataclass

from kaname.goals.actuals import actual_values
from kaname.goals.kgi.known_days import KnownDays, known_days
from kaname.goals.reader import Reader
from kaname.measures.comparable import Against, comparable
from kaname.measures.comparison import change_ratio
from kaname.measures.periods import Period


@dataclass(frozen=True)
class MarketGrowth:
    """From the value of one period to that of a later one: `rate` is now / before - 1. [unit of the series; ratio]"""

    metric_key: str
    earlier: Period
    later: Period
    before: float
    now: float

    @property
    def rate(self) -> float:
        return self.now / self.before - 1


def market_growth(
    metric_key: str, *, period: Period, compared: Period, against: Against, reader: Reader
) -> MarketGrowth | None:
    """Growth from the compared period to the goal's where the series reaches so far, else the step before that.

    None where neither step has two periods that are known as a whole, or one has nothing to grow from.
    """
    known = known_days(metric_key, team=None, reader=reader)
    before = comparable(compared, against, calendar=reader.calendar)
    for earlier, later in ((compared, period), (before, compared)):
        found = _step(metric_key, earlier, later, known=known, reader=reader)
        if found is not None:
            return found
    return None


def _step(
    metric_key: str, earlier: Period, later: Period, *, known: KnownDays | None, reader: Reader
) -> MarketGrowth | None:
    if known is None or not (known.cover(earlier) and known.cover(later)):
        return None
    asked = {"team": None, "definitions": reader.definitions, "calendar": reader.calendar}
    before, now = (actual_values([metric_key], period=one, **asked)[metric_key] for one in (earlier, later))  # type: ignore[arg-type]
    if before is None or now is None or not now > 0 or change_ratio(now=now, before=before) is None:
        return None
    return MarketGrowth(metric_key, earlier, later, before, now)
