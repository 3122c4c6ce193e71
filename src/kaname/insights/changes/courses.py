"""Whether the changes of the last months still go on."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from kaname.insights.changes.groups import Group
from kaname.insights.changes.looking import Watch
from kaname.insights.changes.watching import STRETCH, looks_of, together
from kaname.insights.models import Change, ChangeState
from kaname.measures.changes.going_on import standing
from kaname.measures.changes.scan import Places
from kaname.measures.working_time import weekdays_of

FOLLOWED = timedelta(days=270)


# With fewer events in two weeks at the level before, six weeks are held against it. [count]
FEW = 15.0


def follow(watch: Watch) -> None:
    """Write the course of each change that nobody dismissed."""
    setting = watch.setting
    rows = Change.objects.filter(changed_on__gte=setting.today - FOLLOWED, changed_on__lt=setting.today)
    for row in rows.exclude(state=ChangeState.DISMISSED):
        course = _course(row, watch)
        if course is not None and course != row.course:
            Change.objects.filter(pk=row.pk).update(course=course)


def _course(row: Change, watch: Watch) -> str | None:
    """None of what is not watched any more, empty where it cannot be told."""
    daily, group = watch.daily.get(row.metric_key), Group(row.team_key or None, row.field, row.value)
    look = next((one for one in looks_of(daily) if one.aspect == row.aspect), None) if daily else None
    if daily is None or look is None or group not in daily.groups:
        return None
    place, end = daily.groups.index(group), watch.setting.past.days
    counts, exposure = look.counts[place : place + 1, :end], look.exposure[place : place + 1, :end]
    at: int = watch.setting.place(row.changed_on)
    weekday: Places | None = weekdays_of(watch.setting.crew.days)[:end]
    if np.nansum(counts[0, max(at - 91, 0) : at]) / min(at, 91) * 14 < FEW:
        begin = end % STRETCH
        counts, exposure, at, weekday = together(counts), together(exposure), (at - begin) // STRETCH, None
    if not 0 < at < counts.shape[1]:
        return ""
    found = standing(counts=counts[0], exposure=exposure[0], changed_at=at, kind=look.kind, weekday=weekday)
    return "" if found.course is None else found.course.value
