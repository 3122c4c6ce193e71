"""A part of a KPI tree as plain data: what ready trees are written in, and what a change keeps of how it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kaname.goals.models import Goal, Node
from kaname.measures.operation import Operation


@dataclass(frozen=True)
class Branch:
    """A node and all below it; without an operation it is a leaf. `weight` is its factor in a weighted sum above."""

    metric_key: str
    operation: Operation | None = None
    parts: tuple[Branch, ...] = ()
    weight: float | None = None
    planned: float | None = None
    locked: bool = False
    hours_each: float | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The metrics of its own parts."""
        return tuple(part.metric_key for part in self.parts)

    @property
    def weights(self) -> tuple[float, ...]:
        """What its parts are multiplied by, where it is a weighted sum."""
        if self.operation is not Operation.WEIGHTED_SUM:
            return ()
        return tuple(1.0 if part.weight is None else part.weight for part in self.parts)

    @property
    def shape(self) -> Branch:
        """The arithmetic alone, without what is planned."""
        return replace(
            self, planned=None, locked=False, hours_each=None, parts=tuple(part.shape for part in self.parts)
        )

    def walk(self) -> Iterator[Branch]:
        """The branch and all below it, parents first."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | str) -> Branch:
        """Read `{metric, op, of, weight, planned, locked, hours_each}`; a plain text in `of` is a leaf."""
        if isinstance(data, str):
            return cls(data)
        return cls(
            data["metric"],
            Operation(data["op"]) if data.get("op") else None,
            tuple(cls.from_dict(part) for part in data.get("of", ())),
            data.get("weight"),
            data.get("planned"),
            bool(data.get("locked")),
            data.get("hours_each"),
        )

    def to_dict(self) -> dict[str, Any]:
        """What `from_dict` reads, without what says nothing."""
        found: dict[str, Any] = {"metric": self.metric_key}
        if self.operation is not None:
            found |= {"op": str(self.operation), "of": [part.to_dict() for part in self.parts]}
        said = {
            "weight": self.weight,
            "planned": self.planned,
            "locked": self.locked or None,
            "hours_each": self.hours_each,
        }
        return found | {name: value for name, value in said.items() if value is not None}


def branch_of(goal: Goal, node: Node | None = None) -> Branch | None:
    """What stands at and below a node (by default the pivot); None where the goal has no such node. One query."""
    rows = list(Node.objects.filter(goal=goal))
    children: dict[int | None, list[Node]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    tops = children.get(None, []) if node is None else [row for row in rows if row.pk == node.pk]
    return _branch(tops[0], children) if tops else None


def _branch(node: Node, children: Mapping[int | None, list[Node]]) -> Branch:
    return Branch(
        node.metric_key,
        Operation(node.operation) if node.operation else None,
        tuple(_branch(child, children) for child in children.get(node.pk, ())),
        node.weight,
        node.planned,
        node.locked,
        node.hours_each,
    )
