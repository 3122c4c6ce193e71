"""The cells of a metric over two stretches of days, read from the facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from kaname.insights.changes.groups import TEAM, Group
from kaname.insights.changes.setting import Numbers, Setting, asking_for
from kaname.insights.changes.why.basis import Basis
from kaname.measures.periods import Grain, Period
from kaname.measures.why.cells import CellPeriods, Kind

PERSON = "person"
# Weeks, where the later stretch has as many; otherwise days. [d]
IN_WEEKS_FROM = 28
MOST_CELLS = 12
# Where more than this comes in cells without any effort, the field does not tell both alike. [share]
MOST_STRAY = 0.05
OTHERS = "\x1fothers"


@dataclass(frozen=True)
class Cells:
    """`keys` of the cells in a field, None where the facts have none there; the smallest together are OTHERS."""

    field: str
    keys: tuple[str | None, ...]
    before: CellPeriods
    after: CellPeriods


def cells_by(
    field: str, basis: Basis, group: Group, stretches: tuple[Period, Period], setting: Setting
) -> Cells | None:
    """None where the effort is not known by this field; all in one cell where what came of it lies in other cells."""
    if basis.effort is None and field not in (PERSON, TEAM):
        return None
    keys, tables = _tables(field, basis, group, stretches, setting)
    if not keys:
        return None
    days = [_days(stretch, stretches) for stretch in stretches]
    keys, tables = _fewer(keys, tables, days)
    opened = _opened(stretches, tables[1], days, setting)
    weekly = stretches[1].days >= IN_WEEKS_FROM
    both = [_periods(tables, one, opened, weekly, basis) for one in days]
    return Cells(field, tuple(keys), both[0], both[1])


def _tables(
    field: str, basis: Basis, group: Group, stretches: tuple[Period, Period], setting: Setting
) -> tuple[list[str | None], list[Numbers]]:
    """Effort, events and sums, each of shape (n_cells, n_days) from the first day of the span."""
    asking = asking_for(basis.metrics, setting)
    names = list(dict.fromkeys(metric.key for metric in basis.metrics))
    since, until = stretches[0].starts_on, stretches[1].ends_on
    found = asking.ask(names, since=since, until=until, where=group.where, grain=Grain.DAY, by=(field,))
    days = slice(setting.place(since), setting.place(until))
    keys: list[str | None] = [one[0] for one in found.groups]
    grids = {name: np.nan_to_num(found.grid(name)) for name in names}
    effort = grids[basis.effort.key] if basis.effort else _hours(field, keys, group, setting)[:, days]
    tables = [effort, grids[basis.events.key]]
    return keys, [*tables, grids[basis.sums.key]] if basis.sums else tables


def _hours(field: str, keys: Sequence[str | None], group: Group, setting: Setting) -> Numbers:
    """Working time after meetings and leave of each person or team within the group. [h]"""
    roster, crew = setting.crew.roster, setting.crew
    hours = roster.hours * roster.here(crew.below(group.owner))
    none = np.zeros(hours.shape[1])
    if field == TEAM:
        rows = [roster.hours_in(frozenset({key})) if key else none for key in keys]
    else:
        rows = [hours[roster.row_of[key]] if key and key in roster.row_of else none for key in keys]
    return np.array(rows).reshape(len(keys), hours.shape[1])


def _days(stretch: Period, both: tuple[Period, Period]) -> slice:
    """Its columns, from the first day of both on."""
    first = (stretch.starts_on - both[0].starts_on).days
    return slice(first, first + stretch.days)


def _fewer(
    keys: list[str | None], tables: list[Numbers], days: Sequence[slice]
) -> tuple[list[str | None], list[Numbers]]:
    """The largest cells, and as one the others, with all in which something came without effort: the whole stays whole.

    Deals that field sales win of other teams' appointments have no close rate by team.
    """
    size = tables[0].sum(axis=1) / max(tables[0].sum(), 1e-9) + tables[1].sum(axis=1) / max(tables[1].sum(), 1e-9)
    stray = _stray(tables, days)
    lost = max(float(table[stray].sum() / max(table.sum(), 1e-9)) for table in tables[1:])
    order = [int(place) for place in np.argsort(-size) if not stray[place]]
    order = order[: MOST_CELLS - 1] if len(keys) > MOST_CELLS else order
    kept = [] if lost > MOST_STRAY else order
    while kept and _stray([_rest(table, kept) for table in tables], days).any():
        kept.pop()
    if len(kept) == len(keys):
        return keys, tables
    kept = sorted(kept)
    merged = [np.vstack([table[kept], _rest(table, kept)]) for table in tables]
    return [*(keys[place] for place in kept), OTHERS], merged


def _rest(table: Numbers, kept: Sequence[int]) -> Numbers:
    return np.asarray(np.delete(table, kept, axis=0).sum(axis=0, keepdims=True))


def _stray(tables: Sequence[Numbers], days: Sequence[slice]) -> NDArray[np.bool_]:
    """Cells in which, in one of the stretches, something came and there was no effort."""
    effort, *came = ([table[:, one].sum(axis=1) for one in days] for table in tables)
    each = [(of != 0) & (tried <= 0) for one in came for of, tried in zip(one, effort, strict=True)]
    return np.asarray(np.any(each, axis=0), dtype=np.bool_)


def _periods(tables: Sequence[Numbers], days: slice, opened: Numbers, weekly: bool, basis: Basis) -> CellPeriods:
    """The days of one stretch by weeks or days, each with its working days; what has none goes with those before it."""
    steps = np.arange(0, days.stop - days.start, 7 if weekly else 1)
    begins = steps[np.add.reduceat(opened[days], steps) > 0]
    begins = np.array([0, *begins[1:]])
    length = np.add.reduceat(opened[days], begins)
    parts = [np.add.reduceat(np.maximum(table[:, days], 0.0), begins, axis=1) for table in tables]
    return CellPeriods(parts[0], parts[1], length, parts[2] if basis.kind in (Kind.SUM, Kind.MEAN) else None)


def _opened(both: tuple[Period, Period], events: Numbers, days: Sequence[slice], setting: Setting) -> Numbers:
    """1 on working days; on every day of what comes by itself. The same for both, or their lengths would differ."""
    place = setting.place(both[0].starts_on)
    worked = setting.staffed_in(None)[place : place + events.shape[1]] > 0
    asked = np.zeros(events.shape[1], dtype=bool)
    for one in days:
        asked[one] = True
    total, off = events[:, asked].sum(), events[:, asked & ~worked].sum()
    by_itself = not all(worked[one].any() for one in days) or (total > 0 and off > 0.05 * total)
    return np.ones(len(worked)) if by_itself else worked.astype(np.float64)


def stretches_around(day_of_change: Period, setting: Setting, *, most: int = 182) -> tuple[Period, Period]:
    """Half a year before the change, as the watch takes it, and what is known since."""
    at = day_of_change.starts_on
    until = min(day_of_change.ends_on, at + timedelta(days=most))
    since = max(at - timedelta(days=most), setting.past.starts_on)
    return Period(since, at), Period(at, until)
