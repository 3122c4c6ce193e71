"""The whole look at one day: every metric, every group, each change told once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from kaname.insights.changes.folding import Told, across_metrics, told_once, usual_of
from kaname.insights.changes.groups import Group
from kaname.insights.changes.numbers import Daily, daily_numbers
from kaname.insights.changes.seasons import beyond_season
from kaname.insights.changes.segments import known_fields, largest_values, segment_fields
from kaname.insights.changes.setting import Setting
from kaname.insights.changes.watching import Alarm, Look, alarms_in, looks_of
from kaname.insights.series import Kind, Parts, parts_of
from kaname.measures.periods import Period
from kaname.measures.working_time import weekdays_of

WINDOW = 182


@dataclass(frozen=True)
class Known:
    """A change that was told before; `is_level` says that what came before it counts no more."""

    key: str
    alarm: Alarm
    is_level: bool


@dataclass(frozen=True)
class Watch:
    """Everything that is watched, read once; a look may be taken at the end of any of its days."""

    setting: Setting
    metrics: Mapping[str, Parts]
    daily: Mapping[str, Daily]

    @classmethod
    def of(cls, keys: Sequence[str], setting: Setting) -> Watch:
        """Of these metrics, as far as a period's number follows from those of its days and anything was loaded."""
        metrics = {
            key: parts
            for key in keys
            if (parts := parts_of(setting.definitions[key], setting.definitions)) and setting.known_until(key)
        }
        fields = {key: _fields(key, parts, setting) for key, parts in metrics.items()}
        days = Period(setting.today - timedelta(days=WINDOW), setting.today)
        segments = largest_values(metrics, fields, setting, until=days)
        return cls(setting, metrics, daily_numbers(metrics, segments, setting))

    def look(self, end: int, known: Sequence[Known]) -> list[Told]:
        """What is told at the end of the day before the column `end`, beside what is known."""
        weekday = weekdays_of(self.setting.crew.days)[:end]
        found: list[tuple[str, Alarm]] = []
        for key, daily in self.daily.items():
            looks = looks_of(daily)
            for look in looks:
                own = [one for one in known if one.key == key and one.alarm.aspect == look.aspect]
                cut = _cut(look, daily.groups, end, own)
                alarms = alarms_in(cut, daily.groups, weekday=weekday, looks=len(looks))
                alarms = list(beyond_season(alarms, look, daily.groups, end))
                found += [(key, one) for one in self._once(key, alarms, own, end)]
        return across_metrics(found, self.metrics)

    def _once(self, key: str, alarms: Sequence[Alarm], known: Sequence[Known], end: int) -> Iterator[Alarm]:
        if not alarms:
            return
        fields = ("", *known_fields(key, self.setting.definitions))
        told = [one.alarm for one in known if one.is_level and one.alarm.last >= end - WINDOW]
        recent = [alarm for alarm in told if alarm.group.field in fields]
        since, until = self.setting.day(max(end - WINDOW, 0)), self.setting.day(end)
        groups = [alarm.group for alarm in (*alarms, *recent)]
        usual = usual_of(self.metrics[key], groups, self.setting, days=Period(since, until))
        yield from told_once(alarms, recent, usual)


def _fields(key: str, parts: Parts, setting: Setting) -> list[str]:
    """Counts that a rate is made of are watched by segment through it: by themselves they say who was called."""
    of_rates = {
        part.key
        for one in setting.definitions.values()
        if (of := parts_of(one, setting.definitions)) and of.kind is Kind.RATE
        for part in of.all
    }
    return [] if parts.kind is Kind.COUNT and key in of_rates else segment_fields(key, setting.definitions)


def _cut(look: Look, groups: Sequence[Group], end: int, known: Sequence[Known]) -> Look:
    """Up to the end; of a group whose change was told, only the level since."""
    counts, exposure = look.counts[:, :end].copy(), look.exposure[:, :end]
    row_of = {group: row for row, group in enumerate(groups)}
    for one in known:
        row = row_of.get(one.alarm.group)
        if one.is_level and row is not None and one.alarm.changed_at < end:
            counts[row, : one.alarm.changed_at] = np.nan
    return Look(look.aspect, look.kind, counts, exposure)
