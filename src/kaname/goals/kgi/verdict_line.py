"""A line of the verdict on a goal."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VerdictLine:
    """One thing that is known: what it says, and its arithmetic as one can redo it by hand."""

    kind: str
    text: str
    arithmetic: str = ""
