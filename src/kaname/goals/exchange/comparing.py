"""The goals of a file beside those that are here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kaname.goals.errors import GoalsError
from kaname.goals.exchange.differences import Difference, differences
from kaname.goals.exchange.document import GoalPart, KpiPart
from kaname.goals.exchange.goal_parts import goal_part, with_everything
from kaname.goals.exchange.losing import Naming, loss_words
from kaname.goals.exchange.naming import Named
from kaname.goals.exchange.pairing import paired
from kaname.goals.exchange.plan_writing import lost_actions
from kaname.goals.exchange.renaming import in_order
from kaname.goals.exchange.result import GoalAsked
from kaname.goals.exchange.target_document import TargetPart
from kaname.goals.exchange.target_parts import TARGETS, target_part
from kaname.goals.exchange.target_writing import standing
from kaname.goals.kept import Kept
from kaname.goals.metrics_yaml import Path
from kaname.goals.models import Goal, Target


@dataclass(frozen=True)
class Compared:
    """One goal of the file in this installation's words, and what it would take the place of.

    `before` is the goal of the same key, `loose` are targets that belong to no goal yet and say something else.
    """

    part: GoalPart
    goal: Goal | None
    before: GoalPart | None
    loose: Mapping[int, TargetPart]

    @property
    def differences(self) -> tuple[Difference, ...]:
        found = () if self.before is None else tuple(differences(self.before.data(), self.part.data()))
        return found + tuple(
            Difference(("targets", place), str(part.value), str(self.part.targets[place].value))
            for place, part in self.loose.items()
        )

    @property
    def kind(self) -> str:
        if self.before is None and not self.loose:
            return "created"
        return "changed" if self.differences else "unchanged"

    def asked(self, *, metric_name: Naming) -> GoalAsked:
        losses = () if self.before is None else tuple(loss_words(self.before, self.part, metric_name=metric_name))
        return GoalAsked(self.part.key, self.part.name, self.kind, self.differences, losses)

    def replaced(self) -> dict[str, Any]:
        """What would be lost, as JSON."""
        said: dict[str, Any] = {"mode": "json", "exclude_defaults": True, "warnings": False}
        goal = {"goal": self.before.model_dump(**said)} if self.before is not None else {}
        return goal | ({"targets": [part.model_dump(**said) for part in self.loose.values()]} if self.loose else {})


def compare(parts: Sequence[GoalPart]) -> list[Compared]:
    """Goals in the same order, each beside the one that has its key here."""
    goals = {goal.key: goal for goal in with_everything(Goal.objects.filter(key__in=[part.key for part in parts]))}
    return [_compared(in_order(part), goals.get(part.key)) for part in parts]


def taken_targets(parts: Sequence[GoalPart]) -> Iterator[tuple[int, Path, str]]:
    """Targets that another goal has already, here or in the file: place of the goal, place within it, words."""
    seen: dict[Any, int] = {}
    for number, part in enumerate(parts):
        there = standing(part.targets, Target.objects.exclude(goal=None))
        for place, target in enumerate(part.targets):
            held = there.get(target.place)
            other = held is not None and held.goal is not None and held.goal.key != part.key
            if other or seen.setdefault(target.place, number) != number:
                yield number, ("targets", place), str(GoalsError("target_of_other_goal"))


def _compared(part: GoalPart, goal: Goal | None) -> Compared:
    before = None if goal is None else goal_part(goal, Named())
    if before is not None:
        part = _with_unsaid(part, before)
    return Compared(part, goal, before, _loose(part))


def _with_unsaid(part: GoalPart, before: GoalPart) -> GoalPart:
    """What a file need not say stays as it is here: who began something, and the plan of a KPI."""
    pairs, _others = paired(part.kpis, before.kpis, of_part=_team_and_metric, of_here=_team_and_metric)
    kpis = [kpi if held is None else _with_plan(kpi, held) for kpi, held in pairs]
    return part.model_copy(update={"created": part.created or before.created, "kpis": kpis})


def _with_plan(part: KpiPart, before: KpiPart) -> KpiPart:
    if not part.initiatives and (part.initiatives is None or before.initiatives is None):
        return part.model_copy(update={"initiatives": before.initiatives})
    pairs, _others = paired(
        part.initiatives, before.initiatives or (), of_part=lambda one: one.name, of_here=lambda one: one.name
    )
    plan = [
        one if one.created or held is None else one.model_copy(update={"created": held.created}) for one, held in pairs
    ]
    return part.model_copy(update={"initiatives": plan})


def _team_and_metric(part: KpiPart) -> tuple[str | None, str]:
    return part.team, part.metric


def lost_ticks(one: Compared) -> Iterator[tuple[Path, str]]:
    """Actions that somebody has ticked are not left out."""
    if one.goal is not None:
        for action in lost_actions(one.goal, one.part):
            yield ("kpis",), str(GoalsError("plan_action_ticked", action=action.name))


def _loose(part: GoalPart) -> dict[int, TargetPart]:
    there = standing(part.targets, TARGETS.filter(goal=None))
    found: dict[int, TargetPart] = {}
    for place, target in enumerate(part.targets):
        held = there.get(target.place)
        if held is None:
            continue
        before = target_part(held, None, Named(), Kept()).model_copy(update={"kgi": target.kgi})
        if before != target:
            found[place] = before
    return found
