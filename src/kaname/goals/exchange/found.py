"""What a file names beside what is here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kaname.goals.exchange.document import GoalPart, GoalsFile
from kaname.goals.exchange.metric_matching import Metrics, match_metrics
from kaname.goals.exchange.person_matching import People, match_people
from kaname.goals.exchange.spread import left_out
from kaname.goals.exchange.team_matching import Teams, match_teams
from kaname.goals.models import Goal


@dataclass(frozen=True)
class Found:
    """Teams, people and metrics of a file; `parents` are the keys of the goals above, of those here and in the file."""

    teams: Teams
    people: People
    metrics: Metrics
    parents: dict[str, str | None]


def find(head: GoalsFile, goals: Iterable[GoalPart]) -> Found:
    """Compare what the file names with what is here."""
    goals = list(goals)
    owners = {one.person for goal in goals for one in goal.owners if one.person}
    parents: dict[str, str | None] = dict(Goal.objects.values_list("key", "parent__key"))
    return Found(
        match_teams(head.teams),
        match_people(head.people, owners=owners, authors=_authors(goals)),
        match_metrics(head.metrics),
        parents | {goal.key: goal.parent for goal in goals},
    )


def _authors(goals: Iterable[GoalPart]) -> set[str]:
    """Those who need not be here: who decided something, and who takes no share in a target."""
    found: set[str] = set()
    for goal in goals:
        found.update(authors_of(goal))
        found.update(code.removeprefix("person:") for code in left_out(goal.sheet))
    return found


def authors_of(goal: GoalPart) -> Iterator[str]:
    """Everybody who decided something about the goal."""
    revisions = [revision for target in goal.targets for revision in target.revisions]
    proposals = [proposal for target in goal.targets for proposal in target.proposals]
    plans: list[Any] = [goal, *goal.initiatives]
    begun = [one.created for one in plans if one.created]
    for part in (*begun, *goal.selections, *goal.changes, *revisions, *proposals):
        if part.by is not None:
            yield part.by
    yield from (proposal.decided_by for proposal in proposals if proposal.decided_by is not None)
