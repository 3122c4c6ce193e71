"""Events as marks on the periods of a chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from kaname.insights.models import Event
from kaname.measures.periods import ONE_DAY, Period
from kaname.web.charts.chart import Mark

# More names than these cannot be read on one chart.
MOST_MARKS = 6


def marks_of(periods: Sequence[Period], *, team: str | Iterable[str]) -> list[Mark]:
    """Those of everybody and of the team (or teams) in the periods, the latest first; one query."""
    if not periods:
        return []
    teams = {"", *([team] if isinstance(team, str) else team)}
    inside = Event.objects.filter(starts_on__lt=periods[-1].ends_on, ends_on__gt=periods[0].starts_on)
    rows = inside.filter(team_key__in=teams).order_by("starts_on", "pk")
    placed = [(_place(periods, row), row) for row in rows]
    together = groupby(placed, lambda one: one[0])
    return [_mark(place, [row for _at, row in found], periods) for place, found in together][-MOST_MARKS:]


def _mark(place: int, rows: Sequence[Event], periods: Sequence[Period]) -> Mark:
    until = _last(periods, max(rows, key=lambda row: row.ends_on))
    if len(rows) == 1:
        return Mark(place, rows[0].name, until=until)
    return Mark(place, _("%(name)s and %(n)s more") % {"name": rows[0].name, "n": len(rows) - 1}, until=until)


def _place(periods: Sequence[Period], row: Event) -> int:
    return next((place for place, one in enumerate(periods) if row.starts_on < one.ends_on), 0)


def _last(periods: Sequence[Period], row: Event) -> int:
    last = row.ends_on - ONE_DAY
    return next((place for place, one in enumerate(periods) if last < one.ends_on), len(periods) - 1)
