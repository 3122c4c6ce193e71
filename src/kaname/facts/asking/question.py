"""Asking the fact store for a board: one state of it, one calendar, as few questions as there are kinds of answers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from kaname.facts.asking.history import History, frozen, history_of
from kaname.facts.directory import Directory
from kaname.facts.engine.record import loaded_at
from kaname.facts.evaluate import Result, evaluate
from kaname.facts.metrics.definition import MetricDefinition, closure
from kaname.facts.query.things import Things
from kaname.facts.store import FactStore
from kaname.facts.streams import stream_of
from kaname.measures.periods import FiscalCalendar, Grain, Period

Number = int | float
T = TypeVar("T")
Where = Mapping[str, Sequence[str | None]]


@dataclass(frozen=True)
class Moment:
    """The facts as they were when this was opened: all answers fit together, whatever is loaded meanwhile."""

    directory: Directory
    connection: Any
    history: History
    revision: int

    def reading(self) -> AbstractContextManager[Any]:
        return nullcontext(self.connection)

    def loaded_at(self, stream: str) -> datetime | None:
        """When the stream was last loaded."""
        return loaded_at(self.connection, stream)

    @classmethod
    @contextmanager
    def of(cls, store: FactStore) -> Iterator[Moment]:
        # The revision comes first: if facts change now, it is not theirs, and nothing made of them is kept under it.
        history, revision = history_of(store), store.revision
        with store.reading() as connection:
            yield cls(store.directory, connection, history, revision)


@dataclass(frozen=True)
class Groups:
    """Values by team, person or field; a group without facts has what nothing comes to."""

    result: Result

    def value(self, key: str, group: str | None) -> Number | None:
        return self.result.at(key, (group,))

    def adds_up(self, key: str) -> bool:
        """Whether the value of several groups together follows from theirs."""
        return self.result.adds_up(key)

    def together(self, key: str, groups: Iterable[str | None]) -> Number | None:
        """The value of several groups as one, where it adds up."""
        return self.result.together(key, [(group,) for group in groups])

    @cached_property
    def present(self) -> list[str | None]:
        """Groups with facts that count for any of the metrics, sorted, None last: 0 of 3 is a number as well."""
        seen = np.logical_or.reduce([found.seen for found in self.result.values.values()])
        return [group[0] for group, has in zip(self.result.groups, seen, strict=False) if has]


@dataclass(frozen=True)
class Question:
    """Metrics by their definitions, ready to be asked for values; `state` names the ledger's that they are from."""

    facts: Moment
    definitions: Mapping[str, MetricDefinition]
    calendar: FiscalCalendar
    state: Hashable

    def series(
        self, keys: Sequence[str], *, since: date, until: date, grain: Grain, where: Where
    ) -> dict[str, tuple[Number | None, ...]]:
        """One value for each period that touches the days; first and last count only days inside."""
        if not keys:
            return {}
        found = self.ask(keys, since=since, until=until, where=where, grain=grain)
        return {key: tuple(found.series(key)) for key in keys}

    def total(self, keys: Sequence[str], *, period: Period, where: Where) -> dict[str, Number | None]:
        """One value for the whole stretch of days."""
        if not keys:
            return {}
        found = self.ask(keys, since=period.starts_on, until=period.ends_on, where=where)
        return {key: found.value(key) for key in keys}

    def past_series(
        self, keys: Sequence[str], *, days: Period, grain: Grain, where: Where
    ) -> dict[str, tuple[Number | None, ...]]:
        """`series` of days that are over."""

        def ask() -> dict[str, tuple[Number | None, ...]]:
            return self.series(keys, since=days.starts_on, until=days.ends_on, grain=grain, where=where)

        return self._kept(("series", grain), keys, days, where, ask)

    def past_total(self, keys: Sequence[str], *, period: Period, where: Where) -> dict[str, Number | None]:
        """`total` of days that are over."""
        return self._kept("total", keys, period, where, lambda: self.total(keys, period=period, where=where))

    def _kept(self, kind: Hashable, keys: Sequence[str], days: Period, where: Where, ask: Callable[[], T]) -> T:
        key = (kind, tuple(keys), days, frozen(where), self.calendar, self.state)
        return self.facts.history.get(key, days, ask, revision=self.facts.revision)

    def by(self, group: str, keys: Sequence[str], *, period: Period, where: Where) -> Groups:
        """Values by what the facts are grouped by; None is what has no team, person or entry there."""
        return Groups(self.ask(keys, since=period.starts_on, until=period.ends_on, where=where, by=(group,)))

    def facts_by_person(self, stream: str, *, period: Period, where: Where) -> Groups:
        """How many facts of a stream belong to each person."""
        every = MetricDefinition.every_fact(stream_of(stream))
        alone = replace(self, definitions={every.key: every})
        return alone.by("person", [every.key], period=period, where=where)

    def ask(
        self,
        keys: Sequence[str],
        *,
        since: date,
        until: date,
        where: Where,
        grain: Grain | None = None,
        by: Sequence[str] = (),
    ) -> Result:
        """As `evaluate`, of this moment's facts."""
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
            keep=self._keep_things,
        )

    def _keep_things(self, key: Hashable, days: Period, read: Callable[[], Things | None]) -> Things | None:
        """Until facts of these days change; more than a share of the memory makes the oldest go."""
        facts = self.facts
        return facts.history.get(("things", key, days, self.state), days, read, revision=facts.revision, size=_size_of)


