"""What was tried: initiatives, and revisions of targets. Further kinds are sources of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from kaname.goals.actions.effect import Begun
from kaname.goals.models import Initiative, TargetRevision
from kaname.goals.reader import Reader
from kaname.insights.models import TriedKind
from kaname.people.models import Team, User

LONGEST_NAME, LONGEST_WHY = 200, 1000


@dataclass(frozen=True)
class Attempt:
    """Something that was begun, by whom and why; `details` is what its kind has to say besides."""

    kind: TriedKind
    origin: int
    begun: Begun
    name: str = ""
    why: str = ""
    by: User | None = None
    details: dict[str, Any] = field(default_factory=dict)


def initiatives(reader: Reader) -> Iterator[Attempt]:
    """All that were ever planned under a published goal and have begun; an archived one ended on that day."""
    rows = Initiative.objects.filter(kpi__goal__published_at__isnull=False, starts_on__lte=reader.today)
    for one in rows.select_related("kpi__goal__team", "kpi__team", "team", "created_by"):
        begun = Begun.of(one)
        if one.archived_at is not None:
            archived_on = reader.organisation.today(one.archived_at)
            begun = _ending(begun, min(archived_on, begun.ends_on or archived_on))
        if begun.ends_on is None or begun.ends_on > begun.starts_on:
            yield Attempt(TriedKind.INITIATIVE, one.pk, begun, one.name, one.why, one.created_by)


def target_revisions(reader: Reader) -> Iterator[Attempt]:
    """Revised targets of teams and the organisation; those of several periods that were revised on a day are one.

    Targets of single people are left out: their numbers are too few for a test, and nobody else's to judge.
    """
    rows = TargetRevision.objects.filter(target__person=None, old_value__isnull=False, new_value__isnull=False)
    revised = [one for one in rows.select_related("target__team", "by") if one.old_value != one.new_value]
    teams_of = _TeamsOf.read(revised)

    def key(one: TargetRevision) -> tuple[str, int, date]:
        return one.target.metric_key, one.target.team_id or 0, reader.organisation.today(one.at)

    for (metric_key, _team, day), found in groupby(sorted(revised, key=lambda one: (*key(one), one.pk)), key=key):
        group = list(found)
        since = max(day, min(one.target.starts_on for one in group))
        until = max(one.target.ends_on for one in group)
        if since < until and since <= reader.today:
            others = teams_of.others(metric_key, group[0].target.team)
            begun = Begun(metric_key, group[0].target.team, since, until, others=others)
            yield _revision(group, begun)


def _revision(group: Sequence[TargetRevision], begun: Begun) -> Attempt:
    first = min(group, key=lambda one: (one.target.starts_on, one.pk))
    details = {"old": float(first.old_value or 0), "new": float(first.new_value or 0), "n": len(group)}
    return Attempt(TriedKind.TARGET, first.pk, begun, "", first.reason, first.by, details)


@dataclass(frozen=True)
class _TeamsOf:
    """Whose targets of a metric were revised: where that was done too, there is nobody to compare with."""

    teams: dict[str, dict[int, Team | None]]

    @classmethod
    def read(cls, revised: Sequence[TargetRevision]) -> _TeamsOf:
        teams: dict[str, dict[int, Team | None]] = {}
        for one in revised:
            teams.setdefault(one.target.metric_key, {})[one.target.team_id or 0] = one.target.team
        return cls(teams)

    def others(self, metric_key: str, own: Team | None) -> tuple[Team, ...]:
        found = self.teams[metric_key].values()
        return tuple(team for team in found if team is not None and (own is None or team.pk != own.pk))


def _ending(begun: Begun, ends_on: date) -> Begun:
    return Begun(begun.metric_key, begun.team, begun.starts_on, ends_on, begun.initiative)


Source = Callable[[Reader], Iterable[Attempt]]
SOURCES: list[Source] = [initiatives, target_revisions]


def attempts(reader: Reader) -> Iterator[Attempt]:
    for source in SOURCES:
        yield from source(reader)
