"""Panels that other slices put on the page of a review, such as the composer of feedback in a 1on1."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from kaname.goals.reader import Reader
from kaname.reviews.models import ReviewMeeting


@dataclass(frozen=True)
class Panel:
    """A card: a template and what it shows. Lower `order` stands further up."""

    key: str
    template: str
    order: int = 50
    context: dict[str, Any] = field(default_factory=dict)


Source = Callable[[ReviewMeeting, Reader], Iterable[Panel]]

SOURCES: list[Source] = []


def panels_of(meeting: ReviewMeeting, reader: Reader) -> list[Panel]:
    """What all slices show on the page, for one reader."""
    found = [panel for source in SOURCES for panel in source(meeting, reader)]
    return sorted(found, key=lambda panel: panel.order)
