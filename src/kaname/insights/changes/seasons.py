"""Whether the same change came at the same time a year ago: then it is the season, and no news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

import numpy as np

from kaname.insights.changes.groups import Group
from kaname.insights.changes.setting import Numbers
from kaname.insights.changes.watching import Alarm, Look
from kaname.measures.changes.evidence import ALARM_ODDS, DRIFT
from kaname.measures.changes.first_year import Rest, log_odds_beside_season
from kaname.measures.changes.last_year import YEAR
from kaname.measures.changes.scan import Kind
from kaname.measures.changes.window import WINDOW

# The level before the change is that of a quarter: a year ago is wholly known once all of that is. [d]
QUARTER, LEAST_DAYS = 91, 28
# A year ago at least half of the change, on the log scale.
MOST_OF_IT = 0.5


def beyond_season(alarms: Sequence[Alarm], look: Look, groups: Sequence[Group], end: int) -> Iterator[Alarm]:
    """Those that are no season: of counts alone, since rates and means hardly follow the calendar."""
    if look.kind is not Kind.RATE:
        yield from alarms
        return
    for alarm in alarms:
        row = groups.index(alarm.group)
        year_ago = _year_ago(alarm, look, row, end)
        if year_ago is not None and year_ago / alarm.log_change >= MOST_OF_IT:
            continue
        is_known = year_ago is not None and _knows_quarter(look, row, alarm.changed_at - YEAR)
        if is_known or _is_beyond_any(alarm, look, groups, row, end):
            yield alarm


def _year_ago(alarm: Alarm, look: Look, row: int, end: int) -> float | None:
    """The change at the same time a year before; None where that is not known. [log ratio]"""
    at = alarm.changed_at - YEAR
    if at < LEAST_DAYS:
        return None
    levels = [_level(look, row, since, until) for since, until in ((max(at - QUARTER, 0), at), (at, end - YEAR))]
    if levels[0] is None or levels[1] is None:
        return None
    return log(levels[1] / levels[0])


def _knows_quarter(look: Look, row: int, at: int) -> bool:
    """Whether every day of the level before is known: in the first months of an organisation its growth covers it."""
    return at >= QUARTER and bool(np.isfinite(look.counts[row, at - QUARTER : at]).all())


def _level(look: Look, row: int, since: int, until: int) -> float | None:
    """Events per exposure of known days; None where there are none, or too few days before."""
    counts, exposure = look.counts[row, since:until], look.exposure[row, since:until]
    known = np.isfinite(counts) & np.isfinite(exposure)
    total = float(exposure[known].sum())
    found = float(counts[known].sum())
    return found / total if total > 0 and found > 0 and known.sum() >= min(until - since, LEAST_DAYS) else None


def _is_beyond_any(alarm: Alarm, look: Look, groups: Sequence[Group], row: int, end: int) -> bool:
    """Whether it would be told whatever the season is."""
    odds = log_odds_beside_season(
        log_odds=np.array([alarm.log_odds]),
        change=np.array([alarm.log_change]),
        variance=np.array([alarm.variance]),
        rest=_rest(alarm, look, groups, row, end),
    )
    return bool(odds[0] >= ALARM_ODDS)


def _rest(alarm: Alarm, look: Look, groups: Sequence[Group], row: int, end: int) -> Rest:
    """The whole without the group. A team has its own hours, a segment those of everybody."""
    whole = groups.index(Group()) if Group() in groups else None
    if whole is None or row == whole:
        return Rest.none(1)
    counts = look.counts[[whole], :end] - look.counts[[row], :end]
    exposure = look.exposure[[whole], :end]
    if alarm.group.team and not alarm.group.is_cell and not _is_same(exposure, own := look.exposure[[row], :end]):
        exposure = exposure - own
    chance = 1 / alarm.n_before + 1 / alarm.n_after if alarm.n_before > 0 and alarm.n_after > 0 else np.inf
    return Rest.of(
        counts=counts,
        exposure=exposure,
        at=np.array([alarm.changed_at]),
        since=np.array([max(min(end - WINDOW, alarm.changed_at - QUARTER), 0)]),
        inflation=np.array([max((alarm.variance - DRIFT**2) / chance, 1.0)]),
    )


def _is_same(one: Numbers, other: Numbers) -> bool:
    return bool(np.array_equal(one, other, equal_nan=True))
