"""Ways to put a metric together, as the page offers them: by definition, and with ready-made trees."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kaname.goals.availability import Availability
from kaname.goals.errors import GoalsError
from kaname.goals.kpi_tree.planting import require_fits
from kaname.goals.kpi_tree.ready_trees import ready_trees
from kaname.goals.kpi_tree.split import Split
from kaname.goals.kpi_tree.split_code import split_code
from kaname.goals.kpi_tree.suggestions import suggested
from kaname.goals.kpi_tree.values import computable
from kaname.goals.kpi_tree.verdict import Verdict, verdicts_before
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.words import name_of


@dataclass(frozen=True)
class Proposal:
    """One way by definition; `why_not` says which facts it still lacks."""

    code: str
    formula: str
    verdict: Verdict
    why_not: str


@dataclass(frozen=True)
class ReadyLine:
    """A ready-made tree, or why it does not fit this goal; `why_not` says which facts it still lacks."""

    key: str
    name: str
    about: str
    formula: str
    refusal: str
    why_not: str


def proposals(key: str, *, above: Collection[str], goal: Goal, reader: Reader) -> list[Proposal]:
    """Those with facts first."""
    known = suggested(key, above=above, definitions=reader.definitions)
    splits = [split for split in known if all(computable(one, reader) for one in (key, *split.keys))]
    if not splits:
        return []
    availability = Availability(reader)
    found = [
        Proposal(
            split_code(split), split.formula(reader.definitions), verdict, _why_not(split.keys, availability, reader)
        )
        for split, verdict in zip(splits, verdicts_before(key, splits, goal=goal, reader=reader), strict=True)
    ]
    return sorted(found, key=lambda one: bool(one.why_not))


def ready_lines(goal: Goal, reader: Reader) -> list[ReadyLine]:
    """All of them in reading order; those that do not fit the goal with the reason."""
    lines, availability = [], Availability(reader)
    for ready in ready_trees().values():
        tree = ready.tree
        refusal = ""
        try:
            require_fits(ready, goal, metrics=reader.metrics)
        except GoalsError as error:
            refusal = str(error)
        formula = Split(tree.operation, tree.keys, tree.weights).formula(reader.definitions) if tree.operation else ""
        why_not = "" if refusal else _why_not([branch.metric_key for branch in tree.walk()], availability, reader)
        lines.append(ReadyLine(ready.key, name_of(ready.name), name_of(ready.about), formula, refusal, why_not))
    return lines


def _why_not(keys: Sequence[str], availability: Availability, reader: Reader) -> str:
    reasons = (availability.why_not(reader.metrics[key]) for key in keys)
    return next((reason for reason in reasons if reason), "")
