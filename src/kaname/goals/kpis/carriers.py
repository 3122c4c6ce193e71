"""Who carries a metric: the people of a team whose work it is, and what they reached in an hour before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.facts.evaluate import evaluate
from kaname.goals.kpis.months import complete_months
from kaname.goals.reader import Reader
from kaname.measures.overload import Threshold, reached_rates, threshold_of
from kaname.measures.periods import Grain, Period
from kaname.measures.working_time import hours_between
from kaname.people.models import Person, Team
from kaname.people.queries import hours, people_in, teams_below
from kaname.web.store import facts

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Record:
    """What people reached in the last complete months: `values` and `hours`, shape (n_people, n_months). [unit; h]"""

    person_keys: tuple[str, ...]
    months: tuple[Period, ...]
    values: Values
    hours: Values

    def rates_of(self, person_keys: Sequence[str]) -> Values:
        """The best rate per hour of each of them, shape (n_found,). [unit of the metric per h]"""
        rows = [row for row, key in enumerate(self.person_keys) if key in set(person_keys)]
        return reached_rates(values=self.values[rows], hours=self.hours[rows])

    @property
    def doers(self) -> frozenset[str]:
        """Those with anything to their name."""
        done = np.flatnonzero((np.nan_to_num(self.values) != 0).any(axis=1))
        return frozenset(self.person_keys[row] for row in done.tolist())


def record_of(metric_key: str, *, reader: Reader) -> Record:
    """Everybody's, month by month."""
    months = complete_months(reader)
    found = evaluate(
        facts(),
        definitions=reader.definitions,
        keys=[metric_key],
        since=months[0].starts_on,
        until=months[-1].ends_on,
        calendar=reader.calendar,
        grain=Grain.MONTH,
        by=("person",),
    )
    keys = tuple(key for (key,) in found.groups if key is not None)
    values = np.array([found.series(metric_key, person=key) for key in keys], dtype=np.float64)
    return Record(keys, tuple(months), values.reshape(len(keys), len(months)), _hours(keys, months))


def carriers_of(record: Record, team: Team | None, period: Period) -> list[Person]:
    """People of the team in the period who did such work before; all of them while nobody has."""
    people = people_in(None if team is None else teams_below({team.key}), period)
    doing = [person for person in people if person.key in record.doers]
    return doing or people


def threshold_for(record: Record, carriers: Sequence[Person]) -> Threshold:
    """What 9 of 10 of the carriers never went above; of everybody who does such work where they are too few."""
    own = threshold_of(rates=record.rates_of([person.key for person in carriers]))
    return own if own.rate is not None else threshold_of(rates=record.rates_of(record.person_keys))


def _hours(person_keys: Sequence[str], months: Sequence[Period]) -> Values:
    if not person_keys:
        return np.zeros((0, len(months)))
    found = hours(person_keys, Period(months[0].starts_on, months[-1].ends_on))
    return np.stack(
        [
            hours_between(hours=found.hours, days=found.days, since=month.starts_on, until=month.ends_on)
            for month in months
        ],
        axis=1,
    )
