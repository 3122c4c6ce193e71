"""All that the page of the composer begins with: the evidence about the receiver that the writer may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404

from kaname.boards.evidence.evidence import evidence_of
from kaname.boards.selection import Subject
from kaname.feedback.composing.point import Part, Point, Suggestion
from kaname.feedback.composing.points import peers_lines, points_of
from kaname.goals.reader import Reader
from kaname.measures.periods import Period
from kaname.people.models import Person

WEEKS = (2, 4, 12)
USUAL_WEEKS = 4


@dataclass(frozen=True)
class Composer:
    """What may be mentioned of the last `weeks`; `picked` is what is ticked, one suggestion at most among it."""

    weeks: int
    points: tuple[Point, ...]
    peers: tuple[str, ...]
    picked: frozenset[str] = frozenset()

    def of(self, part: Part) -> list[Point]:
        return [point for point in self.points if point.part is part]

    @property
    def well(self) -> list[Point]:
        return self.of(Part.WELL)

    @property
    def learned(self) -> list[Point]:
        return [*self.of(Part.TRIED), *self.of(Part.LEARNED)]

    @property
    def weak(self) -> list[Point]:
        return self.of(Part.WEAK)

    @property
    def mentioned(self) -> list[Point]:
        return [point for point in self.points if point.key in self.picked]

    @property
    def beginning(self) -> tuple[str, ...]:
        """What a first draft says when nothing was chosen: the best two, one lesson, one weak point, one offer."""
        weak = self.weak[:1]
        learned = [*self.of(Part.LEARNED), *self.of(Part.TRIED)][:1]
        offers = [f"suggest-{one.key}" for point in weak for one in point.suggestions[:1]]
        return (*(point.key for point in (*self.well[:2], *learned, *weak)), *offers)

    @property
    def suggested(self) -> Suggestion | None:
        """The one that was chosen, of whichever point."""
        offered = (one for point in self.points for one in point.suggestions)
        return next((one for one in offered if f"suggest-{one.key}" in self.picked), None)


def composer_of(person: Person, *, reader: Reader, weeks: int, picked: Collection[str]) -> Composer | None:
    """None where the person's numbers are not the writer's to see: then there are only words."""
    period = Period(reader.today - timedelta(weeks=weeks), reader.today)
    try:
        evidence = evidence_of(
            Subject(person=person.key), since=period.starts_on, until=period.ends_on, user=reader.user, at=reader.at
        )
    except Http404:
        return None
    points = points_of(evidence, person, period=period, reader=reader)
    return Composer(weeks, tuple(points), tuple(peers_lines(evidence, reader=reader)), frozenset(picked))


def weeks_asked(value: str | None) -> int:
    return next((weeks for weeks in WEEKS if str(weeks) == value), USUAL_WEEKS)
