"""Names in facts that stand for nobody yet."""

from __future__ import annotations

from collections.abc import Iterable

from kaname.facts.attribution import Attribution
from kaname.people.queries import directory


def unknown_names(*, source: str, people: Iterable[str], teams: Iterable[str]) -> tuple[list[str], list[str]]:
    """Those of the names, as the source spells them, that are no person's and no team's."""
    known = Attribution(directory())
    return (
        sorted(name for name in people if known.person(source, name) is None),
        sorted(name for name in teams if known.team(source, name) is None),
    )
