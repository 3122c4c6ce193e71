"""How likely the organisation's goal is, for everybody who works towards it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isclose

from django.urls import reverse
from django.utils.translation import gettext as _

from kaname.boards.presentation.style import Style
from kaname.boards.queries.goals_ahead import GoalAhead
from kaname.facts.metrics.definition import MetricDefinition
from kaname.measures.status import Status, likely
from kaname.web.formats.chances import chance


@dataclass(frozen=True)
class OrganisationGoal:
    """Ready to be shown; `status` is the word for the probability."""

    name: str
    chance: str
    status: Status
    ends: str
    url: str


def organisation_goal(
    ahead: Sequence[GoalAhead], *, style: Style, in_use: Mapping[str, MetricDefinition]
) -> OrganisationGoal | None:
    """The longest one that runs and whose probability is known: by its own outlook, without one by its tree's."""
    for one in reversed(ahead):
        definition, source = in_use.get(one.goal.metric_key), _source(one)
        probability = one.root.get(f"{source}probability")
        if one.goal.team_id is None and definition and probability is not None and _is_of_this_target(one):
            values = {name: style.pace(one.root[f"{source}{name}"], definition) for name in ("expected", "low", "high")}
            return OrganisationGoal(
                name=one.goal.name or style.name(definition),
                chance=chance(probability),
                status=likely(probability),
                ends=_("Expected end %(expected)s (80%% interval %(low)s to %(high)s), target %(target)s")
                % {**values, "target": style.pace(one.target, definition)},
                url=reverse("goals:goal", args=[one.goal.key]),
            )
    return None


def _source(one: GoalAhead) -> str:
    """What of the root is the goal's own outlook begins so."""
    return "" if one.root.get("own_expected") is None else "own_"


def _is_of_this_target(one: GoalAhead) -> bool:
    """The target may have changed since."""
    told = one.root.get("target")
    return told is not None and one.target is not None and isclose(told, one.target, rel_tol=1e-6)
