"""A kept answer to why as waterfall and table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.insights.changes.why.words import WhyWords, share_words
from kaname.measures.why.cells import Kind
from kaname.web.charts.chart import Chart
from kaname.web.charts.waterfall import waterfall
from kaname.web.formats.digits import as_decimal, grouped
from kaname.web.formats.quantities import percent, signed


@dataclass(frozen=True)
class Line:
    """One cell: its name, effort, rate (or size) before and after, and what it brings to the change."""

    name: str
    effort: tuple[str, str]
    rate: tuple[str, str]
    brings: str
    share: str
    size: float


def why_chart(words: WhyWords, *, key: str) -> Chart:
    """Before, the parts, after; nothing is left over."""
    kept, names = words.kept, words.names
    definition = names.reader.definitions[words.metric_key]
    steps = [(words.cause_name(part["cause"]), part["size"]) for part in kept["parts"] if part["size"]]
    return waterfall(
        key=key,
        title=_("How %(metric)s came from before to after") % {"metric": names.metric(words.metric_key)},
        summary=words.sentence(),
        before=(pgettext("a stretch of days", "Before"), kept["before"]),
        steps=steps,
        after=(pgettext("a stretch of days", "After"), kept["after"]),
        unit=names.unit(words.metric_key),
        language=names.reader.language,
        columns=(_("What"), names.metric(words.metric_key)),
        better=definition.direction,
    )


def why_lines(words: WhyWords) -> list[Line]:
    """Every cell that the reader may see, those that bring most first."""
    kept = words.kept
    totals = [sum(part["by_cell"][place] or 0.0 for part in kept["parts"]) for place in range(len(kept["cells"]))]
    change = kept["after"] - kept["before"]
    unit = words.names.unit(words.metric_key)
    lines = [
        Line(
            name=words.cell(place),
            effort=(_plain(_at("effort", "before", words, place)), _plain(_at("effort", "after", words, place))),
            rate=(_rate(words, "before", place), _rate(words, "after", place)),
            brings=signed(totals[place], unit, language=words.names.reader.language),
            share=share_words(totals[place] / change) if change else "–",
            size=abs(totals[place]),
        )
        for place in range(len(kept["cells"]))
        if words.may_tell(place)
    ]
    return sorted(lines, key=lambda one: -one.size)


def why_columns(words: WhyWords) -> Sequence[str]:
    """What stands in the second and third column."""
    return words.effort_name, words.rate_column


def _at(name: str, when: str, words: WhyWords, place: int) -> float | None:
    values = words.kept[f"cells_{when}"][name]
    return values[place] if place < len(values) else None


def _rate(words: WhyWords, when: str, place: int) -> str:
    if words.kept["kind"] in (Kind.SUM, Kind.MEAN):
        value = _at("size", when, words, place)
        return words.names.amount(value, words.names.unit(words.metric_key))
    value = _at("rate", when, words, place)
    is_share = words.kept["kind"] == Kind.SHARE or words.kept["of"]
    return percent(value) if is_share else _plain(value)


def _plain(value: float | None) -> str:
    if value is None:
        return "–"
    return grouped(as_decimal(value), 0 if abs(value) >= 10 or float(value).is_integer() else 2)
