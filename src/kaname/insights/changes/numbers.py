"""The daily numbers of metrics for the groups that are watched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kaname.facts.metrics.definition import MetricDefinition
from kaname.insights.changes.cells import by_segment
from kaname.insights.changes.groups import Group
from kaname.insights.changes.setting import Numbers, Setting
from kaname.insights.daily import brought
from kaname.insights.series import Kind, Parts
from kaname.measures.periods import Grain
from kaname.measures.working_time import WEEKDAY_OF_DAY_ZERO, Days

# Facts that mostly come on days on which nobody works, or belong to no team, do not come from working hours.
BY_ITSELF = 0.05
# What was done in the last half year is done at all. [d]
RECENT = 182


@dataclass(frozen=True)
class Daily:
    """One metric: what is counted or added up, and what that is counted on (None of counts), by group and day.

    Shape (n_groups, n_days); NaN where nothing is known. `hours` is the working time behind it, 1 where it comes by
    itself. [unit; count; h]
    """

    parts: Parts
    groups: tuple[Group, ...]
    value: Numbers
    events: Numbers | None
    hours: Numbers


def daily_numbers(
    metrics: Mapping[str, Parts], segments: Mapping[str, Sequence[Group]], setting: Setting
) -> dict[str, Daily]:
    """All of them: one question by team, and one by team and each field."""
    every = [part for parts in metrics.values() for part in parts.all]
    by_team = brought(
        every, setting.crew, span=setting.past, grain=Grain.DAY, question=setting.question, people=False
    ).groups
    by_field = by_segment(metrics, segments, setting)
    return {key: _daily(key, parts, by_team, by_field[key], setting) for key, parts in metrics.items()}


def _daily(
    key: str, parts: Parts, by_team: Mapping[str, Numbers], by_field: Mapping[Group, Numbers], setting: Setting
) -> Daily:
    """`by_field` holds value and events of each segment, shape (1 or 2, n_days)."""
    owners = [Group(team=owner.team) for owner in setting.crew.groups]
    counted = by_team[(parts.events or parts.value).key]
    doing = np.flatnonzero(np.abs(counted[:, -RECENT:]).sum(axis=1) > 0)
    groups = (*(owners[place] for place in doing), *by_field)

    def numbers(place: int, part: MetricDefinition) -> Numbers:
        own = by_team[part.key][doing]
        values = np.vstack([own, *(found[place] for found in by_field.values())]).astype(np.float64)
        return _only_known(values, by_team[part.key][0], key, setting)

    hours = _hours(groups, owners, counted, setting)
    value, events = numbers(0, parts.value), numbers(1, parts.events) if parts.events else None
    if events is not None and parts.kind is Kind.AVERAGE:
        value = within_weeks(value, events, setting.crew.days[: setting.past.days])
    return Daily(parts, groups, value, events, hours)


def within_weeks(value: Numbers, events: Numbers, days: Days) -> Numbers:
    """With what came on days without anything to divide it by spread over the others of its week.

    Advertisements cost something at weekends as well, when no lead is recorded.
    """
    week = (days.astype("datetime64[D]").astype(np.int64) + WEEKDAY_OF_DAY_ZERO) // 7
    first, place = np.unique(week, return_index=True)[1], week - week[0]
    stray = np.add.reduceat(np.where(events > 0, 0.0, np.nan_to_num(value)), first, axis=1)
    counted = np.add.reduceat(np.nan_to_num(events), first, axis=1)
    each = np.divide(stray, counted, out=np.zeros(stray.shape), where=counted > 0)
    kept = np.where((events > 0) | (counted <= 0)[:, place], value, 0.0 * value)
    return np.asarray(kept + each[:, place] * events, dtype=np.float64)


def _only_known(values: Numbers, whole: Numbers, key: str, setting: Setting) -> Numbers:
    seen = np.flatnonzero(whole != 0)
    values[:, : int(seen[0]) if len(seen) else values.shape[1]] = np.nan
    until = setting.known_until(key)
    values[:, 0 if until is None else max(setting.place(until), 0) :] = np.nan
    return values


def _hours(groups: Sequence[Group], owners: Sequence[Group], counted: Numbers, setting: Setting) -> Numbers:
    """Of the people in the lowest teams that do this at all."""
    crew = setting.crew
    doing = [
        crew.below(owner.owner)
        for row, owner in enumerate(owners)
        if owner.team is not None and np.abs(counted[row, -RECENT:]).sum() > 0
    ]
    lowest = frozenset(key for below in doing if below for key in below)
    whole = setting.staffed_in(lowest)
    total = np.abs(counted[0]).sum()
    off = np.abs(counted[0][whole <= 0]).sum()
    if total == 0 or off > BY_ITSELF * total:
        return np.ones((len(groups), setting.past.days))
    rows = [setting.staffed_in(crew.below(one.owner) or lowest) if one.team else whole for one in groups]
    return np.array(rows)
