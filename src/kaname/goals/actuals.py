"""What a team really reached: values of metrics over periods. Answers are kept until facts of their days change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.facts.asking.question import Moment, Question, Where
from kaname.facts.errors import FactsError
from kaname.facts.metrics.definition import MetricDefinition, closure
from kaname.measures.periods import FiscalCalendar, Grain, Period, periods_between
from kaname.people.models import Team
from kaname.web.store import facts


@dataclass(frozen=True)
class Series:
    """Values of metrics over successive periods: `values` has shape (n_metrics, n_periods), NaN where undefined."""

    keys: tuple[str, ...]
    periods: tuple[Period, ...]
    values: NDArray[np.float64]

    def of(self, key: str) -> NDArray[np.float64]:
        """One metric's, shape (n_periods,)."""
        found: NDArray[np.float64] = self.values[self.keys.index(key)]
        return found


def actual_values(
    keys: Sequence[str],
    *,
    period: Period,
    team: Team | None,
    definitions: Mapping[str, MetricDefinition],
    calendar: FiscalCalendar,
) -> dict[str, float | None]:
    """The value of each metric over the whole period for a team with those below, None: the organisation.

    Raises
    ------
    FactsError
        What keeps a metric from being computed.
    """
    keys = tuple(dict.fromkeys(keys))
    with asking(keys, definitions, calendar) as question:
        return dict(question.past_total(keys, period=period, where=_of(team)))


def actual_series(
    keys: Sequence[str],
    *,
    period: Period,
    grain: Grain,
    team: Team | None,
    definitions: Mapping[str, MetricDefinition],
    calendar: FiscalCalendar,
) -> Series:
    """The values in every period of the grain that touches `period`; those at its edges count only its days inside.

    Raises
    ------
    FactsError
        What keeps a metric from being computed.
    """
    keys = tuple(dict.fromkeys(keys))
    with asking(keys, definitions, calendar) as question:
        found = question.past_series(keys, days=period, grain=grain, where=_of(team))
    periods = periods_between(since=period.starts_on, until=period.ends_on, grain=grain, calendar=calendar)
    values = np.array([found[key] for key in keys], dtype=np.float64)
    return Series(keys, tuple(periods), values.reshape(len(keys), len(periods)))


@contextmanager
def asking(
    keys: Sequence[str], definitions: Mapping[str, MetricDefinition], calendar: FiscalCalendar
) -> Iterator[Question]:
    """A question whose answers are known by all that they depend on: what is computed how, and which team is where."""
    for key in keys:
        if key not in definitions:
            raise FactsError("unknown_metric", f"There is no metric {key}.", metric=key)
    with Moment.of(facts()) as moment:
        state = (tuple(closure(keys, definitions)), moment.directory.teams)
        yield Question(moment, definitions, calendar, state)


def _of(team: Team | None) -> Where:
    return {} if team is None else {"team": [team.key]}
