"""Changes in words: what moved from when on, how sure that is, and what became of it."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.insights.changes.names import Names
from kaname.insights.changes.watching import NUMBER, SIZE
from kaname.insights.models import Change
from kaname.insights.series import Kind
from kaname.measures.changes.going_on import Course
from kaname.measures.direction import Direction
from kaname.web.formats.digits import as_decimal, grouped
from kaname.web.formats.periods import day_name, days_name
from kaname.web.formats.quantities import percent
from kaname.web.formats.units import Unit

WEEKLY = frozenset({Kind.COUNT.value})


def headline(change: Change, names: Names) -> str:
    """Who, what, from when on, from where to where: the whole change in one sentence."""
    words = _words(change, names)
    if is_weekly(change):
        return (
            _("%(group)s: %(metric)s fell from %(before)s to %(after)s a week around %(day)s") % words
            if change.is_fall
            else _("%(group)s: %(metric)s rose from %(before)s to %(after)s a week around %(day)s") % words
        )
    return (
        _("%(group)s: %(metric)s fell from %(before)s to %(after)s around %(day)s") % words
        if change.is_fall
        else _("%(group)s: %(metric)s rose from %(before)s to %(after)s around %(day)s") % words
    )


def _words(change: Change, names: Names) -> dict[str, str]:
    before, after = levels(change, names)
    return {
        "group": names.group(team=change.team_key, value=change.value),
        "metric": subject(change, names),
        "before": before,
        "after": after,
        "day": day_name(change.changed_on, language=names.reader.language, today=names.reader.today),
    }


def subject(change: Change, names: Names) -> str:
    """The metric, or of a sum the part that moved."""
    name = names.metric(change.metric_key)
    if change.aspect == NUMBER:
        return pgettext("part of a sum", "number behind %(metric)s") % {"metric": name}
    if change.aspect == SIZE:
        return pgettext("part of a sum", "mean size in %(metric)s") % {"metric": name}
    return name


def is_weekly(change: Change) -> bool:
    return change.nature in WEEKLY or change.aspect == NUMBER


def levels(change: Change, names: Names) -> tuple[str, str]:
    """The level before and after, as short as a board has it."""
    if change.aspect == NUMBER or change.metric_key not in names.reader.definitions:
        return _plain(change.before), _plain(change.after)
    unit: Unit = names.unit(change.metric_key)
    if names.reader.language == "en":  # The sentence begins with the name, which is the counter as well.
        unit = replace(unit, counter="")
    return names.amount(change.before, unit), names.amount(change.after, unit)


def _plain(value: float) -> str:
    return grouped(as_decimal(value), 0 if abs(value) >= 10 else 1)


def size_words(change: Change) -> str:
    """The change as a share with its interval: −32% (−38 to −25%)."""
    words = {"size": _growth(change.ratio), "low": _growth(change.low), "high": _growth(change.high)}
    return _("%(size)s (80%% interval %(low)s to %(high)s)") % words


def _growth(ratio: float) -> str:
    sign = "+" if ratio >= 1 else "−"
    return f"{sign}{grouped(as_decimal(abs(ratio - 1) * 100), 0)}%"


def date_words(change: Change, names: Names) -> str:
    """The days among which the change was with 95 %."""
    return days_name(change.first_on, change.last_on, language=names.reader.language, today=names.reader.today)


def probability_words(change: Change) -> str:
    """Never quite certain."""
    return percent(min(change.probability, 0.99), digits=0)


def course_words(change: Change) -> str:
    match change.course:
        case Course.GOING_ON:
            return pgettext("course of a change", "goes on")
        case Course.ENDED:
            return pgettext("course of a change", "is over: back at the level before")
        case Course.REVERSED:
            return pgettext("course of a change", "has turned round")
        case Course.UNCLEAR:
            return pgettext("course of a change", "cannot be told apart from the level before")
    return pgettext("course of a change", "not enough data yet")


def is_good(change: Change, names: Names) -> bool | None:
    """Whether the direction is the wanted one; None where neither is."""
    definition = names.reader.definitions.get(change.metric_key)
    if definition is None or definition.direction is Direction.RANGE:
        return None
    return change.is_fall == (definition.direction is Direction.LOWER)
