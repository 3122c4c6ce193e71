"""The next best move in words: what it adds, as much as what, how far it is realistic, and what helped before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.facts.metrics.definition import MetricDefinition, Unit
from kaname.goals.reader import Reader
from kaname.goals.typed import typing
from kaname.goals.words import metric_name
from kaname.insights.models import GoalOutlook
from kaname.web.formats.chances import chance
from kaname.web.formats.quantities import as_pace, percent, short

# More is no comparison any more.
MOST_ALIKE = 2


@dataclass(frozen=True)
class MoveLine:
    """One move, ready to be shown; `url` is the scenario in which it can be tried."""

    metric_key: str
    name: str
    headline: str
    gain: str
    alike: str
    realistic: str
    url: str


def move_lines(outlook: GoalOutlook, reader: Reader) -> list[MoveLine]:
    """The best first; of metrics that are still in use."""
    known = [move for move in outlook.moves if move["metric_key"] in reader.definitions]
    return [_line(outlook, move, reader) for move in known]


def _line(outlook: GoalOutlook, move: Mapping[str, Any], reader: Reader) -> MoveLine:
    metric = reader.definitions[move["metric_key"]]
    name = metric_name(metric.key, reader.definitions)
    words = {
        "name": name,
        "before": _value(move["expected"], metric, reader),
        "end": _value(move["end"], metric, reader),
    }
    typed = typing(_typed(move["end"], metric), metric=metric)
    query = urlencode({f"end-{metric.key}": typed, "assumed": 1})
    return MoveLine(
        metric_key=metric.key,
        name=name,
        headline=_("%(name)s %(before)s → %(end)s") % words,
        gain=_gain(move),
        alike=_alike(move, reader),
        realistic=_realistic(move, metric, reader),
        url=f"{reverse('insights:scenario_try', args=[outlook.goal.key])}?{query}",
    )


def _gain(move: Mapping[str, Any]) -> str:
    before, after = move["probability"] - move["gain"], move["probability"]
    words = {"before": chance(before), "after": chance(after)}
    # As the two are shown, so that whoever takes one from the other finds the same.
    points = round(after * 100) - round(before * 100)
    if points < 1:
        return _("It adds less than one point to the probability of the goal.")
    told = ngettext(
        "It adds %(points)s point to the probability of the goal (%(before)s → %(after)s).",
        "It adds %(points)s points to the probability of the goal (%(before)s → %(after)s).",
        points,
    )
    return told % {"points": points, **words}


def _alike(move: Mapping[str, Any], reader: Reader) -> str:
    """What else would have to happen for the same."""
    found = [one for one in move["alike"] if one["change"] and one["metric_key"] in reader.definitions][:MOST_ALIKE]
    if not found:
        return ""
    words = [_change(one, reader) for one in found]
    if len(words) == 1:
        return _("As much as %(change)s.") % {"change": words[0]}
    return _("As much as %(change)s, or %(other)s.") % {"change": words[0], "other": words[1]}


def _change(one: Mapping[str, Any], reader: Reader) -> str:
    words = {"name": metric_name(one["metric_key"], reader.definitions), "change": percent(abs(one["change"]))}
    return (_("%(change)s more %(name)s") if one["change"] > 0 else _("%(change)s less %(name)s")) % words


def _realistic(move: Mapping[str, Any], metric: MetricDefinition, reader: Reader) -> str:
    if move["by_hour"]:
        return _(
            "Realistic: every working hour that is left then brings what one in ten of the last %(n)s months reached. "
            "No more hours are taken than there are."
        ) % {"n": move["n"]}
    ends = {"low": _value(move["low"], metric, reader), "high": _value(move["high"], metric, reader)}
    return _(
        "Realistic: what is still to be decided then ends as in the best tenth of the last %(n)s months (eight of ten "
        "lay between %(low)s and %(high)s)."
    ) % {"n": move["n"], **ends}


def _value(value: float, metric: MetricDefinition, reader: Reader) -> str:
    unit = reader.unit(metric)
    return short(as_pace(value, unit), unit, language=reader.language)


def _typed(value: float, metric: MetricDefinition) -> Decimal:
    return Decimal(f"{value:.0f}") if metric.unit is Unit.COUNT else Decimal(f"{value:.4g}")
