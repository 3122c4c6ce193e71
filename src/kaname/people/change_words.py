"""Records of changes in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kaname.people.models import Change, Person, Role, Team

WHAT: Mapping[str, str | Promise] = {
    "organisation.created": gettext_lazy("Organisation set up"),
    "organisation.edited": gettext_lazy("Settings of the organisation changed"),
    "person.created": gettext_lazy("Person entered"),
    "person.edited": gettext_lazy("Person changed"),
    "person.memberships": gettext_lazy("Teams changed"),
    "person.deactivated": gettext_lazy("Person deactivated"),
    "person.reactivated": gettext_lazy("Person reactivated"),
    "person.invited": gettext_lazy("Invitation made"),
    "person.accepted": gettext_lazy("Password set by invitation"),
    "person.aliased": gettext_lazy("Name in a source matched"),
    "person.alias_removed": gettext_lazy("Matched name in a source removed"),
    "people.imported": gettext_lazy("People imported from a file"),
    "team.created": gettext_lazy("Team added"),
    "team.edited": gettext_lazy("Team changed"),
    "team.aliased": gettext_lazy("Name in a source matched"),
    "team.alias_removed": gettext_lazy("Matched name in a source removed"),
    "team.deactivated": gettext_lazy("Team deactivated"),
    "team.reactivated": gettext_lazy("Team reactivated"),
    "holiday.added": gettext_lazy("Company holiday added"),
    "holiday.removed": gettext_lazy("Company holiday removed"),
    "event.added": gettext_lazy("Event written down"),
    "event.changed": gettext_lazy("Event changed"),
    "event.removed": gettext_lazy("Event removed"),
    "leave.added": gettext_lazy("Leave added"),
    "leave.removed": gettext_lazy("Leave removed"),
    "meeting.added": gettext_lazy("Meeting added"),
    "meeting.removed": gettext_lazy("Meeting removed"),
    "hours.added": gettext_lazy("Working hours set"),
    "hours.removed": gettext_lazy("Working hours removed"),
    "channel.added": gettext_lazy("Channel or webhook added"),
    "channel.edited": gettext_lazy("Channel or webhook changed"),
    "channel.removed": gettext_lazy("Channel or webhook removed"),
}
FIELDS: Mapping[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("Email"),
    "employee_code": gettext_lazy("Employee code"),
    "role": gettext_lazy("Role"),
    "is_active": gettext_lazy("Active"),
    "left_on": gettext_lazy("Left on"),
    "parent": gettext_lazy("Belongs to"),
    "team": gettext_lazy("Team"),
    "manager": gettext_lazy("Manager"),
    "time_zone": gettext_lazy("Time zone"),
    "fiscal_start_month": gettext_lazy("Fiscal year starts in"),
    "first_weekday": gettext_lazy("Weeks start on"),
    "weekday_hours": gettext_lazy("Working hours by weekday"),
    "workday_starts_at": gettext_lazy("Working days begin at"),
    "currency": gettext_lazy("Currency"),
    "language": gettext_lazy("Language"),
    "holiday_country": gettext_lazy("Public holidays of"),
    "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("The day after the last day"),
    "share": gettext_lazy("Share of the day"),
    "reason": gettext_lazy("Reason"),
    "hours_per_week": gettext_lazy("Hours a week"),
    "source": gettext_lazy("Source"),
    "ref": gettext_lazy("Name in the source"),
    "read": pgettext_lazy("rows of a file", "read"),
    "created": pgettext_lazy("rows of a file", "created"),
    "changed": pgettext_lazy("rows of a file", "changed"),
    "moved": pgettext_lazy("rows of a file", "moved"),
    "unchanged": pgettext_lazy("rows of a file", "unchanged"),
    "rejected": pgettext_lazy("rows of a file", "rejected"),
}


@dataclass(frozen=True)
class Told:
    """A change for a page: what it was, and each detail as label, before and after ("" for what has no before)."""

    change: Change
    what: str
    details: list[tuple[str, str, str]]


def told(changes: Iterable[Change]) -> list[Told]:
    """The changes in words, with people and teams by name."""
    changes = list(changes)
    names = dict(Team.objects.values_list("key", "name")) | dict(Person.objects.values_list("key", "name"))
    return [Told(change, str(WHAT.get(change.what, change.what)), _details(change, names)) for change in changes]


def _details(change: Change, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    found = []
    for key, value in change.details.items():
        if key == "applied":
            continue
        if key == "memberships":
            before, after = ("; ".join(_stay(stay, names) for stay in stays) for stays in value)
            found.append((_("Teams"), before, after or "–"))
        elif isinstance(value, list) and len(value) == 2:
            before, after = _value(value[0]), _value(value[1])
            if before or after:
                found.append((_label(key), before, after or "–"))
        elif value not in (None, ""):
            found.append((_label(key), "", _value(value)))
    return found


def _label(key: str) -> str:
    return str(FIELDS.get(key, key))


def _stay(stay: Mapping[str, Any], names: Mapping[str, str]) -> str:
    team = names.get(stay["team"], stay["team"])
    since, until = stay["starts_on"], stay["ends_on"]
    return f"{team} ({since or ''} – {until or ''})" if since or until else team


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_value(one) for one in value)
    if isinstance(value, float):
        return f"{value:g}"
    return str(Role(value).label) if value in Role.values else str(value)
