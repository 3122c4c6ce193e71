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

    def amount(value: float | None) -> str:
        return short(as_pace(value, unit), unit, language=language)

    steps = [Step(_("Achieved"), amount(outlook.achieved), _("What the facts of the days before today come to."))]
    if "hours_left" in parts:
        left = _("After holidays, leave and meetings, from today.")
        steps.append(Step(_("Working time left"), _hours(parts["hours_left"]), left))
    steps += _events(parts, unit, language)
    if "leaves" in parts:
        steps.append(Step(_("Put together"), amount(outlook.expected), _leaves_words()))
    if "remaining" in parts:
        steps.append(Step(_("Still to come"), amount(parts["remaining"]), _remaining_words(parts)))
    if "month" in parts:
        steps.append(Step(_("Rest of this month"), amount(parts["month"]), _("By days: working time and level.")))
        steps.append(Step(_("Months after it"), amount(parts["later"]), _("Course and season of past months.")))
    if "rest" in parts:
        steps.append(Step(_("Of what is still to come"), amount(parts["rest"]), _rest_words(parts)))
    if outlook.low is not None and outlook.high is not None:
        between = f"{amount(outlook.low)}–{amount(outlook.high)}"
        steps.append(Step(_("Eight-in-ten interval"), between, _interval_words(parts)))
    return steps


def _events(parts: Mapping[str, Any], unit: Unit, language: str) -> list[Step]:
    """What an hour brings: the number itself, or how often something of some size, or something to be decided."""
    if "rate" not in parts:
        return []
    if "size" in parts:
        size = short(parts["size"], unit, language=language)
        return [
            Step(_("An hour brings, in number"), _digits(parts["rate"]), _level_words(parts)),
            Step(_("Size of one"), size, _("The mean, with ten of the team’s counted beside the own ones.")),
        ]
    name = _("An hour brings, in number") if "rest" in parts else _("An hour brings")
    return [Step(name, _digits(parts["rate"]), _level_words(parts))]


def _leaves_words() -> str:
    return _(
        "There is no outlook of this number itself. It is put together from where the parts of the goal’s KPI tree may "
        "end, drawn together 4,000 times."
    )


def _remaining_words(parts: Mapping[str, Any]) -> str:
    if "size" in parts:
        return _("Working time left × number an hour × size, by weekday.")
    return _("Working time left × what an hour brings, by weekday.")


def _rest_words(parts: Mapping[str, Any]) -> str:
    told = _(
        "The own past counts by how much of it there is, else the team’s. So far %(trials)s count, about %(left)s are "
        "still to come."
    )
    return told % {"trials": _whole(parts["trials"]), "left": _whole(parts["trials_left"])}


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
    return _("%(hours)s h") % {"hours": _whole(value)}


def _whole(value: float) -> str:
    return grouped(as_decimal(float(value)), 0)


def _digits(value: float) -> str:
    return f"{value:.3g}"
