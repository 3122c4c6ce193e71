"""The tree of teams as pages show it: one line for each team right below a subject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from kaname.measures.periods import Period
from kaname.people.models import Team
from kaname.people.staffing import NO_TEAM, Roster


@dataclass(frozen=True)
class TeamLine:
    """A line of the teams table: the teams whose facts belong to it, by key.

    `direct` is the subject's own line: facts of the team itself and of none below it. A line without a key takes what
    belongs to no team.
    """

    key: str
    name: str
    below: frozenset[str]
    is_active: bool = True
    direct: bool = False


@dataclass(frozen=True)
class Node:
    """A team and the key of the one above it."""

    key: str
    name: str
    parent: str | None
    is_active: bool


@dataclass(frozen=True)
class Teams:
    """Every team by key, by name among siblings; the ones that are no longer active as well."""

    nodes: Mapping[str, Node]

    @classmethod
    def read(cls) -> Teams:
        """One query."""
        rows = list(Team.objects.values_list("id", "key", "name", "parent_id", "is_active"))
        keys = {row[0]: row[1] for row in rows}
        nodes = (Node(key, name, keys.get(parent or 0), active) for _, key, name, parent, active in rows)
        return cls({node.key: node for node in nodes})

    def name(self, key: str | None) -> str:
        """The team's name; nothing for no team and for one that there is not."""
        return self.nodes[key].name if key is not None and key in self.nodes else ""

    def children(self, key: str | None) -> list[Node]:
        return [node for node in self.nodes.values() if node.parent == key]

    def below(self, key: str) -> frozenset[str]:
        """The team and all below it."""
        found, newest = {key}, {key}
        while newest:
            newest = {node.key for node in self.nodes.values() if node.parent in newest} - found
            found |= newest
        return frozenset(found)

    def walk(self, parent: str | None = None, depth: int = 0) -> Iterator[tuple[Node, int]]:
        """Active teams and their depth, in the order in which a tree is read."""
        for node in self.children(parent):
            if node.is_active:
                yield node, depth
                yield from self.walk(node.key, depth + 1)

    def path(self, key: str | None) -> list[Node]:
        """The team and those above it, from the top."""
        found: list[Node] = []
        while key is not None and key in self.nodes and self.nodes[key] not in found:
            found.insert(0, self.nodes[key])
            key = self.nodes[key].parent
        return found

    def lines(self, key: str | None) -> tuple[TeamLine, ...]:
        """The teams right below (None: the top ones), and the team's own line where it has teams below it."""
        lines = [
            TeamLine(node.key, node.name, self.below(node.key), is_active=node.is_active) for node in self.children(key)
        ]
        if key is not None and lines:
            lines.append(TeamLine(key, self.name(key), frozenset({key}), direct=True))
        return tuple(lines)

    def of_person(self, roster: Roster, *, period: Period) -> tuple[TeamLine, ...]:
        """The team the person was in last in the period, alone."""
        there = roster.within(period).teams[0]
        known = there[there != NO_TEAM]
        if not len(known):
            return ()
        node = self.nodes[roster.team_keys[int(np.asarray(known)[-1])]]
        return (TeamLine(node.key, node.name, self.below(node.key), is_active=node.is_active),)
