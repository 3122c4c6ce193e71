"""Each change that is new is told with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from kaname.insights.changes.groups import TEAM, Group
from kaname.insights.changes.metrics import watched_keys
from kaname.insights.changes.segments import known_fields
from kaname.insights.changes.setting import Setting
from kaname.insights.changes.why.finding import SURE_AFTER_ALARM, Found, find_why
from kaname.insights.changes.why.kept import as_kept
from kaname.insights.changes.why.market import beside_peers
from kaname.insights.changes.why.reading import PERSON, stretches_around
from kaname.insights.models import Change
from kaname.insights.series import Kind, parts_of
from kaname.measures.periods import Period
from kaname.measures.why.cells import Kind as WhyKind
from kaname.measures.why.result import Cause

EXPLAINED_FOR = timedelta(days=120)
WHOLE = Group()


def explain(setting: Setting) -> None:
    """Of leading changes of the last months."""
    preferred = watched_keys(setting.definitions, setting.today)
    rows = Change.objects.leading().filter(changed_on__gt=setting.today - EXPLAINED_FOR)
    for row in rows.filter(changed_on__lt=setting.today):
        why = reasons_of(row, setting, preferred)
        if why != row.why:
            Change.objects.filter(pk=row.pk).update(why=why)


def reasons_of(row: Change, setting: Setting, preferred: Sequence[str]) -> dict[str, Any]:
    """What moved inside, what that did to the count that it makes, and whether others moved alike."""
    until = setting.known_until(row.metric_key)
    if row.metric_key not in setting.definitions or until is None or until <= row.changed_on:
        return {}
    if row.field not in ("", *known_fields(row.metric_key, setting.definitions)):
        return {}
    group = Group(row.team_key or None, row.field, row.value)
    stretches = stretches_around(Period(row.changed_on, until), setting)
    own = find_why(row.metric_key, group, stretches, setting, preferred=preferred, sure=SURE_AFTER_ALARM)
    found: dict[str, Any] = {}
    if own is not None:
        found["own"] = as_kept(own, stretches)
        found["peers"] = beside_peers(own.basis, group, stretches, setting)
        found |= _behind(own, group, stretches, setting) | _hours(own, group, stretches, setting)
    return found | _impact(row, group, stretches, setting)


def _behind(own: Found, group: Group, stretches: tuple[Period, Period], setting: Setting) -> dict[str, Any]:
    """Where it is the number of trials that moved, why that did: the working time and what an hour brought."""
    effort = own.basis.effort
    largest = max(own.why.parts, key=lambda part: abs(part.size))
    if effort is None or group.field or own.basis.kind is not WhyKind.COUNT or largest.cause is not Cause.EFFORT:
        return {}
    field = PERSON if group.team else TEAM
    found = find_why(effort.key, group, stretches, setting, fields=[field], sure=SURE_AFTER_ALARM)
    return {} if found is None else {"behind": {"metric": effort.key, **as_kept(found, stretches)}}


def _hours(own: Found, group: Group, stretches: tuple[Period, Period], setting: Setting) -> dict[str, Any]:
    """What meetings left of the staffed time of a team, where effort is the largest part."""
    largest = max(own.why.parts, key=lambda part: abs(part.size))
    if group.field or own.basis.kind is not WhyKind.COUNT or largest.cause is not Cause.EFFORT:
        return {}
    below = setting.crew.below(group.owner)
    staffed = setting.staffed_in(below)
    left = setting.crew.roster.hours_of_all if below is None else setting.crew.roster.hours_in(below)
    days = [slice(setting.place(one.starts_on), setting.place(one.ends_on)) for one in stretches]
    shares = [float(left[one].sum() / staffed[one].sum()) if staffed[one].sum() else None for one in days]
    return {} if None in shares else {"hours": {"before": shares[0], "after": shares[1]}}


def _impact(row: Change, group: Group, stretches: tuple[Period, Period], setting: Setting) -> dict[str, Any]:
    """What a rate of a team or segment did to the whole organisation's count."""
    parts = parts_of(setting.definitions[row.metric_key], setting.definitions)
    field = group.field or (TEAM if group.team else "")
    if group.is_cell or not field:
        return {}
    if parts is None or parts.kind is not Kind.RATE or parts.value.key not in setting.definitions:
        return {}
    whole = find_why(
        parts.value.key, WHOLE, stretches, setting, fields=[field], preferred=[row.metric_key], sure=SURE_AFTER_ALARM
    )
    return {} if whole is None else {"impact": {"metric": parts.value.key, **as_kept(whole, stretches)}}
