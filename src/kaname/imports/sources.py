"""The sources of facts: what is held from each, and how fresh it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kaname.facts.engine.census import Held
from kaname.imports.models import ImportRun, Source
from kaname.web.store import facts


@dataclass(frozen=True)
class Holding:
    """One source: its facts by stream, their first and last day, when they last came, and its last import."""

    source: Source
    held: Sequence[Held]
    loaded_at: datetime | None
    run: ImportRun | None

    @property
    def n_facts(self) -> int:
        return sum(one.n_facts for one in self.held)

    @property
    def first_on(self) -> date | None:
        return min((one.first_on for one in self.held), default=None)

    @property
    def last_on(self) -> date | None:
        return max((one.last_on for one in self.held), default=None)

    def is_late(self, now: datetime) -> bool:
        """Whether new data should have come by now."""
        rhythm = self.source.expected_every_days
        if rhythm is None:
            return False
        return self.loaded_at is None or self.loaded_at + timedelta(days=rhythm) < now


def holdings() -> list[Holding]:
    """Every source that has facts or was ever imported; one that only programs sent to is known from its facts."""
    held = facts().census()
    known = {source.key: source for source in Source.objects.all()}
    keys = sorted({*known, *(one.source for one in held)})
    last = {run.source_id: run for run in ImportRun.objects.exclude(source=None).order_by("created_at")}
    return [holding(known.get(key) or Source(key=key), held, last) for key in keys]


def holding(source: Source, held: Sequence[Held], last: dict[int | None, ImportRun]) -> Holding:
    """One source's part of the census."""
    own = [one for one in held if one.source == source.key]
    loaded_at = max((one.loaded_at for one in own if one.loaded_at), default=None)
    return Holding(source, own, loaded_at, last.get(source.pk) if source.pk else None)
