"""Which numbers drivers are searched for, and what is no driver of them but arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kaname.facts.metrics.definition import Computation, FromFacts, MetricDefinition, Test, closure
from kaname.goals.actions.planning import owner_team
from kaname.goals.models import Goal, Kpi, Node
from kaname.people.models import Team

Definitions = Mapping[str, MetricDefinition]
# A house with more goals searches for those that end first.
MOST_TARGETS = 20


@dataclass(frozen=True)
class Sought:
    """A KGI or a KPI of it, and the metrics of its goal's tree."""

    goal: Goal
    kpi: Kpi | None
    metric_key: str
    team: Team | None
    tree: frozenset[str]

    @property
    def key(self) -> tuple[str, str]:
        return self.metric_key, self.team.key if self.team else ""


def targets(definitions: Definitions, *, today: date) -> list[Sought]:
    """Each metric and team once, of goals that run today."""
    goals = Goal.objects.current().published().filter(starts_on__lte=today, ends_on__gt=today)
    found: dict[tuple[str, str], Sought] = {}
    for goal in goals.select_related("team").order_by("ends_on", "pk"):
        for one in _of_goal(goal):
            if one.metric_key in definitions:
                found.setdefault(one.key, one)
    return list(found.values())[:MOST_TARGETS]


def _of_goal(goal: Goal) -> Iterator[Sought]:
    tree = frozenset({goal.metric_key, *Node.objects.filter(goal=goal).values_list("metric_key", flat=True)})
    yield Sought(goal, None, goal.metric_key, goal.team, tree)
    for kpi in Kpi.objects.current().filter(goal=goal).select_related("team", "goal__team"):
        yield Sought(goal, kpi, kpi.metric_key, owner_team(kpi), tree)


def arithmetic_of(sought: Sought, definitions: Definitions) -> frozenset[str]:
    """Metrics that are in the tree, parts of one of these or made of one, or made of facts that the number counts."""
    inside = {one.key for one in closure(sorted({*sought.tree, sought.metric_key}), definitions)}
    own = [one.computation for one in closure([sought.metric_key], definitions)]
    return frozenset(inside) | _made_of(sought.metric_key, own, definitions)


def twins_of(key: str, definitions: Definitions) -> frozenset[str]:
    """Metrics made of this one, or of the facts that it counts itself; its parts are none."""
    return _made_of(key, [definitions[key].computation], definitions)


def _made_of(key: str, own: Iterable[Computation], definitions: Definitions) -> frozenset[str]:
    facts = [how for how in own if isinstance(how, FromFacts)]

    def is_made(other: str) -> bool:
        parts = closure([other], definitions)
        shared = (isinstance(part.computation, FromFacts) and _share(part.computation, facts) for part in parts)
        return key in {part.key for part in parts} or any(shared)

    return frozenset(other for other in definitions if is_made(other))


def _share(one: FromFacts, others: Iterable[FromFacts]) -> bool:
    """Whether a fact can count for both: of one stream, and no field has to be this in one and that in the other."""
    return any(
        one.stream == other.stream
        and all(_allowed(one)[field] & values for field, values in _allowed(other).items() if field in _allowed(one))
        for other in others
    )


def _allowed(facts: FromFacts) -> dict[str, set[object]]:
    """The values that a fact may have, of fields that have to be one of some."""
    return {one.field: set(one.values) for one in facts.conditions if one.test in (Test.IS, Test.IN)}
