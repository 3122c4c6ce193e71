"""The rule of a series as people choose it, and back from one that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateutil.rrule import MONTHLY, WEEKLY
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaname.reviews import cadence
from kaname.reviews.models import Series

OFTEN = (
    ("daily", _("Every working day")),
    ("weekly", _("Every week")),
    ("biweekly", _("Every second week")),
    ("monthly_weekday", _("Every month, on a weekday")),
    ("monthly_day", _("Every month, on a day")),
    ("own", _("By a rule of your own")),
)
PLACES = ((1, _("First")), (2, _("Second")), (3, _("Third")), (4, _("Fourth")), (-1, _("Last")))
MONTH_DAYS = (*((day, str(day)) for day in range(1, 29)), (-1, _("Last day")))

Problem = tuple[str, str | Promise]


def rule_from(values: Mapping[str, Any]) -> tuple[str, Problem | None]:
    """The RFC 5545 rule of what was chosen, or the field that is wrong and why."""
    often, weekdays = values.get("often"), values.get("weekdays") or []
    if often == "daily":
        return cadence.DAILY, None
    if often in {"weekly", "biweekly"}:
        if not weekdays:
            return "", ("weekdays", _("Choose at least one weekday."))
        return cadence.weekly(every=1 if often == "weekly" else 2, weekdays=weekdays), None
    if often == "monthly_weekday":
        if len(weekdays) != 1:
            return "", ("weekdays", _("Choose one weekday."))
        return cadence.monthly_on_weekday(place=values.get("place") or 1, weekday=weekdays[0]), None
    if often == "monthly_day":
        return cadence.monthly_on_day(day=values.get("month_day") or 1), None
    if not values.get("rule"):
        return "", ("rule", _("Write the rule."))
    return str(values["rule"]).removeprefix("RRULE:"), None


def chosen_of(series: Series) -> dict[str, Any]:
    """What a form shows for the rule of a series."""
    parsed = cadence.parse(series.rule, starts_on=series.starts_on)
    said = parsed._original_rule
    weekdays = [(day.weekday, day.n) for day in said.get("byweekday") or ()]
    days = list(said.get("bymonthday") or ())
    chosen: dict[str, Any] = {"often": "own", "rule": series.rule}
    if set(said) - {"byweekday", "bymonthday"}:
        return chosen
    if series.rule == cadence.DAILY:
        return {"often": "daily"}
    if parsed._freq == WEEKLY and parsed._interval in {1, 2} and not days and weekdays:
        often = "weekly" if parsed._interval == 1 else "biweekly"
        return {"often": often, "weekdays": [day for day, _place in weekdays]}
    if parsed._freq == MONTHLY and parsed._interval == 1 and len(weekdays) == 1 and not days:
        return {"often": "monthly_weekday", "weekdays": [weekdays[0][0]], "place": weekdays[0][1]}
    if parsed._freq == MONTHLY and parsed._interval == 1 and len(days) == 1 and not weekdays:
        return {"often": "monthly_day", "month_day": days[0]}
    return chosen
