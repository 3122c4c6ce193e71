"""Action plans in words: how often something is due, and whose it is."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.goals.actions.cadence import Cadence
from kaname.goals.models import Action
from kaname.goals.reader import Reader
from kaname.goals.words import listed
from kaname.measures.periods import Grain
from kaname.web.formats.quantities import short
from kaname.web.formats.units import Unit


def cadence_words(cadence: Cadence) -> str:
    """Such as "every working day", "every Monday and Thursday", "every 2 weeks, on any day"."""
    parts = dict(cadence.parts)
    every = int(parts.get("INTERVAL", "1"))
    if cadence.is_free:
        return _free_words(cadence.grain, every)
    days = [_weekday(day) for day in parts.get("BYDAY", "").split(",")]
    if cadence.frequency == "WEEKLY" and all(days) and "BYSETPOS" not in parts:
        text = _("every %(days)s") if every == 1 else _("every %(n)s weeks on %(days)s")
        return text % {"days": listed(days), "n": every}
    if cadence.frequency == "DAILY" and every == 1 and len(parts) == 1:
        return _("every working day")
    return _("by the rule %(rule)s") % {"rule": cadence.text}


def _free_words(grain: Grain, every: int) -> str:
    if every == 1:
        return _("every week, on any day") if grain is Grain.WEEK else _("every month, on any day")
    text = _("every %(n)s weeks, on any day") if grain is Grain.WEEK else _("every %(n)s months, on any day")
    return text % {"n": every}


def quota_words(quota: float, metric_key: str, reader: Reader) -> str:
    """How much an occurrence asks for, in the unit of what is counted or as times; empty for once."""
    return "" if quota == 1 else amount_words(quota, metric_key, reader)


def amount_words(amount: float, metric_key: str, reader: Reader) -> str:
    """So much of an action, in the unit of what is counted or as times."""
    metric = reader.definitions.get(metric_key) if metric_key else None
    if metric is not None:
        return short(amount, reader.unit(metric), language=reader.language)
    return _("%(n)s times") % {"n": short(amount, Unit("number"), language=reader.language)}


def owners_words(action: Action) -> str:
    return listed([(one.team or one.person).name for one in action.owners.all()])  # type: ignore[union-attr]


def _weekday(name: str) -> str:
    names = {
        "MO": pgettext("weekday", "Monday"),
        "TU": pgettext("weekday", "Tuesday"),
        "WE": pgettext("weekday", "Wednesday"),
        "TH": pgettext("weekday", "Thursday"),
        "FR": pgettext("weekday", "Friday"),
        "SA": pgettext("weekday", "Saturday"),
        "SU": pgettext("weekday", "Sunday"),
    }
    return names.get(name, "")
