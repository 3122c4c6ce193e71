"""The daily numbers of metrics for the groups that are watched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kaname.facts.asking.question import Question
from kaname.facts.metrics.definition import MetricDefinition
from kaname.insights.changes.groups import Group
from kaname.insights.changes.setting import Numbers, Setting
from kaname.insights.daily import brought
from kaname.insights.series import Parts
from kaname.measures.periods import Grain

# Facts that mostly come on days on which nobody works, or belong to no team, do not come from working hours.
BY_ITSELF = 0.05


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


def asking_for(metrics: Iterable[MetricDefinition], setting: Setting) -> Question:
    """The question that knows these as well."""
    asking = setting.question
    return replace(asking, definitions={**asking.definitions, **{metric.key: metric for metric in metrics}})


def daily_numbers(
    metrics: Mapping[str, Parts], segments: Mapping[str, Sequence[Group]], setting: Setting
) -> dict[str, Daily]:
    """All of them: one question by team, and one by each field."""
    every = [part for parts in metrics.values() for part in parts.all]
    by_team = brought(
        every, setting.crew, span=setting.past, grain=Grain.DAY, question=setting.question, people=False
    ).groups
    by_field = _by_field(metrics, segments, setting)
    return {key: _daily(key, parts, segments[key], by_team, by_field, setting) for key, parts in metrics.items()}


def _by_field(
    metrics: Mapping[str, Parts], segments: Mapping[str, Sequence[Group]], setting: Setting
) -> dict[tuple[str, Group], Numbers]:
    found: dict[tuple[str, Group], Numbers] = {}
    for field in sorted({group.field for groups in segments.values() for group in groups}):
        parts = {key: metrics[key].all for key in metrics if any(group.field == field for group in segments[key])}
        wanted = sorted({group.value for groups in segments.values() for group in groups if group.field == field})
        keys = list(dict.fromkeys(part.key for all_of in parts.values() for part in all_of))
        asking = asking_for((part for all_of in parts.values() for part in all_of), setting)
        past = setting.past
        where: dict[str, Sequence[str | None]] = {field: wanted}
        result = asking.ask(keys, since=past.starts_on, until=past.ends_on, where=where, grain=Grain.DAY, by=(field,))
        for key in keys:
            grid = np.nan_to_num(result.grid(key))
            for row, group in enumerate(result.groups):
                found[key, Group(field=field, value=str(group[0]))] = grid[row]
    return found


def _daily(
    key: str,
    parts: Parts,
    segments: Sequence[Group],
    by_team: Mapping[str, Numbers],
    by_field: Mapping[tuple[str, Group], Numbers],
    setting: Setting,
) -> Daily:
    owners = [Group(team=owner.team) for owner in setting.crew.groups]
    counted = by_team[(parts.events or parts.value).key]
    doing = np.flatnonzero(np.abs(counted[:, -182:]).sum(axis=1) > 0)
    groups = (*(owners[place] for place in doing), *segments)
    nothing = np.zeros(setting.past.days)

    def numbers(part: MetricDefinition) -> Numbers:
        own = by_team[part.key][doing]
        others = [by_field.get((part.key, group), nothing) for group in segments]
        values = np.vstack([own, *others]).astype(np.float64) if others else own.astype(np.float64)
        return _only_known(values, by_team[part.key][0], key, setting)

    hours = _hours(groups, owners, counted, setting)
    return Daily(parts, groups, numbers(parts.value), numbers(parts.events) if parts.events else None, hours)


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
        if owner.team is not None and np.abs(counted[row, -182:]).sum() > 0
    ]
    lowest = frozenset(key for below in doing if below for key in below)
    whole = setting.staffed_in(lowest)
    total = np.abs(counted[0]).sum()
    off = np.abs(counted[0][whole <= 0]).sum()
    if total == 0 or off > BY_ITSELF * total:
        return np.ones((len(groups), setting.past.days))
    rows = [setting.staffed_in(crew.below(one.owner) or lowest) if one.team else whole for one in groups]
    return np.array(rows)
