"""What other slices ask about metrics in use and targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from kaname.goals.targets import Origin, ResolvedTarget

if TYPE_CHECKING:
    from kaname.facts.metrics import MetricDefinition
    from kaname.facts.store import FactStore
    from kaname.measures.periods import Period
    from kaname.people.scope import Scope

__all__ = ["Origin", "ResolvedTarget", "Targets", "board_keys", "definitions", "metric_values", "targets_for"]


@dataclass(frozen=True)
class Targets:
    """Resolved targets by metric key, and by (metric key, person key); what has no target is absent."""

    team: Mapping[str, ResolvedTarget] = field(default_factory=dict)
    people: Mapping[tuple[str, str], ResolvedTarget] = field(default_factory=dict)


def definitions() -> dict[str, MetricDefinition]:
    """Every metric in use by key: the catalogue with the ledger's changes and additions, without archived ones."""
    raise NotImplementedError


def board_keys(store: FactStore) -> list[str]:
    """The metrics that boards show, in order: those placed there, else the catalogue's whose facts have arrived."""
    raise NotImplementedError


def targets_for(
    *,
    metric_keys: Sequence[str],
    period: Period,
    team_key: str | None = None,
    person_keys: Sequence[str] = (),
    definitions: Mapping[str, MetricDefinition] | None = None,
) -> Targets:
    """The targets of one team (None: the organisation) and of people for a period, at most three queries.

    A person without an own target gets a share of their team's (origin "shared"). `people` is computed on access,
    so that 500 people × 20 metrics cost what is looked at.
    """
    raise NotImplementedError


def metric_values(
    *,
    store: FactStore,
    key: str,
    since: date,
    until: date,
    by: Sequence[str],
    where: Mapping[str, Sequence[str]],
    scope: Scope,
) -> list[dict[str, Any]]:
    """A metric's values as the command and the API print them: period (ISO start day), what was asked for, value.

    `by` takes one grain (day … fiscal_year), team, person, manager (names) and fields. Without a grain there is one
    period, `since`.
    """
    raise NotImplementedError
