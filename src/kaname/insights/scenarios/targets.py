"""Turning a scenario into targets: which would change from what to what, and changing or proposing them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from kaname.facts.metrics.definition import MetricDefinition, Unit
from kaname.goals.goal_access import may_edit
from kaname.goals.goal_words import known_name
from kaname.goals.models import Goal, Target
from kaname.goals.proposing import propose
from kaname.goals.reader import Reader
from kaname.goals.setting import revise_target, set_target
from kaname.goals.typed import FINEST, LARGEST, storable
from kaname.insights.scenarios.lines import amount
from kaname.insights.scenarios.page import Thought
from kaname.measures.direction import Direction
from kaname.people.models import User

DIGITS = 4


@dataclass(frozen=True)
class TargetLine:
    """One target of the goal's team and period; `target` is None where only the goal's plan asked for something.

    `seen` is its newest revision. `assumed` says whether the scenario assumed the value, or it followed.
    """

    metric_key: str
    name: str
    now: str
    value: Decimal
    shown: str
    assumed: bool
    target: Target | None
    seen: int | None


def target_lines(thought: Thought, reader: Reader) -> list[TargetLine]:
    """What the reader may change, or propose; values of ranges are none that a scenario could give."""
    goal, found = thought.basis.goal, []
    held = {one.metric_key: one for one in _held(goal)}
    for place, key in enumerate(thought.basis.tree.keys):
        metric = reader.definitions.get(key)
        value = None if metric is None else _value(place, key, thought, metric)
        known = held.get(key)
        if metric is None or value is None or metric.direction is Direction.RANGE:
            continue
        if (known is not None or may_edit(reader, goal)) and (known is None or known.value != value):
            found.append(_line(place, key, value, known, thought, reader))
    return found


@transaction.atomic
def change_targets(goal: Goal, lines: Sequence[TargetLine], *, reason: str, by: User, at: datetime) -> None:
    """All of them or none, each with the reason. Raises GoalsError."""
    for line in lines:
        if line.target is None:
            set_target(
                metric_key=line.metric_key,
                period=goal.period,
                value=line.value,
                team=goal.team,
                reason=reason,
                by=by,
                at=at,
            )
        else:
            revise_target(
                line.target,
                value=line.value,
                upper=line.target.upper,
                baseline=line.target.baseline,
                reason=reason,
                seen=line.seen,
                by=by,
                at=at,
            )


@transaction.atomic
def propose_targets(lines: Sequence[TargetLine], *, reason: str, by: User, at: datetime) -> None:
    """All of them or none, to be decided by those who may set them. Raises GoalsError."""
    for line in lines:
        if line.target is not None:
            propose(line.target, value=line.value, upper=line.target.upper, reason=reason, by=by, at=at)


def _held(goal: Goal) -> list[Target]:
    rows = Target.objects.in_force().filter(team=goal.team, person=None, starts_on=goal.starts_on, ends_on=goal.ends_on)
    return list(rows.select_related("team", "person"))


def _value(place: int, key: str, thought: Thought, metric: MetricDefinition) -> Decimal | None:
    """What was assumed of it, else where it would end, if that is elsewhere than without the scenario."""
    if place == 0:
        return None if thought.assumed.target is None else _settable(repr(thought.assumed.target))
    if key in thought.assumed.ends:
        return _settable(repr(thought.assumed.ends[key]))
    before, after = (float(one.ends.expected[place]) for one in (thought.before, thought.after))
    if not abs(after - before) > 1e-6 * abs(before):
        return None
    return _settable(f"{after:.0f}" if metric.unit is Unit.COUNT else f"{after:.{DIGITS}g}")


def _settable(text: str) -> Decimal | None:
    """As fine as the ledger keeps a target; None of what is larger than any."""
    value = Decimal(text)
    return storable(value.quantize(FINEST)) if abs(value) < LARGEST else None


def _line(place: int, key: str, value: Decimal, known: Target | None, thought: Thought, reader: Reader) -> TargetLine:
    wanted = thought.basis.wanted[place].target
    newest = None if known is None else known.revisions.order_by("at", "pk").values_list("pk", flat=True).last()
    return TargetLine(
        metric_key=key,
        name=known_name(key, reader),
        now=amount(wanted, key, reader),
        value=value,
        shown=amount(float(value), key, reader),
        assumed=place == 0 or key in thought.assumed.ends,
        target=known,
        seen=newest,
    )
