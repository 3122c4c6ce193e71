"""The daily numbers of one metric, of groups (the organisation and its teams) or of people, ready for statistics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kaname.goals.resolution.owners import Owner
from kaname.insights.daily import Brought, brought
from kaname.insights.outlook.scene import Scene
from kaname.insights.series import Parts
from kaname.measures.outlook.days import OpenPeriod
from kaname.measures.periods import Grain, Period
from kaname.measures.season import MONTHS, Season, season_indices

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Units:
    """`hours` over the scene's whole span, `teams` whom each leans on; groups lean on nobody but themselves.

    `places` are their rows among all groups, or people, of the scene.
    """

    owners: Sequence[Owner]
    hours: Numbers
    teams: NDArray[np.int64]
    of_people: bool
    places: NDArray[np.int64]

    def doing(self, parts: Parts, facts: Facts) -> Units:
        """Those that ever did anything of the kind. The others end at nothing, as expected: beside them, intervals of
        those that do would seem to hold, and come out narrow."""
        done = (facts.days.people if self.of_people else facts.days.groups)[(parts.events or parts.value).key]
        among = np.flatnonzero(np.abs(np.nan_to_num(done[self.places])).sum(axis=1) > 0)
        owners = tuple(self.owners[int(place)] for place in among)
        return Units(owners, self.hours[among], self.teams[among], self.of_people, self.places[among])

    def open_period(self, period: Period, scene: Scene) -> OpenPeriod:
        """The days of history and of the period, seen from the scene's day."""
        end = scene.place(period.ends_on)
        return OpenPeriod(
            days=scene.crew.days[:end],
            hours=self.hours[:, :end],
            closed=scene.closed[:end],
            teams=self.teams,
            starts_on=period.starts_on,
            origin=scene.today,
        )


def groups_of(scene: Scene) -> Units:
    crew = scene.crew
    every = np.arange(len(crew.groups))
    return Units(crew.groups, crew.hours_of_groups, every, of_people=False, places=every)


def people_of(scene: Scene) -> Units:
    """Who leans on no team any more leans on nobody else either."""
    crew = scene.crew
    alone = len(crew.groups) + np.arange(len(crew.people))
    teams = np.where(crew.leaning_on >= 0, crew.leaning_on, alone)
    return Units(crew.people, crew.hours_of_people, teams, of_people=True, places=np.arange(len(crew.people)))


@dataclass(frozen=True)
class Facts:
    """What days and months brought, of all parts of all metrics."""

    days: Brought
    months: Brought

    @classmethod
    def read(cls, wanted: Mapping[str, Parts], scene: Scene) -> Facts:
        metrics = [part for parts in wanted.values() for part in parts.all]
        crew, question = scene.crew, scene.question
        return cls(
            days=brought(metrics, crew, span=scene.past, grain=Grain.DAY, question=question),
            months=brought(metrics, crew, span=scene.months, grain=Grain.MONTH, question=question),
        )

    def daily(self, key: str, units: Units, scene: Scene, *, until: date) -> Numbers:
        """Shape (n_units, n_days of history); NaN before the metric's first fact and from `until` on."""
        values = (self.days.people if units.of_people else self.days.groups)[key][units.places].astype(np.float64)
        values[:, : _first(self.days.groups[key])] = np.nan
        values[:, max(scene.place(until), 0) :] = np.nan
        return values

    def season(self, key: str, scene: Scene, *, before: date) -> Season:
        """When in the year the organisation does well, from the whole months before a day."""
        steps = np.array(self.months.steps, dtype="datetime64[M]")
        past = steps < np.datetime64(before, "M")
        values = self.months.groups[key][0].astype(np.float64)
        values[: _first(self.months.groups[key]) + 1] = np.nan
        return season_indices(
            values=values[past], hours=scene.usual_hours[past], month_of=steps[past].astype(np.int64) % MONTHS + 1
        )

    def monthly(self, key: str, units: Units, scene: Scene, *, until: date) -> Numbers:
        """Shape (n_units, n_months); NaN before the month after the first fact, and where a month is not whole."""
        values = (self.months.people if units.of_people else self.months.groups)[key][units.places].astype(np.float64)
        first = _first(self.months.groups[key])
        # Nobody knows whether the first month with facts was recorded from its first day on.
        values[:, : first + 1 if first else 0] = np.nan
        ends = np.array([*self.months.steps[1:], np.datetime64(scene.months.ends_on)])
        values[:, ends > np.datetime64(until)] = np.nan
        return values


def _first(groups: Numbers) -> int:
    """The first step on which the organisation has anything."""
    seen = np.flatnonzero(groups[0] != 0)
    return int(seen[0]) if len(seen) else groups.shape[1]
