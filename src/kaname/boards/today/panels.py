"""What other slices add to Today: feedback received, the next meeting, reports that wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from kaname.goals.reader import Reader
from kaname.people.models import Organisation, Person, User


@dataclass(frozen=True)
class TodayAsked:
    """Who looks at Today and when; `manages` whether they see their team's."""

    user: User
    person: Person
    organisation: Organisation
    day: date
    at: datetime
    manages: bool

    @cached_property
    def reader(self) -> Reader:
        """The same for all panels, so that what one of them read about the user is known to the others."""
        return Reader(user=self.user, at=self.at)


@dataclass(frozen=True)
class Panel:
    """A card: `template` is rendered with `context`; those with a lower `order` stand further up."""

    key: str
    order: int
    template: str
    context: dict[str, Any] = field(default_factory=dict)


Source = Callable[[TodayAsked], Iterable[Panel]]
"""Called for each look at Today; returns only what the person may see. A few queries at most."""

SOURCES: list[Source] = []


def panels_for(asked: TodayAsked) -> list[Panel]:
    return sorted((panel for source in SOURCES for panel in source(asked)), key=lambda panel: (panel.order, panel.key))
