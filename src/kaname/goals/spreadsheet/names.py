"""Metrics, teams and people by everything that they may be written as."""

from __future__ import annotations

from collections.abc import Iterable

from kaname.connectors.values.texts import folded
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.owners import TargetOwner
from kaname.goals.reader import Reader
from kaname.people.models import Person, Team


def owners_by_name(owners: Iterable[TargetOwner]) -> dict[str, list[TargetOwner]]:
    """Owners by everything that they may be written as."""
    found: dict[str, list[TargetOwner]] = {}
    for owner in owners:
        for text in {folded(text) for text in _refs(owner.person or owner.team) if text}:
            found.setdefault(text, []).append(owner)
    return found


def _refs(owner: Person | Team | None) -> tuple[str, ...]:
    if isinstance(owner, Person):
        return owner.name, owner.email, owner.employee_code, owner.key
    return (owner.name, owner.key) if owner else ()


def metrics_by_name(reader: Reader) -> dict[str, list[MetricDefinition]]:
    """Metrics in use by key and by name; a key goes before the name of another metric."""
    found: dict[str, list[MetricDefinition]] = {}
    for metric in reader.definitions.values():
        for text in {folded(metric.name["en"]), folded(metric.name["ja"])}:
            found.setdefault(text, []).append(metric)
    return found | {folded(key): [metric] for key, metric in reader.definitions.items()}
