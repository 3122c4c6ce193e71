"""The outlook of a goal's period in words: how likely the target is, what is expected, and what that rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kaname.goals.kgi.outlook import PeriodOutlook
from kaname.goals.kgi.verdict import Verdict
from kaname.goals.kgi.verdict_line import VerdictLine
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.words import name_of
from kaname.measures.direction import Direction
from kaname.measures.outlook.months_ahead import OutlookGrade
from kaname.measures.periods import Grain, period_of
from kaname.web.formats.chances import chance
from kaname.web.formats.quantities import as_pace, short
from kaname.web.formats.units import Unit

# The first bound that the probability reaches decides. [0-1]
LIKELY: tuple[tuple[float, str | Promise, str], ...] = (
    (0.9, gettext_lazy("Very likely, if things go on as before."), "ahead"),
    (0.7, gettext_lazy("Likely, if things go on as before."), "ontrack"),
    (0.3, gettext_lazy("Open: if things go on as before, it may go either way."), "risk"),
    (0.1, gettext_lazy("Unlikely, if things go on as before."), "off"),
    (0.0, gettext_lazy("Very unlikely, if things go on as before: something has to be done differently."), "off"),
)


def likely(probability: float) -> tuple[str, str]:
    """In words, and the look of the verdict."""
    words, look = next((words, look) for bound, words, look in LIKELY if probability >= bound)
    return str(words), look


def outlook_lines(verdict: Verdict, *, unit: Unit, reader: Reader) -> Iterator[VerdictLine]:
    found = verdict.ground.outlook
    if found is None:
        return
    if not found.is_known:
        yield VerdictLine("outlook-needs", _missing(found))
        return
    low, high = found.interval
    words = {
        "metric": name_of(verdict.asked.metric.name),
        "expected": _amount(found.expected, unit, reader),
        "low": _amount(low, unit, reader),
        "high": _amount(high, unit, reader),
        "target": _amount(verdict.target, unit, reader),
        "chance": chance(verdict.probability),
    }
    basis = [_tested(found), _months(found, reader)]
    if found.achieved is not None:
        basis.append(_("%(value)s until then") % {"value": _amount(found.achieved, unit, reader)})
    yield VerdictLine("outlook", _sentence(verdict) % words, " · ".join(basis))


def method(verdict: Verdict) -> list[str]:
    """How the outlook comes about, for whoever opens it; nothing where there is none."""
    found = verdict.ground.outlook
    if found is None or not found.is_known:
        return []
    if found.grade is OutlookGrade.TESTED:
        basis = [
            _("It goes on with the level and the trend of the months so far, and with their season.")
            if found.is_seasonal
            else _("It goes on with the level and the trend of the months so far; they show no season."),
            _("The expected value is the mean of four simple methods: it ends below as often as above."),
            _("The range holds in about eight of ten cases; it is as wide as this method's misses at earlier times."),
        ]
    else:
        basis = [
            _("It goes on with the level of the months so far; they are too few for a trend."),
            _("The range is as wide as it was for other numbers with as short a history."),
        ]
    return [
        *basis,
        _("It knows nothing of what is planned. What an initiative adds, or a customer who leaves, is not in it."),
        _("Formulae, limits and measured figures: docs/measures/outlook-months.md"),
    ]


def _sentence(verdict: Verdict) -> str:
    if verdict.asked.metric.direction is Direction.RANGE and verdict.asked.upper is not None:
        return _(
            "If things go on as before, %(metric)s ends at %(expected)s (%(low)s to %(high)s); that is within the "
            "target's range with a probability of %(chance)s."
        )
    return _(
        "If things go on as before, %(metric)s ends at %(expected)s (%(low)s to %(high)s); the target of %(target)s is "
        "reached with a probability of %(chance)s."
    )


def _missing(found: PeriodOutlook) -> str:
    if not found.needed:
        return _("No outlook: the months so far never differed, so nothing says how far one may be off.")
    return ngettext(
        "Too little data for an outlook: %(n)s more whole month is needed.",
        "Too little data for an outlook: %(n)s more whole months are needed.",
        found.needed,
    ) % {"n": found.needed}


def _tested(found: PeriodOutlook) -> str:
    if found.grade is OutlookGrade.TESTED:
        return _("Tested on its own past")
    return ngettext(
        "Assumed from other numbers; %(n)s more month until it is tested on its own past",
        "Assumed from other numbers; %(n)s more months until it is tested on its own past",
        found.needed_for_test,
    ) % {"n": found.needed_for_test}


def _months(found: PeriodOutlook, reader: Reader) -> str:
    last = period_of(found.until - timedelta(days=1), grain=Grain.MONTH, calendar=reader.calendar)
    named = period_name(last, calendar=reader.calendar, language=reader.language)
    return ngettext("%(n)s whole month up to %(month)s", "%(n)s whole months up to %(month)s", found.months) % {
        "n": found.months,
        "month": named,
    }


def _amount(value: float | None, unit: Unit, reader: Reader) -> str:
    return short(as_pace(value, unit), unit, language=reader.language)
