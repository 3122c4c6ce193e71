"""What follows, node by node: today's outlook beside the scenario's, target, gap and probability."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.goals.goal_words import known_name
from kaname.goals.reader import Reader
from kaname.insights.scenarios.assumptions import Assumptions
from kaname.insights.scenarios.basis import Basis
from kaname.insights.scenarios.following import Followed
from kaname.web.formats.chances import chance
from kaname.web.formats.quantities import as_pace, points, short, signed
from kaname.web.formats.units import Unit

PLAIN = Unit("number")


@dataclass(frozen=True)
class Line:
    """One number, ready to be shown; empty where nothing is known."""

    metric_key: str
    name: str
    depth: int
    before: str
    after: str
    interval: str
    target: str
    gap: str
    chance_before: str
    chance_after: str
    moved: bool
    followed: bool

    @property
    def cells(self) -> list[str]:
        """As a table file has them."""
        shown = (self.name, self.before, self.after, self.interval, self.target, self.gap)
        return [*shown, self.chance_before, self.chance_after]


def lines_of(basis: Basis, assumed: Assumptions, before: Followed, after: Followed, reader: Reader) -> list[Line]:
    return [
        _line(place, key, basis, assumed, before, after, reader)
        for place, key in enumerate(basis.tree.keys)
        if key in reader.definitions
    ]


def headline(basis: Basis, assumed: Assumptions, before: Followed, after: Followed, reader: Reader) -> str:
    """The answer in a sentence."""
    if not basis.is_known:
        return _("What would happen cannot be said yet")
    words = {
        "metric": known_name(basis.tree.keys[0], reader),
        "value": amount(float(after.ends.expected[0]), basis.tree.keys[0], reader),
        "chance": chance(after.chance()),
        "before": chance(before.chance()),
    }
    if after.chance() is None:
        return _("%(metric)s is expected to end at %(value)s") % words
    if assumed.is_empty:
        return (
            _("As things go, %(metric)s ends at %(value)s: the target is reached with a probability of %(chance)s")
            % words
        )
    told = _(
        "%(metric)s would end at %(value)s: the target is reached with a probability of %(chance)s instead of "
        "%(before)s"
    )
    return told % words


def assumed_words(assumed: Assumptions) -> str:
    """How well founded it all is."""
    count = len(assumed.ends) + len(assumed.changes) + bool(assumed.people) + bool(assumed.hours)
    return ngettext(
        "%(count)s assumption. What follows from it is arithmetic; whether it comes true is assumed.",
        "%(count)s assumptions. What follows from them is arithmetic; whether they come true is assumed.",
        count,
    ) % {"count": count}


def amount(value: float | None, key: str, reader: Reader) -> str:
    """A value of a metric as a board shows it."""
    if value is None or not isfinite(value):
        return ""
    unit = _unit(key, reader)
    return short(as_pace(value, unit), unit, language=reader.language)


def _cell(value: float | None, key: str, reader: Reader) -> str:
    """The same in a column, where the number's name stands at the left: English counters are long."""
    if value is None or not isfinite(value):
        return ""
    unit = _cell_unit(key, reader)
    return short(as_pace(value, unit), unit, language=reader.language)


def _line(
    place: int, key: str, basis: Basis, assumed: Assumptions, before: Followed, after: Followed, reader: Reader
) -> Line:
    old, new = float(before.ends.expected[place]), float(after.ends.expected[place])
    low, high = (_cell(float(end[place]), key, reader) for end in (after.ends.low, after.ends.high))
    target = after.wanted[place].target
    known = isfinite(new)
    same = known and abs(new - old) <= 1e-6 * max(abs(old), 1e-9)
    return Line(
        metric_key=key,
        name=known_name(key, reader),
        depth=basis.tree.depths[place],
        before=_cell(old, key, reader),
        after=_cell(new, key, reader),
        interval=_("%(low)s to %(high)s") % {"low": low, "high": high} if known else "",
        target=_cell(target, key, reader),
        gap=_gap(new - target, key, reader) if known and target is not None else "",
        chance_before=chance(before.chance(place)) if before.chance(place) is not None else "",
        chance_after=chance(after.chance(place)) if after.chance(place) is not None else "",
        moved=key in assumed.ends,
        followed=known and not same,
    )


def _gap(value: float, key: str, reader: Reader) -> str:
    unit = _cell_unit(key, reader)
    if unit.kind == "ratio":
        return points(value)
    return signed(as_pace(value, unit), unit, language=reader.language)


def _unit(key: str, reader: Reader) -> Unit:
    metric = reader.definitions.get(key)
    return PLAIN if metric is None else reader.unit(metric)


def _cell_unit(key: str, reader: Reader) -> Unit:
    unit = _unit(key, reader)
    return replace(unit, counter="") if reader.language == "en" else unit
