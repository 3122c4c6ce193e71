"""A ranking in words: what comes first, whether that holds, and what each figure means."""

from __future__ import annotations

from collections.abc import Iterable
from math import isinf

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kaname.goals.csf.ranked import Criterion, RankedCsf, RankedCsfs
from kaname.goals.models import Csf
from kaname.goals.words import listed, quoted
from kaname.web.formats import quantities
from kaname.web.formats.digits import NONE
from kaname.web.formats.units import Unit

CRITERIA: dict[Criterion, str | Promise] = {
    Criterion.EFFECT: pgettext_lazy("what candidates are ranked by", "Effect"),
    Criterion.BUDGET: pgettext_lazy("what candidates are ranked by", "Effect per budget"),
    Criterion.EFFORT: pgettext_lazy("what candidates are ranked by", "Effect per person-day"),
    Criterion.COMBINED: pgettext_lazy("what candidates are ranked by", "Combined"),
}
HOW: dict[Criterion, str | Promise] = {
    Criterion.EFFECT: gettext_lazy("Expected effect = confidence × middle of the range. The largest comes first."),
    Criterion.BUDGET: gettext_lazy(
        "Expected effect ÷ budget. What needs no budget comes first, what has no effect comes last."
    ),
    Criterion.EFFORT: gettext_lazy(
        "Expected effect ÷ person-days. What needs no effort comes first, what has no effect comes last."
    ),
    Criterion.COMBINED: gettext_lazy(
        "The mean of the three places by effect, per budget and per person-day, among the candidates that have all of "
        "them. A cost that no candidate states is left out."
    ),
}
PARTS: dict[str, str | Promise] = {
    "effect_low": gettext_lazy("its effect"),
    "effect_high": gettext_lazy("its effect"),
    "budget": gettext_lazy("its budget"),
    "effort_days": gettext_lazy("its effort"),
    "confidence": gettext_lazy("its confidence"),
}
CHANCES: dict[Criterion, str | Promise] = {
    Criterion.EFFECT: gettext_lazy("Chance that it really brings most: %(chance)s; that none brings any: %(nobody)s."),
    Criterion.BUDGET: gettext_lazy(
        "Chance that it really brings most for its budget: %(chance)s; that none brings any: %(nobody)s."
    ),
    Criterion.EFFORT: gettext_lazy(
        "Chance that it really brings most for its effort: %(chance)s; that none brings any: %(nobody)s."
    ),
    Criterion.COMBINED: gettext_lazy(
        "Chance that it really brings most, costs aside: %(chance)s; that none brings any: %(nobody)s."
    ),
}
# Budgets are stated per so much, as an effect per single yen says nothing.
BUDGET_STEP = {"JPY": 1_000_000}
OTHER_BUDGET_STEP = 10_000


def first_words(found: RankedCsfs) -> str:
    """The sentence above the ranking: what comes first, and whether it stays there."""
    first = found.first
    if not first:
        return _("No candidate can be ranked by this yet.")
    if len(first) > 1:
        return _("%(names)s share the first place.") % {"names": _names(line.csf for line in first)}
    params = {"name": quoted(first[0].csf.name), "rivals": _names(found.rivals)}
    if len(found.ranked) == 1:
        return _("%(name)s is the only one that can be ranked by this so far.") % params
    if found.criterion is Criterion.COMBINED:
        return _("%(name)s has the best places on the whole.") % params
    if found.robust is None and found.criterion is Criterion.BUDGET:
        return _("%(name)s comes first, as it needs no budget.") % params
    if found.robust is None and found.criterion is Criterion.EFFORT:
        return _("%(name)s comes first, as it needs no effort.") % params
    if found.robust:
        return _("%(name)s comes first, wherever within their ranges the effects turn out to be.") % params
    return _("%(name)s comes first, but within the stated ranges %(rivals)s could overtake it.") % params


def chance_words(found: RankedCsfs) -> str:
    """How likely the first place is, with what may happen instead; empty where that is not known."""
    chance = found.first[0].probability if found.first else None
    if chance is None or found.nobody is None or len(found.first) > 1 or len(found.ranked) == 1:
        return ""
    params = {"chance": quantities.percent(chance, digits=0), "nobody": quantities.percent(found.nobody, digits=0)}
    return str(CHANCES[found.criterion]) % params


def missing_words(line: RankedCsf) -> str:
    """What has to be known before the candidate can be ranked."""
    parts = dict.fromkeys(str(PARTS[name]) for name in line.missing)
    return _("Not ranked yet: give %(parts)s.") % {"parts": listed(parts)}


def effect_words(value: float | None, unit: Unit, *, language: str) -> str:
    """An effect: a change of a ratio in percentage points, without a sign that says nothing."""
    if value is not None and unit.kind == "ratio":
        return quantities.points(value).removeprefix("+")
    return quantities.short(value, unit, language=language)


def range_words(low: float | None, high: float | None, unit: Unit, *, language: str) -> str:
    """From low to high; one value where both are the same."""
    if low == high:
        return effect_words(low, unit, language=language)
    return _("%(low)s to %(high)s") % {
        "low": effect_words(low, unit, language=language),
        "high": effect_words(high, unit, language=language),
    }


def share_words(low: float | None, high: float | None) -> str:
    """What part of the gap it closes, from low to high."""
    ends = [quantities.percent(end, digits=0) for end in (low, high)]
    if ends[0] == ends[1]:
        return _("%(share)s of the gap") % {"share": ends[0]}
    return _("%(low)s to %(high)s of the gap") % {"low": ends[0], "high": ends[1]}


def per_budget_words(value: float | None, unit: Unit, *, currency: str, language: str) -> str:
    """Effect for so much money: `¥4.2M per ¥1M`."""
    if value is None or isinf(value):
        return _("no budget needed") if value else NONE
    step = BUDGET_STEP.get(currency, OTHER_BUDGET_STEP)
    return _("%(effect)s per %(budget)s") % {
        "effect": effect_words(value * step, unit, language=language),
        "budget": quantities.short(step, Unit("currency", currency=currency), language=language),
    }


def per_effort_words(value: float | None, unit: Unit, *, language: str) -> str:
    """Effect for a day of one person's work."""
    if value is None or isinf(value):
        return _("no effort needed") if value else NONE
    return _("%(effect)s per person-day") % {"effect": effect_words(value, unit, language=language)}


def places_words(line: RankedCsf) -> str:
    """What the combined order is made of."""
    effect, budget, effort = (NONE if place is None else str(place) for place in line.places)
    return _("places: effect %(effect)s, per budget %(budget)s, per person-day %(effort)s") % {
        "effect": effect,
        "budget": budget,
        "effort": effort,
    }


def _names(csfs: Iterable[Csf]) -> str:
    return listed(quoted(csf.name) for csf in csfs)
