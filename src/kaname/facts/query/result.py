"""The numbers that were asked for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kaname.facts.query.coded import Group
from kaname.facts.query.compose import DECIMALS, Values

Number = int | float | None
# Values have one line more than there are groups: the last one is that of a group without facts.
NO_FACTS = -1


@dataclass(frozen=True)
class Result:
    """Values by metric, group and period.

    `groups` are tuples of values in the order of `by`: keys for team, person and manager (with their names in `names`),
    else the field's own values, None where it is empty. `periods` are first days.
    """

    by: tuple[str, ...]
    groups: tuple[Group, ...]
    periods: tuple[date, ...]
    names: Mapping[str, Mapping[str, str]]
    values: Mapping[str, Values] = field(repr=False)

    def rows(self, key: str) -> list[dict[str, Any]]:
        """One row per group that has facts counting for this metric, and per period: period, by…, value."""
        found = self.values[key]
        return [
            {"period": period, **dict(zip(self.by, group, strict=True)), "value": _number(found, i, j)}
            for i, group in enumerate(self.groups)
            if found.seen[i] or not self.by
            for j, period in enumerate(self.periods)
        ]

    def value(self, key: str, *, period: date | None = None, **group: object) -> Number:
        """One number, such as `value("calls", person="p1")`; a group or period without facts has that of no facts.

        Without `period`, the first one.
        """
        return self.at(key, tuple(group[name] for name in self.by), period=period)

    def at(self, key: str, group: Group, *, period: date | None = None) -> Number:
        """`value` for the group as it stands in `groups`."""
        column = 0 if period is None else self._columns[period]
        return _number(self.values[key], self._lines.get(group, NO_FACTS), column)

    def grid(self, key: str) -> NDArray[np.float64]:
        """All numbers of a metric, shape (n_groups, n_periods), in the order of both; NaN where one is not defined."""
        found: NDArray[np.float64] = self.values[key].values[: len(self.groups)]
        return found

    def adds_up(self, key: str) -> bool:
        """Whether the number of several groups together follows from theirs."""
        return self.values[key].adds_up

    def together(self, key: str, groups: Iterable[Group]) -> Number:
        """The number of several groups as one, of the first period, where it adds up."""
        return self._together(self.values[key], [group for group in groups if group in self._lines])

    def _together(self, found: Values, groups: Sequence[Group]) -> Number:
        if found.parts is not None:
            top, bottom = (self._together(part, groups) for part in found.parts)
            return None if top is None or not bottom else top / bottom
        if found.things is not None:
            return found.things.together(groups)
        total = round(float(found.values[[self._lines[group] for group in groups], 0].sum()), DECIMALS)
        return int(total) if found.whole else total

    def series(self, key: str, **group: object) -> list[Number]:
        """The numbers of all periods for one group."""
        return [self.value(key, period=period, **group) for period in self.periods]

    @property
    def table(self) -> pa.Table:
        """All groups and periods, one column per metric."""
        size = len(self.periods)
        columns: dict[str, Any] = {"period": [period for _ in self.groups for period in self.periods]}
        for i, name in enumerate(self.by):
            columns[name] = [group[i] for group in self.groups for _ in range(size)]
        for key, found in self.values.items():
            columns[key] = [_number(found, i, j) for i in range(len(self.groups)) for j in range(size)]
        return pa.table(columns)

    @cached_property
    def _lines(self) -> dict[Group, int]:
        return {group: i for i, group in enumerate(self.groups)}

    @cached_property
    def _columns(self) -> dict[date, int]:
        return {period: i for i, period in enumerate(self.periods)}


def _number(found: Values, group: int, period: int) -> Number:
    value = float(found.values[group, period])
    if math.isnan(value):
        return None
    return int(value) if found.whole else value
