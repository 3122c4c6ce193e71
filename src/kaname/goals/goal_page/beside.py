"""What rooms above this one have to say on a goal's page: each names a template and what that shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kaname.goals.models import Goal
from kaname.goals.reader import Reader


@dataclass(frozen=True)
class Beside:
    """One section of the page."""

    template: str
    shown: Mapping[str, Any]


Saying = Callable[[Goal, Reader], Beside | None]
_sayings: list[Saying] = []


def say(saying: Saying) -> None:
    """Have something said on every goal's page; called once, when the product starts."""
    if saying not in _sayings:
        _sayings.append(saying)


def said_of(goal: Goal, reader: Reader) -> list[Beside]:
    """Of one goal to one reader; nothing of an archived one."""
    if goal.archived_at is not None:
        return []
    return [found for saying in _sayings if (found := saying(goal, reader)) is not None]
