"""What the analysis finds in a text."""

from __future__ import annotations

from dataclasses import dataclass

ONLY_MISSING = "only_missing"
BLAME_OR_ABSOLUTE = "blame_or_absolute"
NO_SUGGESTION = "no_suggestion"
NAMED_COMPARISON = "named_comparison"
NO_OBSERVATION = "no_observation"
KINDS = (ONLY_MISSING, BLAME_OR_ABSOLUTE, NO_SUGGESTION, NAMED_COMPARISON, NO_OBSERVATION)

BLAME, ABSOLUTE = "blame", "absolute"


@dataclass(frozen=True)
class Mark:
    """One gentle mark: text[start:end] reads as `kind`; `why` is the rule's key, `rewording` what might stand there.

    `rewording` is in the language of the text; it replaces text[start:end] where `replaces`, else it is added after it.
    """

    start: int
    end: int
    kind: str
    why: str
    rewording: str = ""
    replaces: bool = True


@dataclass(frozen=True)
class Found:
    """A place in a sentence, with the rule that found it. [characters of the whole text]"""

    start: int
    end: int
    why: str


@dataclass(frozen=True)
class Signs:
    """What one sentence says. `observation` counts how concrete it is; 2 and above is an observation."""

    start: int
    end: int
    strength: bool = False
    improvement: bool = False
    suggestion: bool = False
    vague_wish: bool = False
    observation: int = 0
    blame: tuple[Found, ...] = ()
    comparison: tuple[Found, ...] = ()

    @property
    def evaluates(self) -> bool:
        """It says how somebody's work is, or should be."""
        return self.strength or self.improvement or self.vague_wish or bool(self.blame or self.comparison)