def _size_of(things: Things | None) -> int:
    return things.size if things else 0


class People:
    """Values by person, read while the moment is open, and only as far as they are looked at.

    A page shows some of five hundred people; reading all of them is the longest part of a large board.
    """

    def __init__(self, question: Question, keys: Sequence[str], *, period: Period, where: Where) -> None:
        self._question, self._keys, self._period, self._where = question, keys, period, where
        self._of_some: dict[str | None, Groups] = {}

    @cached_property
    def present(self) -> list[str | None]:
        """Everybody who has facts here, sorted; None last where some belong to nobody known."""
        found = {person for people in self._by_stream.values() for person in people}
        return sorted(found, key=lambda person: (person is None, person))

    def does(self, person: str | None, key: str) -> bool:
        """Whether the person has facts of a kind that the metric is computed from: it is part of their work."""
        return any(person in self._by_stream[stream] for stream in self._streams[key])

    @cached_property
    def _streams(self) -> Mapping[str, frozenset[str]]:
        """The streams behind each metric."""
        known = self._question.definitions
        return {key: frozenset(part.stream for part in closure([key], known) if part.stream) for key in self._keys}

    @cached_property
    def _by_stream(self) -> Mapping[str, frozenset[str | None]]:
        streams = {stream for behind in self._streams.values() for stream in behind}
        counted = {
            stream: self._question.facts_by_person(stream, period=self._period, where=self._where) for stream in streams
        }
        return {stream: frozenset(groups.present) for stream, groups in counted.items()}

    @cached_property
    def _of_all(self) -> Groups:
        return self._question.by("person", self._keys, period=self._period, where=self._where)

    def ask_for(self, people: Iterable[str | None]) -> None:
        """Read the values of these alone; `value` of anybody else reads everybody's."""
        some = [person for person in people if person is not None]
        if some and "_of_all" not in self.__dict__:
            where = {**self._where, "person": some}
            groups = self._question.by("person", self._keys, period=self._period, where=where)
            self._of_some |= dict.fromkeys(some, groups)

    def ask_for_all(self) -> None:
        """Read everybody's values."""
        self._of_some = dict.fromkeys(self.present, self._of_all)

    def value(self, key: str, person: str | None) -> Number | None:
        return (self._of_some.get(person) or self._of_all).value(key, person)
