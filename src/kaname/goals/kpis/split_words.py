"""A split in words and as a waterfall: "Revenue is ¥4.2M behind pace: close rate −¥5.3M, appointments +¥1.1M"."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kaname.goals.goal_words import known_name
from kaname.goals.kpis.split import Comparison, Split
from kaname.goals.reader import Reader
from kaname.goals.words import listed, within_sentence
from kaname.measures.direction import Direction
from kaname.web.charts.chart import Chart
from kaname.web.charts.waterfall import waterfall
from kaname.web.formats.digits import MINUS
from kaname.web.formats.quantities import short, signed
from kaname.web.formats.units import Unit

# A line does not break between the sign and the number.
WORD_JOINER = "\u2060"
NAMES: dict[Comparison, str | Promise] = {
    Comparison.PACE: gettext_lazy("Pace"),
    Comparison.TARGET: gettext_lazy("Target"),
    Comparison.PRIOR_YEAR: gettext_lazy("Prior year"),
    Comparison.PRIOR_PERIOD: gettext_lazy("Period before"),
}


def split_sentence(split: Split, metric_key: str, *, unit: Unit, reader: Reader) -> str:
    """How much, in which direction, and the parts from the largest on."""
    params = {
        "metric": known_name(metric_key, reader),
        "size": short(abs(split.difference), unit, language=reader.language),
        "parts": _parts(split, unit=unit, reader=reader),
    }
    return _sentence(split, rounded_to_nothing=_nothing(split, unit, reader)) % params


def split_chart(split: Split, metric_key: str, *, unit: Unit, reader: Reader) -> Chart:
    """From what it is held against to the actual, one step for each part."""
    return waterfall(
        key="split",
        title=str(NAMES[split.comparison]),
        summary=split_sentence(split, metric_key, unit=unit, reader=reader),
        before=(str(NAMES[split.comparison]), split.before),
        steps=steps_of(split, reader=reader),
        after=(_("Actual"), split.after),
        unit=unit,
        language=reader.language,
        columns=(_("What"), known_name(metric_key, reader)),
        better=definition.direction if (definition := reader.definitions.get(metric_key)) else Direction.RANGE,
    )


def steps_of(split: Split, *, reader: Reader) -> list[tuple[str, float]]:
    """The parts by name, those that take most first, then what the plan leaves open and what the tree leaves out."""
    named = [(known_name(key, reader), part) for key, part in split.parts.items()]
    named.sort(key=lambda item: -abs(item[1]))
    rest = [(_("Not in the plan"), split.unplanned), (_("Outside the tree"), split.outside)]
    return [*named, *((name, part) for name, part in rest if part)]


def _parts(split: Split, *, unit: Unit, reader: Reader) -> str:
    texts = [
        pgettext("a part of a difference", "%(name)s %(part)s")
        % {"name": within_sentence(name), "part": _unbroken(signed(part, unit, language=reader.language))}
        for name, part in steps_of(split, reader=reader)
    ]
    return listed(texts)


def _unbroken(change: str) -> str:
    return f"{change[0]}{WORD_JOINER}{change[1:]}" if change[:1] in (MINUS, "+") else change


def _nothing(split: Split, unit: Unit, reader: Reader) -> bool:
    return signed(split.difference, unit, language=reader.language) == short(0, unit, language=reader.language)


def _sentence(split: Split, *, rounded_to_nothing: bool) -> str:
    up = split.difference >= 0
    if rounded_to_nothing:
        return {
            Comparison.PACE: _("%(metric)s is on pace: %(parts)s."),
            Comparison.TARGET: _("%(metric)s is at its target: %(parts)s."),
            Comparison.PRIOR_YEAR: _("%(metric)s is where it was a year before: %(parts)s."),
            Comparison.PRIOR_PERIOD: _("%(metric)s is where it was the period before: %(parts)s."),
        }[split.comparison]
    match split.comparison:
        case Comparison.PACE:
            return (
                _("%(metric)s is %(size)s above pace: %(parts)s.")
                if up
                else _("%(metric)s is %(size)s below pace: %(parts)s.")
            )
        case Comparison.TARGET:
            return (
                _("%(metric)s is %(size)s above its target: %(parts)s.")
                if up
                else _("%(metric)s is %(size)s below its target: %(parts)s.")
            )
        case Comparison.PRIOR_YEAR:
            return (
                _("%(metric)s is %(size)s above the year before: %(parts)s.")
                if up
                else _("%(metric)s is %(size)s below the year before: %(parts)s.")
            )
    return (
        _("%(metric)s is %(size)s above the period before: %(parts)s.")
        if up
        else _("%(metric)s is %(size)s below the period before: %(parts)s.")
    )
