"""What a file of goals would change, or has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kaname.goals.exchange.differences import Difference
from kaname.goals.exchange.problems import FileProblem


@dataclass(frozen=True)
class GoalAsked:
    """One goal of the file: `kind` is created, changed or unchanged; `losses` say in words what would be deleted."""

    key: str
    name: str
    kind: str
    differences: tuple[Difference, ...] = ()
    losses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Missing:
    """What the file names and the installation lacks: `kind` is team, person, metric or currency."""

    kind: str
    key: str
    name: str


@dataclass(frozen=True)
class GoalsImport:
    """What a file asks for beside what is here; nothing is asked for while there are problems.

    `metrics` are the keys of those that are computed otherwise here, `notes` say who was recognised by name.
    """

    goals: tuple[GoalAsked, ...] = ()
    metrics: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    problems: tuple[FileProblem, ...] = ()
    notes: tuple[str, ...] = ()
    applied: bool = False

    def of_kind(self, kind: str) -> list[GoalAsked]:
        return [goal for goal in self.goals if goal.kind == kind]

    @property
    def replaces(self) -> bool:
        """Whether something that is here would become something else."""
        return bool(self.metrics or self.of_kind("changed"))

    @property
    def adds_people(self) -> bool:
        return any(one.kind in {"team", "person"} for one in self.missing)

    @property
    def changes_nothing(self) -> bool:
        return not (self.problems or self.missing or self.replaces or self.of_kind("created"))

    def accepted(self, *, create_missing: bool, replace: bool) -> bool:
        """Whether the file can be taken in as allowed."""
        return not self.problems and (create_missing or not self.missing) and (replace or not self.replaces)

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        return {
            "applied": self.applied,
            "created": [goal.key for goal in self.of_kind("created")],
            "changed": {goal.key: [one.as_dict() for one in goal.differences] for goal in self.of_kind("changed")},
            "deletes": {goal.key: list(goal.losses) for goal in self.goals if goal.losses},
            "unchanged": [goal.key for goal in self.of_kind("unchanged")],
            "metrics_changed": list(self.metrics),
            "missing": [vars(one) for one in self.missing],
            "problems": [{"where": one.where, "line": one.line, "message": one.words} for one in self.problems],
            "notes": list(self.notes),
        }
