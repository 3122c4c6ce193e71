"""Targets of teams and their people for a period, from at most three queries beside those for working time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.facts.metrics.definition import MetricDefinition, Unit
from kaname.goals.kpi_tree.scaling import grows_with_time
from kaname.goals.resolution.own import chains, own_figures, reaching_out
from kaname.goals.resolution.owners import Owner, Owners
from kaname.goals.resolution.roster import Roster, parents_of
from kaname.goals.resolution.shared import NOBODY, Sharing, anchors, hold_from_above
from kaname.goals.resolution.target_rows import TargetRows
from kaname.goals.targets import Figures
from kaname.measures.covering import overlap_share
from kaname.measures.periods import Period
from kaname.people.working_hours import WorkingHours

WHOLE_UNITS = frozenset({Unit.COUNT, Unit.CURRENCY})


class Resolution:
    """One question: these metrics, this period, these teams (None: the organisation), these people.

    Each step is computed when a later one asks for it; working time is read only where something is shared by it.
    """

    def __init__(
        self,
        *,
        metric_keys: Sequence[str],
        period: Period,
        team_keys: Sequence[str | None],
        person_keys: Sequence[str],
        definitions: Mapping[str, MetricDefinition],
        working: WorkingHours | None,
    ) -> None:
        self.metric_keys, self.period, self.person_keys, self.working = metric_keys, period, person_keys, working
        known = [definitions.get(key) for key in metric_keys]
        self.additive = np.array([bool(metric and metric.additive(definitions)) for metric in known], dtype=bool)
        self.once = (
            np.array([key in definitions and grows_with_time(key, definitions) for key in metric_keys], dtype=bool)
            & ~self.additive
        )
        self.whole = np.array([bool(metric and metric.unit in WHOLE_UNITS) for metric in known], dtype=bool)
        self.owners = Owners()
        self.teams = [self.owners.add(Owner(team=key)) for key in team_keys]
        rows = TargetRows.touching(period, metric_keys=metric_keys, owners=self.owners)
        self.links = chains(rows, period=period)
        self.partial = reaching_out(self.links, period=period, additive=self.additive)

    def of_teams(self) -> Figures:
        """What the teams asked for should reach, of their own or, of rates and means, from above; columns in their
        order."""
        own = self._own
        found = own.columns(self.teams)
        if self._holding.any():
            nearest = anchors(own.value, self._parents)[:, self.teams]
            hold_from_above(found, own, metrics=self._holding, nearest=nearest)
        return found

    def of_people(self) -> Figures:
        """What the people asked for should reach, of their own or as a part of their team's; columns in their order."""
        if not self.person_keys:
            return Figures.empty(len(self.metric_keys), 0)
        everybody = self._sharing.figures(self._own, splits=self.additive | self.once, whole=self.whole)
        column_of = {key: column for column, key in enumerate(self._roster.person_keys)}
        return everybody.columns([column_of.get(key) for key in self.person_keys])

    @cached_property
    def _roster(self) -> Roster:
        """Everybody, over the period and all targets of which a part counts in it."""
        partial = self.links.take(self.partial)
        first = min([self.period.starts_on.toordinal(), *partial.starts.tolist()])
        end = max([self.period.ends_on.toordinal(), *partial.ends.tolist()])
        return Roster.over(Period(date.fromordinal(first), date.fromordinal(end)), owners=self.owners)

    @cached_property
    def _holding(self) -> NDArray[np.bool_]:
        """Rates and means of which anybody has a target: it holds for the teams below."""
        has = np.zeros(len(self.metric_keys), dtype=bool)
        has[self.links.metric] = True
        holding: NDArray[np.bool_] = has & ~(self.additive | self.once)
        return holding

    @cached_property
    def _parents(self) -> dict[int, int]:
        return self._roster.parents if self.person_keys else parents_of(self.owners)

    @cached_property
    def _own(self) -> Figures:
        shares = np.ones(len(self.links.ids))
        if self.partial.any():
            shares[self.partial] = self._shares(self.links.take(self.partial))
        if self.person_keys or self._holding.any():
            _ = self._parents  # gives every team a number, and the figures a column for each
        shape = (len(self.metric_keys), len(self.owners))
        nature = {"additive": self.additive, "once": self.once}
        return own_figures(self.links, **nature, shares=shares, period=self.period, shape=shape)

    def _shares(self, links: TargetRows) -> NDArray[np.float64]:
        first = self._roster.span.starts_on.toordinal()
        return overlap_share(
            hours_before=np.pad(np.cumsum(self._hours_of_owners, axis=1), ((0, 0), (1, 0))),
            owner=links.owner,
            start=links.starts - first,
            end=links.ends - first,
            since=self.period.starts_on.toordinal() - first,
            until=self.period.ends_on.toordinal() - first,
        )

    @cached_property
    def _hours_of_owners(self) -> NDArray[np.float64]:
        """Working time of every owner on each day of the roster's span. [h]"""
        hours = self._roster.hours_of_teams(self._hours, n_owners=len(self.owners))
        row_of = {key: row for row, key in enumerate(self._roster.person_keys)}
        for (_, person), number in self.owners.number_of.items():
            if person in row_of:
                hours[number] = self._hours[row_of[person]]
        return hours

    @cached_property
    def _hours(self) -> NDArray[np.float64]:
        """Working time of the roster's people whose time matters here, 0 for others. [h], shape (n_people, n_days)"""
        roster = self._roster
        matters = np.flatnonzero(self._matters)
        hours = np.zeros((len(roster.person_keys), roster.span.days))
        hours[matters] = roster.hours([roster.person_keys[row] for row in matters], known=self.working)
        return hours

    @cached_property
    def _matters(self) -> NDArray[np.bool_]:
        """People in a team that hands its target on to somebody asked for, or whose own is a part of a longer one."""
        roster = self._roster
        column_of = {key: column for column, key in enumerate(roster.person_keys)}
        matters = np.zeros(len(roster.person_keys), dtype=bool)
        tops = {*self._handing_on, *(set(self.teams) & set(self.links.owner[self.partial].tolist()))}
        matters[roster.stay_person[np.isin(roster.stay_team, roster.at_or_below(tops))]] = True
        matters[[column_of[key] for key in self.person_keys if key in column_of]] = True
        return matters

    @cached_property
    def _handing_on(self) -> set[int]:
        """Teams whose targets are handed on to the people asked for."""
        roster = self._roster
        has = np.full((len(self.metric_keys), len(self.owners)), np.nan)
        has[self.links.metric, self.links.owner] = 1.0
        asked = np.isin(roster.stay_person, [row for row, key in enumerate(roster.person_keys) if key in self._asked])
        return set(np.unique(anchors(has, roster.parents)[:, roster.stay_team[asked]]).tolist()) - {NOBODY}

    @cached_property
    def _asked(self) -> frozenset[str]:
        return frozenset(self.person_keys)

    @cached_property
    def _sharing(self) -> Sharing:
        roster = self._roster.within(self.period)
        first = roster.span.starts_on.toordinal()
        before = np.pad(np.cumsum(self._hours, axis=1), ((0, 0), (1, 0)))
        owner_of = [self.owners.get(Owner(person=key)) for key in roster.person_keys]
        return Sharing(
            roster=roster,
            capacity=before[roster.stay_person, roster.stay_ends - first]
            - before[roster.stay_person, roster.stay_starts - first],
            owner_of=np.array([NOBODY if number is None else number for number in owner_of], dtype=np.int64),
        )
