"""What pages ask about imports and measurements."""

from __future__ import annotations

from collections import Counter

from kaname.facts.metrics.definition import Entered, MetricDefinition
from kaname.goals.queries import definitions
from kaname.web.store import facts


def entered_metrics() -> dict[str, MetricDefinition]:
    """The metrics in use whose numbers are typed by hand."""
    return {key: one for key, one in definitions().items() if isinstance(one.computation, Entered)}


def unmatched_counts() -> dict[str, int]:
    """How many names of people and teams in the facts stand for nobody."""
    kinds = Counter(name.kind for name in facts().unmatched())
    return {"n_people": kinds["person"], "n_teams": kinds["team"]}
