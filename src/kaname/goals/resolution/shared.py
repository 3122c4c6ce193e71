"""What comes from above, where nothing was set for a team or person: all of a rate, of a sum a person's part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.goals.resolution.roster import Roster
from kaname.goals.targets import ORIGINS, Figures, Origin, Sources
from kaname.measures.sharing import share_target

SHARED, ABOVE = ORIGINS.index(Origin.SHARED), ORIGINS.index(Origin.ABOVE)
WHOLE_ENOUGH = 1e-6
NOBODY = -1


def anchors(own: NDArray[np.float64], parents: Mapping[int, int]) -> NDArray[np.int64]:
    """For each metric and team: the nearest team with a target, itself first, then upwards; NOBODY at the end.

    `parents` maps each team to the one above it, parents before children.

    Returns
    -------
    ndarray of int64, shape (n_metrics, n_owners)
    """
    nearest = np.full(own.shape, NOBODY, dtype=np.int64)
    has = ~np.isnan(own)
    nearest[has[:, 0], 0] = 0
    for team, parent in parents.items():
        nearest[:, team] = np.where(has[:, team], team, nearest[:, parent])
    return nearest


def hold_from_above(figures: Figures, own: Figures, *, metrics: NDArray[np.bool_], nearest: NDArray[np.int64]) -> None:
    """Give teams without a target of their own that of the nearest one above, for what holds for everybody below.

    Parameters
    ----------
    figures : Figures, shape (n_metrics, n_teams)
        Of the teams asked for; written to.
    own : Figures, shape (n_metrics, n_owners)
    metrics : ndarray of bool, shape (n_metrics,)
        Rates and means.
    nearest : ndarray of int64, shape (n_metrics, n_teams)
        `anchors` of the teams asked for.
    """
    metric, team = np.nonzero(np.isnan(figures.value) & (nearest != NOBODY) & metrics[:, np.newaxis])
    for name in ("value", "upper", "baseline", "source"):
        getattr(figures, name)[metric, team] = getattr(own, name)[metric, nearest[metric, team]]
    figures.origins[metric, team] = ABOVE


def left_to_share(
    own: NDArray[np.float64], *, nearest: NDArray[np.int64], roster: Roster, asked: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What is left of each team's target after what was set for teams below it and for people: nothing is asked twice.

    Parameters
    ----------
    own : ndarray, shape (n_owners,)
        One metric's own targets; NaN where there is none.
    nearest : ndarray of int64, shape (n_owners,)
        Its row of `anchors`.
    asked : ndarray, shape (n_stays,)
        What is asked of the person of each stay by a target of their own, 0 where there is none.
    """
    left = own.copy()
    for team, parent in roster.parents.items():
        if nearest[team] == team and nearest[parent] != NOBODY:
            left[nearest[parent]] -= own[team]
    anchor = nearest[roster.stay_team]
    np.subtract.at(left, anchor[anchor != NOBODY], asked[anchor != NOBODY])
    return left


def split(*, left: float, capacity: NDArray[np.float64], whole: bool) -> NDArray[np.float64]:
    """Parts of `left` in proportion to capacity, whole units where the metric counts some; NaN if nothing can be."""
    if not left > WHOLE_ENOUGH or not capacity.sum() > 0:
        return np.full(len(capacity), np.nan)
    if whole and abs(left - round(left)) < WHOLE_ENOUGH:
        return share_target(target=round(left), capacity=capacity).astype(np.float64)
    parts: NDArray[np.float64] = left * capacity / capacity.sum()
    return parts


