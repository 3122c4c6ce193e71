"""The points of a person's evidence: growth and best phases, what was tried, what is weak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from kaname.boards.evidence.evidence import Evidence
from kaname.boards.evidence.observation import Observation
from kaname.feedback.composing.point import Part, Point
from kaname.feedback.composing.suggesting import suggestions
from kaname.goals.actions.queries import Adherence, combined
from kaname.goals.models import ActionTick
from kaname.goals.reader import Reader
from kaname.goals.words import name_of
from kaname.measures.periods import Period
from kaname.people.models import Person
from kaname.web.formats.quantities import as_pace, percent

MOST_WELL, MOST_WEAK, MOST_NOTES = 6, 3, 4


def points_of(evidence: Evidence, person: Person, *, period: Period, reader: Reader) -> list[Point]:
    """In the order in which they would be said."""
    well = [_observed(one, Part.WELL, place) for place, one in enumerate(evidence.went_well[:MOST_WELL])]
    weak = [_observed(one, Part.WEAK, place, reader=reader) for place, one in enumerate(evidence.at_risk[:MOST_WEAK])]
    return [*well, *_tried(evidence.adherence), *_notes(person, period), *weak]


def peers_lines(evidence: Evidence, *, reader: Reader) -> Iterator[str]:
    """Where most of the team lie, never who and never a place in an order."""
    for peers in evidence.peers:
        metric = reader.definitions.get(peers.key)
        if metric is None:
            continue
        params = {
            "metric": name_of(metric.name),
            "low": evidence.style.short(as_pace(peers.low, evidence.style.unit(metric)), metric),
            "high": evidence.style.short(as_pace(peers.high, evidence.style.unit(metric)), metric),
            "own": evidence.style.short(peers.own, metric),
        }
        yield _("%(metric)s: %(own)s; most of the team lie between %(low)s and %(high)s.") % params


def _observed(one: Observation, part: Part, place: int, *, reader: Reader | None = None) -> Point:
    # What is about no metric, such as an action that was kept, is known by its place.
    key = f"{part}-{one.kind}-{one.key or place}"
    offered = suggestions(one.key, reader=reader) if reader and one.key else ()
    return Point(key, part, one.text, one.url, offered, said=one.brief)


def _tried(lines: Iterable[Adherence]) -> Iterator[Point]:
    """Each initiative with how far its actions were kept."""
    by_initiative: dict[int, list[Adherence]] = {}
    for line in lines:
        by_initiative.setdefault(line.action.initiative_id, []).append(line)
    for pk, some in by_initiative.items():
        share = combined(some)
        if share is None:
            continue
        params = {"initiative": some[0].action.initiative.name, "share": percent(share, digits=0)}
        text = _("%(share)s of the actions of “%(initiative)s” were done.") % params
        yield Point(f"{Part.TRIED}-initiative-{pk}", Part.TRIED, text)


def _notes(person: Person, period: Period) -> Iterator[Point]:
    """What the person wrote down about actions, newest first; the same words once."""
    rows = ActionTick.objects.standing().filter(person=person).exclude(note="").select_related("action")
    rows = rows.filter(done_on__gte=period.starts_on, done_on__lt=period.ends_on)
    newest = {tick.note: tick for tick in rows.order_by("done_on", "pk")}
    for tick in list(reversed(newest.values()))[:MOST_NOTES]:
        text = _("“%(note)s” (on “%(action)s”)") % {"note": tick.note, "action": tick.action.name}
        yield Point(f"{Part.LEARNED}-note-{tick.pk}", Part.LEARNED, text)
