"""Why a metric moved between two stretches: taken apart by the field that explains it best."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kaname.insights.changes.groups import TEAM, Group
from kaname.insights.changes.segments import segment_fields
from kaname.insights.changes.setting import Setting
from kaname.insights.changes.why.basis import Basis, bases_of
from kaname.insights.changes.why.reading import PERSON, Cells, cells_by
from kaname.measures.periods import Period
from kaname.measures.why.result import Cause, NoEffort, Why
from kaname.measures.why.why import why

# That something changed is known after an alarm.
SURE_AFTER_ALARM, SURE = 2.0, 2.5


@dataclass(frozen=True)
class Found:
    """The answer by one field."""

    basis: Basis
    cells: Cells
    why: Why

    @property
    def stands_out(self) -> float:
        """How much more the dominant cell brings than its share of the effort; below 0 where none is clear, or one."""
        cell, cells = self.why.cell, self.cells
        if len(cells.keys) < 2:
            return -2.0
        if self.why.cause is Cause.NONE_CLEAR or cell is None:
            return -1.0
        effort = cells.before.exposure.sum(axis=1) + cells.after.exposure.sum(axis=1)
        return float(min(abs(cell.share), 1.0) - effort[cell.place] / max(np.sum(effort), 1e-9))


def find_why(
    key: str,
    group: Group,
    stretches: tuple[Period, Period],
    setting: Setting,
    *,
    fields: Sequence[str] | None = None,
    preferred: Collection[str] = (),
    sure: float = SURE,
) -> Found | None:
    """By the field that fits and whose dominant cell stands out most; None where nothing can be taken apart."""
    asked = fields_for(key, group, setting) if fields is None else fields
    for basis in bases_of(key, setting.definitions, preferred=preferred):
        found = list(_each(asked, basis, group, stretches, setting, sure))
        if found:
            return max(found, key=lambda one: one.stands_out)
    return None


def fields_for(key: str, group: Group, setting: Setting) -> list[str]:
    """People and teams first, then segments; not by what the group is itself."""
    people = [PERSON] if group.team else []
    return [*people, TEAM, *(field for field in segment_fields(key, setting.definitions) if field != group.field)]


def _each(
    fields: Sequence[str], basis: Basis, group: Group, stretches: tuple[Period, Period], setting: Setting, sure: float
) -> Iterator[Found]:
    for field in fields:
        cells = cells_by(field, basis, group, stretches, setting)
        if cells is None:
            continue
        try:
            yield Found(basis, cells, why(kind=basis.kind, before=cells.before, after=cells.after, sure=sure))
        except NoEffort:
            continue
