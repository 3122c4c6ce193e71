"""What an outlook is made of, step by step, so that everybody can follow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kaname.insights.models import Outlook
from kaname.web.formats.digits import as_decimal, grouped
from kaname.web.formats.quantities import as_pace, percent, short
from kaname.web.formats.units import Unit


@dataclass(frozen=True)
class Step:
    """One number with what it means."""

    name: str
    value: str
    meaning: str


def steps_of(outlook: Outlook, unit: Unit, *, language: str) -> list[Step]:
    """From what is there already to what is expected in the end."""
    parts: Mapping[str, Any] = outlook.parts
    steps = [
        Step(
            _("Achieved"),
            short(outlook.achieved, unit, language=language),
            _("What the facts of the days before today come to."),
        )
    ]
    if "hours_left" in parts:
        left = _("After holidays, leave and meetings, from today.")
        steps.append(Step(_("Working time left"), _hours(parts["hours_left"]), left))
    if "rate" in parts:
        steps.append(Step(_("An hour brings"), _digits(parts["rate"]), _level_words(parts)))
    if "remaining" in parts:
        remaining = short(as_pace(parts["remaining"], unit), unit, language=language)
        steps.append(Step(_("Still to come"), remaining, _("Working time left × what an hour brings, by weekday.")))
    if outlook.low is not None and outlook.high is not None:
        low, high = (short(as_pace(one, unit), unit, language=language) for one in (outlook.low, outlook.high))
        steps.append(Step(_("80% interval"), f"{low}–{high}", _interval_words(parts)))
    return steps


def _level_words(parts: Mapping[str, Any]) -> str:
    if not parts.get("team_counts"):
        return _("The level of the last weeks; a day of %(days)s days ago counts half.") % {
            "days": _digits(parts["half_life"])
        }
    return _(
        "The own level of the last weeks counts %(own)s, that of the team %(team)s: the less is known of one, the more "
        "the other counts."
    ) % {"own": percent(parts["weight"], digits=0), "team": percent(1 - parts["weight"], digits=0)}


def _interval_words(parts: Mapping[str, Any]) -> str:
    periods = parts.get("n_periods", 0)
    if not periods:
        return _("From the ups and downs of single days and how well the level is known.")
    return _(
        "From the ups and downs of single days, how well the level is known, and how far outlooks of earlier periods "
        "strayed (%(periods)s)."
    ) % {"periods": periods}


def _hours(value: float) -> str:
    return _("%(hours)s h") % {"hours": grouped(as_decimal(float(value)), 0)}


def _digits(value: float) -> str:
    return f"{value:.3g}"
