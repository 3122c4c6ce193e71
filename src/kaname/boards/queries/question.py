"""Asking the fact store for a board: one state of it, one calendar, as few questions as there are kinds of answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from kaname.facts.directory import Directory
from kaname.facts.evaluate import Result, evaluate
from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.store import Facts, FactStore
from kaname.measures.periods import FiscalCalendar, Grain, Period

Number = int | float
Where = Mapping[str, Sequence[str | None]]


@dataclass(frozen=True)
class Moment:
    """The facts as they were when this was opened: all answers fit together, whatever is loaded meanwhile."""

    directory: Directory
    connection: Any

    def reading(self) -> AbstractContextManager[Any]:
        return nullcontext(self.connection)

    @classmethod
    @contextmanager
    def of(cls, store: FactStore) -> Iterator[Moment]:
        with store.reading() as connection:
            yield cls(store.directory, connection)


@dataclass(frozen=True)
class Groups:
    """Values by team, person or field; a group without facts has what nothing comes to."""

    result: Result

    @property
    def by(self) -> str:
        return self.result.by[0]

    def value(self, key: str, group: str | None) -> Number | None:
        named: dict[str, Any] = {self.by: group}
        return self.result.value(key, **named)

    @cached_property
    def present(self) -> list[str | None]:
        """Groups that have any number but 0, sorted, None last."""
        size = len(self.result.groups)
        some = np.zeros(size, dtype=bool)
        for found in self.result.values.values():
            some |= np.nan_to_num(found.values[:size, 0]) != 0
        return [group[0] for group, has in zip(self.result.groups, some, strict=True) if has]


@dataclass(frozen=True)
class Question:
    """Metrics by their definitions, ready to be asked for values."""

    facts: Facts
    definitions: Mapping[str, MetricDefinition]
    calendar: FiscalCalendar

    def series(
        self, keys: Sequence[str], *, since: date, until: date, grain: Grain, where: Where
    ) -> dict[str, tuple[Number | None, ...]]:
        """One value for each period that touches the days; first and last count only days inside."""
        found = self._ask(keys, since=since, until=until, where=where, grain=grain)
        return {key: tuple(found.series(key)) for key in keys}

    def total(self, keys: Sequence[str], *, period: Period, where: Where) -> dict[str, Number | None]:
        """One value for the whole stretch of days."""
        if not keys:
            return {}
        found = self._ask(keys, since=period.starts_on, until=period.ends_on, where=where)
        return {key: found.value(key) for key in keys}

    def by(self, group: str, keys: Sequence[str], *, period: Period, where: Where) -> Groups:
        """Values by what the facts are grouped by; None is what has no team, person or entry there."""
        return Groups(self._ask(keys, since=period.starts_on, until=period.ends_on, where=where, by=(group,)))

    def _ask(
        self,
        keys: Sequence[str],
        *,
        since: date,
        until: date,
        where: Where,
        grain: Grain | None = None,
        by: Sequence[str] = (),
    ) -> Result:
        return evaluate(
            self.facts,
            definitions=self.definitions,
            keys=keys,
            since=since,
            until=until,
            calendar=self.calendar,
            grain=grain,
            by=by,
            where=where,
        )
