"""Keeping scenarios: under a name, changed, copied, shared, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

from kaname.goals.models import Goal
from kaname.insights.models import Scenario
from kaname.insights.scenarios.page import Thought
from kaname.people.models import User

LONGEST_NAME = 200


@dataclass(frozen=True)
class Kept:
    """What is written beside the assumptions."""

    name: str
    description: str
    is_shared: bool


def keep(goal: Goal, kept: Kept, thought: Thought, *, by: User, at: datetime) -> Scenario:
    """A new scenario, with what it leads to today."""
    made = _made(kept, thought)
    return Scenario.objects.create(goal=goal, created_by=by, created_at=at, changed_at=at, **made)


def change(scenario: Scenario, kept: Kept, thought: Thought, *, at: datetime) -> None:
    """Its name, description and assumptions, with what these lead to today."""
    Scenario.objects.filter(pk=scenario.pk).update(changed_at=at, **_made(kept, thought))


def duplicate(scenario: Scenario, *, name: str, by: User, at: datetime) -> Scenario:
    """One's own copy, not shared."""
    return Scenario.objects.create(
        goal=scenario.goal,
        name=name[:LONGEST_NAME],
        description=scenario.description,
        assumptions=scenario.assumptions,
        expected=scenario.expected,
        probability=scenario.probability,
        outlook_at=scenario.outlook_at,
        created_by=by,
        created_at=at,
        changed_at=at,
    )


def _made(kept: Kept, thought: Thought) -> Mapping[str, Any]:
    expected = float(thought.after.ends.expected[0])
    return {
        "name": kept.name,
        "description": kept.description,
        "is_shared": kept.is_shared,
        "assumptions": dict(thought.assumed.typed),
        "expected": expected if isfinite(expected) else None,
        "probability": thought.after.chance(),
        "outlook_at": thought.basis.outlook.made_at,
    }
