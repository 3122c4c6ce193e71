"""The ledger's part: changes as they were told, each once, with what people made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from kaname.insights.changes.folding import SAME_TIME, Told
from kaname.insights.changes.groups import Group
from kaname.insights.changes.looking import Known, Watch
from kaname.insights.changes.setting import Setting
from kaname.insights.changes.watching import NUMBER, Alarm
from kaname.insights.models import Change, ChangeState
from kaname.insights.series import Kind

# What nobody decided about counts as the new level when it can hardly be told apart any more. [d]
BECOMES_LEVEL = timedelta(days=75)
# As long as looks go on seeing it, it is compared with the level before. [d]
STILL_SEEN = timedelta(days=10)
# A date and a size are made more exact for so long; later they drift out of what the watch tells apart. [d]
SETTLES = timedelta(days=28)
# How far back changes are remembered. [d]
REMEMBERED = timedelta(days=560)
# What was dismissed is told again from this many times its size on.
GREW = 1.5
WEEKS = 4


def known_changes(setting: Setting, on: date) -> list[Known]:
    """What was told before a day, as the watch takes it."""
    rows = Change.objects.filter(told_on__gte=on - REMEMBERED, changed_on__lt=on).select_related("part_of")
    return [Known(row.metric_key, _alarm(row, setting), _is_level(row, on)) for row in rows]


def _is_level(row: Change, on: date) -> bool:
    state = row.part_of.state if row.part_of else row.state
    if state == ChangeState.NEW:
        return row.changed_on <= on - BECOMES_LEVEL and row.watched_on < on - STILL_SEEN
    return state != ChangeState.DISMISSED


def _alarm(row: Change, setting: Setting) -> Alarm:
    at, first, last = (setting.place(day) for day in (row.changed_on, row.first_on, row.last_on))
    return Alarm(
        Group(row.team_key or None, row.field, row.value), row.aspect, row.probability, at, first, last, row.ratio,
        row.low, row.high, row.before, row.after, row.log_change, row.variance, row.n_before, row.n_after,
    )  # fmt: skip


@dataclass(frozen=True)
class Keeping:
    """Writes what one look found."""

    watch: Watch
    end: int
    at: datetime

    def keep(self, told: Sequence[Told]) -> list[Change]:
        """Leading changes that are new, or told again because they grew."""
        new = []
        for one in told:
            lead, is_new = self._kept(one.key, one.alarm, None)
            if is_new:
                new.append(lead)
            for key, alarm in one.further:
                self._kept(key, alarm, lead)
        return new

    def _kept(self, key: str, alarm: Alarm, lead: Change | None) -> tuple[Change, bool]:
        row = self._row_of(key, alarm)
        if row is None:
            numbers = {**self._what(key, alarm), **self._numbers(key, alarm)}
            return Change.objects.create(**numbers, part_of=lead, told_on=self._day), True
        grew = row.state == ChangeState.DISMISSED and abs(alarm.log_change) > GREW * abs(row.log_change)
        if row.state == ChangeState.NEW or grew:
            fresh = grew or self._day - row.told_on <= SETTLES
            numbers = self._numbers(key, alarm)
            seen = numbers if fresh else {name: numbers[name] for name in ("watched_on", "made_at")}
            # Who says at this moment what it is keeps the last word.
            still = Change.objects.filter(pk=row.pk, state=row.state)
            still.update(**seen, state=ChangeState.NEW, grew=row.grew or grew)
            row.refresh_from_db()
        return row, grew

    @property
    def _day(self) -> date:
        return self.watch.setting.day(self.end)

    def _row_of(self, key: str, alarm: Alarm) -> Change | None:
        """The one that was told of this before."""
        setting, near = self.watch.setting, timedelta(days=SAME_TIME)
        rows = Change.objects.filter(
            metric_key=key, team_key=alarm.group.team or "", field=alarm.group.field, value=alarm.group.value,
            aspect=alarm.aspect, first_on__lte=setting.day(alarm.last) + near,
            last_on__gte=setting.day(alarm.first) - near,
        )  # fmt: skip
        same = [row for row in rows if (row.log_change > 0) == (alarm.log_change > 0)]
        return max(same, key=lambda row: row.told_on, default=None)

    def _what(self, key: str, alarm: Alarm) -> dict[str, str]:
        group = alarm.group
        return {
            "metric_key": key,
            "team_key": group.team or "",
            "field": group.field,
            "value": group.value,
            "aspect": alarm.aspect,
            "nature": self.watch.metrics[key].kind.value,
        }

    def _numbers(self, key: str, alarm: Alarm) -> dict[str, object]:
        day, times = self.watch.setting.day, self._weekly(key, alarm)
        return {
            "probability": min(alarm.probability, 1.0),
            "changed_on": day(alarm.changed_at),
            "first_on": day(alarm.first),
            "last_on": max(day(alarm.last), day(alarm.first)),
            "ratio": alarm.ratio,
            "low": alarm.low,
            "high": alarm.high,
            "before": alarm.before * times,
            "after": alarm.after * times,
            "log_change": alarm.log_change,
            "variance": max(alarm.variance, 1e-9),
            "n_before": alarm.n_before,
            "n_after": alarm.n_after,
            "watched_on": self._day,
            "made_at": self.at,
        }

    def _weekly(self, key: str, alarm: Alarm) -> float:
        """What a week has of the exposure by which a count is watched; a rate or mean is what it is."""
        daily = self.watch.daily[key]
        if daily.parts.kind is not Kind.COUNT and alarm.aspect != NUMBER:
            return 1.0
        row = daily.groups.index(alarm.group)
        recent = daily.hours[row, max(self.end - 7 * WEEKS, 0) : self.end]
        return float(np.nansum(recent)) / WEEKS
