"""The reader of a board as goals know them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from kaname.boards.asking import Reader
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.reader import Reader as GoalsReader
from kaname.people.models import Organisation
from kaname.people.scope import Scope


@dataclass(frozen=True)
class KnownReader(GoalsReader):
    """What the board knows already, `known` and the metrics in use, is not read again."""

    known: Reader = field(compare=False, repr=False)
    in_use: Mapping[str, MetricDefinition] = field(compare=False, repr=False)

    @classmethod
    def of(cls, known: Reader, in_use: Mapping[str, MetricDefinition], *, at: datetime) -> KnownReader:
        return cls(user=known.user, at=at, known=known, in_use=in_use)

    @cached_property
    def organisation(self) -> Organisation:
        return self.known.organisation

    @cached_property
    def scope(self) -> Scope:
        return self.known.scope

    @cached_property
    def definitions(self) -> dict[str, MetricDefinition]:
        return dict(self.in_use)
