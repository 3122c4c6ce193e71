"""What a people file did, or would do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from kaname.people.models import Role
from kaname.people.roster.columns import LABELS, PeopleColumns
from kaname.people.roster.rejects import PeopleReject


class Outcome(StrEnum):
    CREATED = "created"
    MOVED = "moved"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass
class RowOutcome:
    """What one row does: `changes` are [before, after] by field; a move tells the day, None for all time."""

    row: int
    name: str
    team: str
    outcome: Outcome
    changes: dict[str, list[Any]] = field(default_factory=dict)
    since: date | None = None

    @property
    def words(self) -> list[tuple[str, str, str]]:
        """Each change for a page: label, before, after."""
        return [(str(LABELS[key]), _shown(before), _shown(after)) for key, (before, after) in self.changes.items()]

    def as_dict(self) -> dict[str, Any]:
        since = self.since.isoformat() if self.since else None
        changes = {key: [_plain(value) for value in pair] for key, pair in self.changes.items()}
        kept = {"row": self.row, "name": self.name, "team": self.team, "outcome": self.outcome.value}
        return kept | {"changes": changes, "since": since}


@dataclass
class PeopleImport:
    """Every row of the file is in `rows` or, once or more, in `rejects`; counts are of rows unless they say people."""

    columns: PeopleColumns
    applied: bool
    rows: list[RowOutcome] = field(default_factory=list)
    rejects: list[PeopleReject] = field(default_factory=list)
    managers_created: list[str] = field(default_factory=list)
    managers_promoted: list[str] = field(default_factory=list)
    teams_created: list[str] = field(default_factory=list)
    deactivated: list[str] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        return Counter(row.outcome for row in self.rows)[outcome]

    @property
    def created(self) -> int:
        return self.count(Outcome.CREATED)

    @property
    def moved(self) -> int:
        return self.count(Outcome.MOVED)

    @property
    def changed(self) -> int:
        return self.count(Outcome.CHANGED)

    @property
    def unchanged(self) -> int:
        return self.count(Outcome.UNCHANGED)

    @property
    def rejected(self) -> int:
        return len({reject.row for reject in self.rejects})

    @property
    def read(self) -> int:
        return len(self.rows) + self.rejected

    @property
    def changes_something(self) -> bool:
        return self.unchanged < len(self.rows) or bool(self.deactivated or self.managers_promoted)

    def as_dict(self) -> dict[str, Any]:
        counts = ("read", "created", "changed", "moved", "unchanged", "rejected")
        return {
            "applied": self.applied,
            **{key: getattr(self, key) for key in counts},
            "deactivated": self.deactivated,
            "managers_created": self.managers_created,
            "managers_promoted": self.managers_promoted,
            "teams_created": self.teams_created,
            "columns": self.columns.named(),
            "rejects": [reject.as_dict() for reject in self.rejects],
            "rows": [row.as_dict() for row in self.rows],
        }


def _shown(value: object) -> str:
    return str(Role(value).label) if value in Role.values else "" if value is None else str(value)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
