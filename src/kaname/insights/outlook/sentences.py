"""Outlooks in words: what is expected, how likely the target is, and why nothing can be said."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.insights.models import Outlook, Verdict
from kaname.measures.outlook.judgement import Judgement
from kaname.web.formats.chances import chance
from kaname.web.formats.quantities import as_pace, short
from kaname.web.formats.units import Unit


def headline(outlook: Outlook, metric: str, unit: Unit, *, language: str) -> str:
    """The answer to where it will end, as far as it can be given."""
    words = {
        "metric": metric,
        "expected": _amount(outlook.expected, unit, language),
        "low": _amount(outlook.low, unit, language),
        "high": _amount(outlook.high, unit, language),
        "target": _amount(outlook.target, unit, language),
        "chance": chance(outlook.probability),
    }
    if outlook.verdict == Verdict.REFUSED:
        return _("%(metric)s: too early to say where it ends") % words
    if outlook.verdict == Verdict.RANGE:
        return _("%(metric)s ends somewhere between %(low)s and %(high)s") % words
    if outlook.probability is None:
        return _("%(metric)s is expected to end at %(expected)s (%(low)s to %(high)s)") % words
    told = _(
        "%(metric)s is expected to end at %(expected)s: the target of %(target)s is reached with a probability "
        "of %(chance)s"
    )
    return told % words


def refusal(outlook: Outlook) -> str:
    """Why there is no probability, and what would be needed; nothing where there is one."""
    match outlook.reason:
        case Judgement.TOO_FEW_DAYS:
            missing = outlook.missing or 0
            return ngettext(
                "There is too little history. %(count)s more working day is needed.",
                "There is too little history. %(count)s more working days are needed.",
                missing,
            ) % {"count": missing}
        case "too_few_months":
            missing = outlook.missing or 0
            return ngettext(
                "There is too little history. %(count)s more month is needed.",
                "There is too little history. %(count)s more months are needed.",
                missing,
            ) % {"count": missing}
        case Judgement.UNKNOWN_HOURS:
            return _("The working time of the days that are left is not known. Enter it under people and leave.")
        case Judgement.TOO_WIDE:
            return _(
                "What is left of the period can bring anything from little to much: the interval is wider than the "
                "expected end itself. It narrows with every day."
            )
        case Judgement.RANGE:
            return _(
                "The interval is wider than six tenths of the expected end. A single number and a probability would "
                "say more than is known; they come as the period goes on."
            )
    return ""


def takes_words(outlook: Outlook, unit: Unit, *, language: str) -> str:
    """What every working hour from here has to bring for the target, beside what hours brought here."""
    if outlook.required is None:
        return ""
    words = {"rate": _rate(outlook.required, unit, language), "target": _amount(outlook.target, unit, language)}
    if outlook.usual_low is None or outlook.usual_high is None:
        return _("For %(target)s every working hour from here has to bring %(rate)s.") % words
    words |= {"low": _rate(outlook.usual_low, unit, language), "high": _rate(outlook.usual_high, unit, language)}
    if outlook.required > outlook.usual_high:
        told = _(
            "For %(target)s every working hour from here has to bring %(rate)s: more than in nine of ten months (usual "
            "are %(low)s to %(high)s)."
        )
    else:
        told = _(
            "For %(target)s every working hour from here has to bring %(rate)s; usual are %(low)s to %(high)s (eight "
            "of ten months)."
        )
    return told % words


def grade_words(outlook: Outlook) -> str:
    """How well founded the outlook is, and on how much."""
    periods = outlook.parts.get("n_periods", 0)
    if outlook.grade == "tested" and periods:
        return ngettext(
            "Tested: the interval follows how far outlooks of %(count)s earlier month strayed.",
            "Tested: the interval follows how far outlooks of %(count)s earlier months strayed.",
            periods,
        ) % {"count": periods}
    return _("Assumed: no earlier month could be replayed, so the width of the interval is what is usual elsewhere.")


def _rate(value: float, unit: Unit, language: str) -> str:
    return short(float(f"{value:.2g}"), unit, language=language)


def _amount(value: float | None, unit: Unit, language: str) -> str:
    return short(as_pace(value, unit), unit, language=language)
