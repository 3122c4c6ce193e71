"""Whose a target is."""

from __future__ import annotations

from typing import NamedTuple


class Owner(NamedTuple):
    """A team, a person, or (neither) the organisation, by key."""

    team: str | None = None
    person: str | None = None


ORGANISATION = Owner()


class Owners:
    """Numbers for owners, given as they come; the organisation is 0."""

    def __init__(self) -> None:
        self.number_of: dict[tuple[str | None, str | None], int] = {ORGANISATION: 0}

    def add(self, owner: tuple[str | None, str | None]) -> int:
        """The owner's number, a new one if it has none."""
        return self.number_of.setdefault(owner, len(self.number_of))

    def get(self, owner: Owner) -> int | None:
        return self.number_of.get(owner)

    def __len__(self) -> int:
        return len(self.number_of)
