"""Measurements typed by programs for a person, team or the organisation, with the history that pages keep."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from kaname.imports import hand_entry
from kaname.imports.desk import Desk
from kaname.imports.endpoints.access import caller
from kaname.imports.hand_entry import Entry
from kaname.imports.models import MeasurementRevision
from kaname.imports.typed_numbers import typed_number
from kaname.web.api import Problem

router = Router()


class MeasurementIn(Schema):
    """The value of an entered metric on a day. `person` or `team` is a key; without both it is the organisation's.

    A value is a number, or a text as people write it (1.2万, 20%); null takes back what was there.
    """

    metric: str
    day: date
    person: str = ""
    team: str = ""
    value: float | str | None
    reason: str = ""


class Recorded(Schema):
    """Whether something changed, and what it was before. [exact decimals as text]"""

    changed: bool
    before: str | None
    after: str | None


@router.post("/measurements/", response={200: Recorded}, url_name="measurements")
def create_measurement(request: HttpRequest, given: MeasurementIn) -> Status[dict[str, Any]]:
    """Record a measurement: one per metric, day and subject; a new value replaces the old, which stays on record."""
    desk = Desk.of(caller(request), at=timezone.now())
    revisions = hand_entry.record([entry_of(given, desk)], reason=given.reason[:500], by=desk.user, at=timezone.now())
    return Status(200, recorded(revisions))


def entry_of(given: MeasurementIn, desk: Desk) -> Entry:
    """What was sent, checked."""
    definition = desk.definitions.get(given.metric)
    if definition is None:
        message = _("No metric in use that is entered by hand has this key.")
        raise Problem(422, "metric_unknown", message, {"metric": given.metric})
    subject = desk.subject(person=given.person, team=given.team, whole=not (given.person or given.team))
    if subject is None:
        raise Problem(404, "not_found", _("There is no such thing, or you may not see it."))
    if given.day > desk.today:
        message = _("This day is still to come. Type what has been measured.")
        raise Problem(422, "day_to_come", message, {"day": str(given.day)})
    text = "" if given.value is None else given.value if isinstance(given.value, str) else f"{given.value!r}"
    try:
        value = typed_number(text, definition=definition, currency=desk.organisation.currency)
    except ValidationError as problem:
        raise Problem(422, "value_unreadable", " ".join(problem.messages), {"value": text}) from problem
    return Entry(given.metric, given.day, subject.subject, value)


def recorded(revisions: list[MeasurementRevision]) -> dict[str, Any]:
    """The answer."""
    if not revisions:
        return {"changed": False, "before": None, "after": None}
    before, after = revisions[0].old_value, revisions[0].new_value
    return {
        "changed": True,
        "before": None if before is None else str(before),
        "after": None if after is None else str(after),
    }
