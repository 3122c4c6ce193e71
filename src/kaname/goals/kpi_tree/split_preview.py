"""What a way of putting a metric together would come to, while somebody chooses it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kaname.goals.errors import GoalsError
from kaname.goals.kpi_tree.split import Split, require_sound
from kaname.goals.kpi_tree.verdict import Verdict, verdicts_before
from kaname.goals.models import Goal
from kaname.goals.reader import Reader

# Numbers can be put together all the same, and show how far they are off.
STILL_A_NUMBER = frozenset({"things_differ", "units_differ", "units_do_not_fit"})


@dataclass(frozen=True)
class SplitPreview:
    """`problem` says why it cannot be chosen, `verdict` how it would hold in the last months."""

    formula: str
    problem: str
    verdict: Verdict | None


def split_preview(
    split: Split, *, parent: str, above: Collection[str], goal: Goal, reader: Reader
) -> SplitPreview | None:
    """None while too little is chosen to say anything."""
    problem, countable = "", True
    try:
        require_sound(split, parent=parent, above=above, metrics=reader.metrics)
    except GoalsError as error:
        if error.code == "parts_needed":
            return None
        problem, countable = str(error), error.code in STILL_A_NUMBER
    verdict = verdicts_before(parent, [split], goal=goal, reader=reader)[0] if countable else None
    return SplitPreview(split.formula(reader.definitions), problem, verdict)
