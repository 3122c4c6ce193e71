"""The cells of a metric over two stretches of days, read from the facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from kaname.insights.changes.groups import TEAM, Group
from kaname.insights.changes.setting import Numbers, Setting, asking_for
from kaname.insights.changes.why.basis import Basis
from kaname.measures.periods import Grain, Period
from kaname.measures.why.cells import CellPeriods, Kind

PERSON = "person"
# Weeks, where the later stretch has as many; otherwise days. [d]
IN_WEEKS_FROM = 28
MOST_CELLS = 12
OTHERS = "\x1fothers"


@dataclass(frozen=True)
class Cells:
    """`keys` of the cells in a field, None where the facts have none there; the smallest together are OTHERS.

    `fits` says whether what came of the effort lies in the cells where the effort is: where deals are won by another
    team than the one that made the appointments, the two are no rate of either.
    """

    field: str
    keys: tuple[str | None, ...]
    before: CellPeriods
    after: CellPeriods
    fits: bool = True


def cells_by(
    field: str, basis: Basis, group: Group, stretches: tuple[Period, Period], setting: Setting
) -> Cells | None:
    """None where the effort is not known by this field."""
    if basis.effort is None and field not in (PERSON, TEAM):
        return None
    keys, tables = _tables(field, basis, group, stretches, setting)
    if not keys:
        return None
    found = _fewer(keys, tables)
    keys, tables = _with_effort(*found, [_days_of(stretch, stretches) for stretch in stretches])
    both = [_periods(tables, stretch, stretches, basis, setting) for stretch in stretches]
    return Cells(field, tuple(keys), both[0], both[1], fits=len(keys) == len(found[0]))


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


def _fewer(keys: list[str | None], tables: list[Numbers]) -> tuple[list[str | None], list[Numbers]]:
    """The largest cells, and the others as one."""
    if len(keys) <= MOST_CELLS:
        return keys, tables
    size = tables[0].sum(axis=1) / max(tables[0].sum(), 1e-9) + tables[1].sum(axis=1) / max(tables[1].sum(), 1e-9)
    order = np.argsort(-size)
    kept, rest = np.sort(order[: MOST_CELLS - 1]), order[MOST_CELLS - 1 :]
    merged = [np.vstack([table[kept], table[rest].sum(axis=0, keepdims=True)]) for table in tables]
    return [*(keys[place] for place in kept), OTHERS], merged


def _with_effort(
    keys: list[str | None], tables: list[Numbers], stretches: Sequence[slice]
) -> tuple[list[str | None], list[Numbers]]:
    """Cells in which something came of no effort go with the smallest that has some: else it would be lost."""
    efforts, events = (np.array([tables[place][:, days].sum(axis=1) for days in stretches]) for place in (0, 1))
    rest = ((events > 0) & (efforts <= 0)).any(axis=0)
    if not rest.any():
        return keys, tables
    sound = (efforts > 0).all(axis=0)
    rest |= np.array([key == OTHERS for key in keys])
    rest[np.argmin(np.where(sound, efforts.sum(axis=0), np.inf))] = True
    rest |= not sound.any()
    merged = [np.vstack([table[~rest], table[rest].sum(axis=0, keepdims=True)]) for table in tables]
    return [*(key for key, pooled in zip(keys, rest, strict=True) if not pooled), OTHERS], merged


def _days_of(stretch: Period, both: tuple[Period, Period]) -> slice:
    first = (stretch.starts_on - both[0].starts_on).days
    return slice(first, first + stretch.days)


def _periods(
    tables: Sequence[Numbers], stretch: Period, both: tuple[Period, Period], basis: Basis, setting: Setting
) -> CellPeriods:
    """The days of one stretch by weeks or days, each with its working days."""
    days = _days_of(stretch, both)
    begins = np.arange(0, stretch.days, 7 if both[1].days >= IN_WEEKS_FROM else 1)
    opened = _opened(stretch, setting, tables[1][:, days])
    length = np.add.reduceat(opened, begins)
    parts = [np.add.reduceat(np.maximum(table[:, days], 0.0), begins, axis=1) for table in tables]
    return CellPeriods(parts[0], parts[1], length, parts[2] if basis.kind in (Kind.SUM, Kind.MEAN) else None)


def _opened(stretch: Period, setting: Setting, events: Numbers) -> Numbers:
    """1 on working days; on every day of what comes by itself."""
    place = setting.place(stretch.starts_on)
    worked = (setting.staffed_in(None)[place : place + stretch.days] > 0).astype(np.float64)
    total = events.sum()
    by_itself = not worked.any() or (total > 0 and events[:, worked == 0].sum() > 0.05 * total)
    return np.ones(stretch.days) if by_itself else worked


def stretches_around(day_of_change: Period, setting: Setting, *, most: int = 182) -> tuple[Period, Period]:
    """Half a year before the change, as the watch takes it, and what is known since."""
    at = day_of_change.starts_on
    until = min(day_of_change.ends_on, at + timedelta(days=most))
    since = max(at - timedelta(days=most), setting.past.starts_on)
    return Period(since, at), Period(at, until)
