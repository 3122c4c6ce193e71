"""What the targets of a period come to, for one team and its people: plain values, ready for a board."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Origin(StrEnum):
    """Where a resolved target comes from; the rules stand in docs/measures/targets.md."""

    EXACT = "exact"  # set for exactly this period
    SUMMED = "summed"  # the sum of targets that tile this period
    PRORATED = "prorated"  # the working-time share of targets that reach out of this period
    COVERING = "covering"  # a rate's or mean's target, set for a longer period
    SHARED = "shared"  # a person's part, by working time, of what their team should reach
    ABOVE = "above"  # a rate's or mean's target of the nearest team above, or of the organisation


ORIGINS = tuple(Origin)


class ResolvedTarget(NamedTuple):
    """The value to reach in a period, its upper end (ranges), its baseline, and the targets it was made from.

    A tuple, because a board makes hundreds of them.
    """

    value: float
    upper: float | None
    baseline: float | None
    origin: Origin
    target_ids: tuple[int, ...]

    @property
    def is_own(self) -> bool:
        """Whether it was set for this owner, and for nobody above."""
        return self.origin not in (Origin.SHARED, Origin.ABOVE)


class Sources:
    """Which targets figures were made from: tuples of ids by number, made when looked at."""

    def __init__(self, ids: NDArray[np.int64], first: NDArray[np.int64]) -> None:
        """Tuple n is `ids` from `first[n]` until the next one begins."""
        self._ids = ids
        self._bounds = np.append(first, len(ids))
        self._joined: list[tuple[int, ...]] = []

    def __getitem__(self, number: int) -> tuple[int, ...]:
        runs = len(self._bounds) - 1
        if number >= runs:
            return self._joined[number - runs]
        return tuple(self._ids[self._bounds[number] : self._bounds[number + 1]].tolist())

    def join(self, first: int, second: int) -> int:
        """The number of a new tuple: both after one another."""
        self._joined.append((*self[first], *self[second]))
        return len(self._bounds) - 2 + len(self._joined)


NO_SOURCES = Sources(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))


@dataclass(frozen=True)
class Figures:
    """Resolved targets of every metric (rows) and owner (columns) as arrays; NaN where there is none.

    `origins` are positions in ORIGINS, `source` numbers of `sources`.
    """

    value: NDArray[np.float64]
    upper: NDArray[np.float64]
    baseline: NDArray[np.float64]
    origins: NDArray[np.int64]
    source: NDArray[np.int64]
    sources: Sources

    @classmethod
    def empty(cls, n_metrics: int, n_owners: int, *, sources: Sources = NO_SOURCES) -> Figures:
        shape = (n_metrics, n_owners)
        value, upper, baseline = np.full((3, *shape), np.nan)
        return cls(value, upper, baseline, np.zeros(shape, dtype=np.int64), np.full(shape, -1), sources)

    def columns(self, chosen: Sequence[int | None]) -> Figures:
        """The figures of some owners, in that order; None is one who has no target."""
        nobody = Figures.empty(len(self.value), 1)
        last = self.value.shape[1]
        take = [last if column is None else column for column in chosen]
        value, upper, baseline, origins, source = (
            np.hstack([getattr(self, name), getattr(nobody, name)])[:, take]
            for name in ("value", "upper", "baseline", "origins", "source")
        )
        return Figures(value, upper, baseline, origins, source, self.sources)

    def at(self, row: int, column: int) -> ResolvedTarget | None:
        value = self.value[row, column]
        if np.isnan(value):
            return None
        return ResolvedTarget(
            value=float(value),
            upper=_present(self.upper[row, column]),
            baseline=_present(self.baseline[row, column]),
            origin=ORIGINS[self.origins[row, column]],
            target_ids=self.sources[int(self.source[row, column])],
        )


def _present(number: np.float64) -> float | None:
    return None if np.isnan(number) else float(number)


@dataclass(frozen=True)
class ByMetricAndKey(Mapping[tuple[str, str | None], ResolvedTarget]):
    """Resolved targets by (metric key, team or person key), each made when first looked at; `figures` for all at once.

    The key None is the organisation.
    """

    metric_keys: Sequence[str]
    owner_keys: Sequence[str | None]
    figures: Figures

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {key: row for row, key in enumerate(self.metric_keys)}

    @cached_property
    def _columns(self) -> Mapping[str | None, int]:
        return {key: column for column, key in enumerate(self.owner_keys)}

    @cached_property
    def metrics(self) -> frozenset[str]:
        """The metrics for which anybody has a target."""
        some: list[bool] = np.any(~np.isnan(self.figures.value), axis=1).tolist()
        return frozenset(key for key, has in zip(self.metric_keys, some, strict=True) if has)

    @cached_property
    def _made(self) -> dict[tuple[str, str | None], ResolvedTarget | None]:
        return {}

    def __getitem__(self, names: tuple[str, str | None]) -> ResolvedTarget:
        if names not in self._made:
            metric_key, key = names
            self._made[names] = self.figures.at(self._rows[metric_key], self._columns[key])
        found = self._made[names]
        if found is None:
            raise KeyError(names)
        return found

    def __iter__(self) -> Iterator[tuple[str, str | None]]:
        for row, column in np.argwhere(~np.isnan(self.figures.value)):
            yield self.metric_keys[row], self.owner_keys[column]

    def __len__(self) -> int:
        return int(np.count_nonzero(~np.isnan(self.figures.value)))


@dataclass(frozen=True)
class Targets:
    """Resolved targets: of one team (or the organisation) by metric key; of teams and people by (metric key, key).

    What has no target is absent.
    """

    team: Mapping[str, ResolvedTarget]
    teams: ByMetricAndKey
    people: ByMetricAndKey