@dataclass(frozen=True)
class Sharing:
    """Hands on teams' targets to the people of the roster.

    `capacity` is the working time of each stay in the period [h]; `owner_of` the owner number of each person, NOBODY
    where the person has no target of any metric.
    """

    roster: Roster
    capacity: NDArray[np.float64]
    owner_of: NDArray[np.int64]

    def figures(self, own: Figures, *, splits: NDArray[np.bool_], whole: NDArray[np.bool_]) -> Figures:
        """Everybody's figures: their own, else their part of the nearest team's; columns in order of person_keys.

        `splits` says whether people have a part of it (counts and sums) or all of it (rates and means).
        """
        people = Figures.empty(len(own.value), len(self.roster.person_keys), sources=own.sources)
        nearest = anchors(own.value, self.roster.parents)
        for metric in range(len(own.value)):
            if splits[metric]:
                self._split_metric(metric, own, people, nearest[metric], whole=bool(whole[metric]))
            else:
                self._repeat_metric(metric, own, people, nearest[metric])
        self._keep_own(own, people)
        return people

    def _split_metric(
        self, metric: int, own: Figures, people: Figures, nearest: NDArray[np.int64], *, whole: bool
    ) -> None:
        """Hand on what is left of each team's target; its upper end and baseline go along in the same proportion."""
        values, anchor = own.value[metric], nearest[self.roster.stay_team]
        parts = self._parts(values, nearest, whole=whole)
        stays = np.flatnonzero(~np.isnan(parts))
        person, team = self.roster.stay_person[stays], anchor[stays]
        for name in ("value", "upper", "baseline"):
            figure = (
                parts[stays] if name == "value" else parts[stays] * (getattr(own, name)[metric, team] / values[team])
            )
            total = np.bincount(person, weights=figure, minlength=people.value.shape[1])
            getattr(people, name)[metric, person] = total[person]
        people.origins[metric, person] = SHARED
        _name_sources(people.source[metric], people.sources, person, own.source[metric, team])

    def _parts(self, values: NDArray[np.float64], nearest: NDArray[np.int64], *, whole: bool) -> NDArray[np.float64]:
        """What comes to each stay of a metric's targets; NaN for people with their own, and where nothing is left."""
        asked = np.where(self._stay_owner == NOBODY, np.nan, values[self._stay_owner])
        left = left_to_share(
            values, nearest=nearest, roster=self.roster, asked=np.nan_to_num(asked) * self._stay_weight
        )
        anchor = nearest[self.roster.stay_team]
        free = np.flatnonzero((anchor != NOBODY) & np.isnan(asked))
        by_anchor = free[np.argsort(anchor[free], kind="stable")]
        parts = np.full(len(anchor), np.nan)
        for stays in np.split(by_anchor, np.flatnonzero(np.diff(anchor[by_anchor])) + 1):
            if len(stays):
                parts[stays] = split(left=float(left[anchor[stays[0]]]), capacity=self.capacity[stays], whole=whole)
        return parts

    def _repeat_metric(self, metric: int, own: Figures, people: Figures, nearest: NDArray[np.int64]) -> None:
        """A rate or mean holds for everybody: that of the team where most of the person's time lies."""
        team = nearest[self.roster.stay_team[self._main_stay]]
        has = team != NOBODY
        person = self.roster.stay_person[self._main_stay][has]
        for name in ("value", "upper", "baseline", "source"):
            getattr(people, name)[metric, person] = getattr(own, name)[metric, team[has]]
        people.origins[metric, person] = ABOVE

    def _keep_own(self, own: Figures, people: Figures) -> None:
        known = np.flatnonzero(self.owner_of != NOBODY)
        metric, column = np.nonzero(~np.isnan(own.value[:, self.owner_of[known]]))
        person, owner = known[column], self.owner_of[known[column]]
        for name in ("value", "upper", "baseline", "origins", "source"):
            getattr(people, name)[metric, person] = getattr(own, name)[metric, owner]

    @property
    def _stay_owner(self) -> NDArray[np.int64]:
        return self.owner_of[self.roster.stay_person]

    @cached_property
    def _stay_weight(self) -> NDArray[np.float64]:
        """The part of each person's time that each of their stays makes; equal parts where they have no time. [0-1]"""
        person, n_people = self.roster.stay_person, len(self.roster.person_keys)
        hours = np.bincount(person, weights=self.capacity, minlength=n_people)[person]
        stays = np.bincount(person, minlength=n_people)[person]
        return np.divide(self.capacity, hours, out=1.0 / stays, where=hours > 0)

    @cached_property
    def _main_stay(self) -> NDArray[np.int64]:
        """The stay of each person that holds most of their time, the first of equal ones."""
        by_time = np.lexsort((-self.capacity, self.roster.stay_person))
        return by_time[np.flatnonzero(np.diff(self.roster.stay_person[by_time], prepend=-1))]


def _name_sources(
    named: NDArray[np.int64], sources: Sources, person: NDArray[np.int64], source: NDArray[np.int64]
) -> None:
    """Say which targets the parts come from; who gets parts of two teams' targets, from both."""
    named[person[::-1]] = source[::-1]
    for second in np.flatnonzero(named[person] != source).tolist():
        named[person[second]] = sources.join(int(named[person[second]]), int(source[second]))
