"""The targets that touch a period, as columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import CharField, FloatField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from kaname.goals.models import Target
from kaname.goals.resolution.owners import Owners
from kaname.measures.periods import Period

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class TargetRows:
    """One entry per target: its metric and owner as numbers, its days as ordinals, NaN where there is no figure."""

    ids: NDArray[np.int64]
    metric: NDArray[np.int64]
    owner: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    value: NDArray[np.float64]
    upper: NDArray[np.float64]
    baseline: NDArray[np.float64]

    @classmethod
    def touching(cls, period: Period, *, metric_keys: Sequence[str], owners: Owners) -> TargetRows:
        """Read those in force; owners that are new get a number. One query."""
        number_of = {key: number for number, key in enumerate(metric_keys)}
        found = list(
            Target.objects.touching(period)
            .of_metrics(metric_keys)
            .order_by("pk")
            .values_list("pk", "metric_key", "team__key", "person__key", *_plain_columns())
        )
        pk, metric, team, person, starts, ends, *figures = zip(*found, strict=True) if found else ((),) * 9
        value, upper, baseline = (np.array(figure, dtype=np.float64) for figure in figures)
        return cls(
            ids=_whole(pk),
            metric=_whole([number_of[key] for key in metric]),
            owner=_whole([owners.add(keys) for keys in zip(team, person, strict=True)]),
            starts=_ordinals(starts),
            ends=_ordinals(ends),
            value=value,
            upper=upper,
            baseline=baseline,
        )

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> TargetRows:
        """Some of the rows, in their order."""
        return TargetRows(**{name: column[rows] for name, column in vars(self).items()})


def _plain_columns() -> Iterator[Cast]:
    """Days as text and figures as floats, straight from the database: date and Decimal objects take most time."""
    for day in ("starts_on", "ends_on"):
        yield Cast(day, CharField())
    for figure in ("value", "upper", "baseline"):
        yield Cast(figure, FloatField())


def _ordinals(days: Sequence[str]) -> NDArray[np.int64]:
    return np.array(days, dtype="datetime64[D]").astype(np.int64) + EPOCH


def _whole(numbers: Sequence[int]) -> NDArray[np.int64]:
    return np.array(numbers, dtype=np.int64)
