"""What an import could not put into its rows, because whoever decided it has no sign-in here.

It stays with the goal, in the details of its changes of the kind `imported`, which no file holds: they are about this
installation's copy. `people` says who they are, `authors` and `deciders` who did which row (by table and id), and
`proposals` holds whole proposals by target, as no row can be without its author.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from kaname.goals.models import Goal, GoalChange, TargetProposal


@dataclass
class Kept:
    """Names by row, and proposals by target. `replaced` is the goal as it was before it was imported again."""

    people: dict[str, dict[str, str]] = field(default_factory=dict)
    authors: dict[str, dict[str, str]] = field(default_factory=dict)
    deciders: dict[str, str] = field(default_factory=dict)
    proposals: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    replaced: dict[str, Any] = field(default_factory=dict)

    def author_behind(self, row: models.Model) -> dict[str, str] | None:
        """Key, name and e-mail address of who did it, None where the row itself says it."""
        return self.people.get(self.authors.get(table_of(row), {}).get(str(row.pk), ""))

    def decider_behind(self, proposal: TargetProposal) -> dict[str, str] | None:
        """The same of who decided about a proposal."""
        return self.people.get(self.deciders.get(str(proposal.pk), ""))

    def keep_author(self, row: models.Model, person: Mapping[str, str]) -> None:
        self.people[person["key"]] = dict(person)
        self.authors.setdefault(table_of(row), {})[str(row.pk)] = person["key"]

    def keep_decider(self, proposal: TargetProposal, person: Mapping[str, str]) -> None:
        self.people[person["key"]] = dict(person)
        self.deciders[str(proposal.pk)] = person["key"]

    def details(self) -> dict[str, Any]:
        """What the change keeps, without what is empty."""
        return {name: value for name, value in vars(self).items() if value}


def kept_of(changes: Iterable[GoalChange]) -> Kept:
    """Everything that the imports among a goal's changes kept."""
    kept = Kept()
    for change in changes:
        if change.kind == GoalChange.Kind.IMPORTED:
            kept.people |= change.details.get("people", {})
            kept.deciders |= change.details.get("deciders", {})
            kept.proposals |= change.details.get("proposals", {})
            for table, authors in change.details.get("authors", {}).items():
                kept.authors[table] = kept.authors.get(table, {}) | authors
    return kept


def kept_with(goal: Goal | None) -> Kept:
    """The same, asked of the ledger; a target that is no goal's has nothing kept."""
    if goal is None:
        return Kept()
    return kept_of(GoalChange.objects.filter(goal=goal, kind=GoalChange.Kind.IMPORTED))


def kept_by_goal(goal_ids: Iterable[int | None]) -> Mapping[int | None, Kept]:
    """What each of these goals kept, in one query, and in none where there are no goals; nothing for the others."""
    found: dict[int | None, list[GoalChange]] = defaultdict(list)
    if asked := set(goal_ids) - {None}:
        for change in GoalChange.objects.filter(goal__in=asked, kind=GoalChange.Kind.IMPORTED):
            found[change.goal_id].append(change)
    return defaultdict(Kept, {goal: kept_of(changes) for goal, changes in found.items()})


def table_of(row: models.Model) -> str:
    return str(row._meta.model_name)
