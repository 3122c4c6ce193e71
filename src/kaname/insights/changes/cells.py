"""The daily numbers of segments, and of the largest segments of each team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kaname.facts.query.result import Result
from kaname.insights.changes.groups import TEAM, Group
from kaname.insights.changes.setting import Numbers, Setting, asking_for
from kaname.insights.series import Parts
from kaname.measures.periods import Grain

# Of each metric so many segments of teams, those of which most came in the last half year, and at least so much: of
# less, not even a fall by half would show within two months. [count; d]
MOST_CELLS, LEAST_EVENTS, RECENT = 24, 80, 182
# A segment of a team that is nearly all of the segment, or of the team, says nothing beside that. [share]
MOST_OF_WHOLE = 0.9

By = Mapping[Group, Numbers]


def by_segment(
    metrics: Mapping[str, Parts], segments: Mapping[str, Sequence[Group]], setting: Setting
) -> dict[str, By]:
    """By metric and group its value and what that is counted on, shape (1 or 2, n_days); one question a field."""
    found: dict[str, dict[Group, Numbers]] = {key: {} for key in metrics}
    cells: dict[str, By] = {key: {} for key in metrics}
    for field in sorted({group.field for groups in segments.values() for group in groups}):
        wanted = {key: [one.value for one in segments[key] if one.field == field] for key in metrics}
        asked = [key for key in metrics if wanted[key]]
        values = sorted({value for key in asked for value in wanted[key]})
        result = _ask(field, [metrics[key] for key in asked], values, setting)
        for key in asked:
            table = _Table.of(field, result, metrics[key])
            found[key] |= {Group(field=field, value=value): table.of_value(value) for value in wanted[key]}
            cells[key] = _largest({**cells[key], **table.cells(wanted[key], setting)})
    return {key: {**found[key], **cells[key]} for key in metrics}


def _ask(field: str, every: Sequence[Parts], values: Sequence[str], setting: Setting) -> Result:
    parts = {part.key: part for one in every for part in one.all}
    past, where = setting.past, {field: list(values)}
    asking = asking_for(parts.values(), setting)
    days = {"since": past.starts_on, "until": past.ends_on, "grain": Grain.DAY}
    return asking.ask(list(parts), where=where, by=(TEAM, field), **days)  # type: ignore[arg-type]  # a list of texts is one of texts or none


def _largest(cells: By) -> By:
    order = sorted(cells, key=lambda one: -_recent(cells[one]))[:MOST_CELLS]
    return {group: cells[group] for group in order}


def _recent(numbers: Numbers) -> float:
    """How much of what the metric is counted on came lately."""
    return float(np.abs(numbers[-1, -RECENT:]).sum())


@dataclass(frozen=True)
class _Table:
    """One metric by team and value of a field; `numbers` of shape (n_pairs, 1 or 2, n_days)."""

    field: str
    pairs: Sequence[tuple[str | None, str | None]]
    numbers: Numbers

    @classmethod
    def of(cls, field: str, result: Result, parts: Parts) -> _Table:
        metrics = [parts.value, *([parts.events] if parts.events else [])]
        grids = [np.nan_to_num(result.grid(metric.key)) for metric in metrics]
        return cls(field, [(group[0], group[1]) for group in result.groups], np.stack(grids, axis=1))

    def cells(self, values: Sequence[str], setting: Setting) -> By:
        """Those of a team and one of the values that are large enough, and neither all of the one nor of the other."""
        active = {owner.team for owner in setting.crew.groups if owner.team}
        sizes = np.abs(self.numbers[:, -1, -RECENT:]).sum(axis=1)
        found = {}
        for place, (team, value) in enumerate(self.pairs):
            whole = min(self._size(sizes, 0, team), self._size(sizes, 1, value))
            if team in active and value in values and LEAST_EVENTS <= sizes[place] <= MOST_OF_WHOLE * whole:
                # A copy: what is looked at would keep the whole table in memory.
                found[Group(team, self.field, str(value))] = self.numbers[place].copy()
        return found

    def _size(self, sizes: Numbers, side: int, name: str | None) -> float:
        return float(sizes[[pair[side] == name for pair in self.pairs]].sum())

    def of_value(self, value: str) -> Numbers:
        """The value in all teams together."""
        inside = [pair[1] == value for pair in self.pairs]
        return np.asarray(self.numbers[inside].sum(axis=0), dtype=np.float64)
