"""Who is asked too much on a sheet, by how much, and what would help, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.goals.kpis.overload_watch import Overload
from kaname.goals.kpis.overload_words import overload_line
from kaname.goals.reader import Reader
from kaname.goals.spreading.loads import Load
from kaname.goals.spreading.names import part_name
from kaname.measures.overload import relief
from kaname.web.formats.quantities import exact, short
from kaname.web.formats.units import Unit

# Who else is asked too much is only counted: the cells are marked.
MOST = 5


@dataclass(frozen=True)
class LoadLine:
    """One person or team; `reliefs` are of the part that asks most, and each of them alone is enough."""

    text: str
    more: str
    reliefs: tuple[str, ...]


def load_lines(loads: Iterable[Load], metric_key: str, *, reader: Reader) -> tuple[list[LoadLine], int]:
    """A line for each who is asked too much, who is asked most first; and how many more there are."""
    grouped = [list(some) for _key, some in groupby(loads, key=lambda one: one.sharer.key)]
    grouped.sort(key=lambda some: -max(one.times for one in some))
    lines = [_line(some, metric_key, reader) for some in grouped[:MOST]]
    return lines, max(len(grouped) - MOST, 0)


def _line(loads: list[Load], metric_key: str, reader: Reader) -> LoadLine:
    worst, others = max(loads, key=lambda one: one.times), len(loads) - 1
    more = ngettext("%(n)s more part asks too much.", "%(n)s more parts ask too much.", others) % {"n": others}
    return LoadLine(
        _text(worst, metric_key, reader), more if others else "", tuple(_reliefs(worst, metric_key, reader))
    )


def _text(load: Load, metric_key: str, reader: Reader) -> str:
    unit = reader.unit(reader.definitions[metric_key])
    params = {
        "name": load.sharer.name,
        "part": part_name(load.period, reader),
        "value": exact(load.value, unit, language=reader.language),
        "hours": short(load.hours, Unit("hours"), language=reader.language),
        "reached": short(load.reached, unit, language=reader.language),
        "people": load.threshold.people,
        "not_above": load.threshold.not_above,
    }
    if load.hours <= 0:
        return _("%(name)s, %(part)s: %(value)s, but no working time.") % params
    return (
        _(
            "%(name)s, %(part)s: %(value)s in %(hours)s of working time. %(not_above)s of %(people)s comparable people "
            "never did more than %(reached)s in that time."
        )
        % params
    )


def _reliefs(load: Load, metric_key: str, reader: Reader) -> Iterable[str]:
    rate = load.threshold.rate
    if rate is None:
        return ()
    help_for = relief(target=float(load.value), hours=load.hours, meeting_hours=load.meetings, threshold=rate)
    asked = Overload(
        metric_key=metric_key,
        team=load.sharer.team,
        period=load.period,
        remaining=float(load.value),
        required=rate,
        hours=load.hours,
        meeting_hours=load.meetings,
        people=load.people,
        threshold=load.threshold,
        too_much=True,
        relief=help_for,
    )
    return overload_line(asked, reader=reader).reliefs
