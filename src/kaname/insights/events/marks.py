"""Events as marks on the periods of a chart."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from kaname.facts.asking.shelf import ledgers
from kaname.goals.words import listed
from kaname.insights.models import Event
from kaname.measures.periods import ONE_DAY, Period
from kaname.people.team_lines import Teams
from kaname.web.charts.chart import Mark
from kaname.web.store import facts

# More names than these cannot be read on one chart, and nobody looks so far back. [count]
MOST_MARKS, MOST_EVENTS = 6, 2000


def marks_of(periods: Sequence[Period], *, teams: Collection[str], state: Hashable = None) -> list[Mark]:
    """Those of everybody and of these teams in the periods; read once for each `state` of the ledger."""
    if not periods:
        return []
    every = _read() if state is None else ledgers(facts()).get(("events", state), _read)
    inside = [row for row in every if row.starts_on < periods[-1].ends_on and row.ends_on > periods[0].starts_on]
    placed = [(_place(periods, row), row) for row in inside if not row.team_key or row.team_key in teams]
    together = groupby(placed, lambda one: one[0])
    return [_mark(place, [row for _at, row in found], periods) for place, found in together][-MOST_MARKS:]


def concerned(team: str | None, teams: Teams) -> list[str]:
    """The team and those above it: what happened to them happened to it."""
    found: list[str] = []
    while team is not None and team not in found:
        found.append(team)
        team = teams.nodes[team].parent if team in teams.nodes else None
    return found


def _read() -> list[Event]:
    return list(Event.objects.order_by("-starts_on", "-pk")[:MOST_EVENTS])[::-1]


def _mark(place: int, rows: Sequence[Event], periods: Sequence[Period]) -> Mark:
    until = _last(periods, max(rows, key=lambda row: row.ends_on))
    if len(rows) == 1:
        return Mark(place, rows[0].name, until=until)
    text = _("%(name)s and %(n)s more") % {"name": rows[0].name, "n": len(rows) - 1}
    return Mark(place, text, until=until, whole=listed(row.name for row in rows))


def _place(periods: Sequence[Period], row: Event) -> int:
    return next((place for place, one in enumerate(periods) if row.starts_on < one.ends_on), 0)


def _last(periods: Sequence[Period], row: Event) -> int:
    last = row.ends_on - ONE_DAY
    return next((place for place, one in enumerate(periods) if last < one.ends_on), len(periods) - 1)
