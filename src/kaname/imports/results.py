"""What an import came to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kaname.imports.models import ImportRun


@dataclass(frozen=True)
class MetricChange:
    """What an import would do to one metric in period <= day < until (ISO days). None: not defined, or no facts."""

    metric: str
    period: str
    until: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class ImportResult:
    """`read` and `rejected` count rows; `loaded`, `replaced` and `unchanged` count facts.

    `metrics` is what a dry run would change; None after a real run.
    """

    read: int
    loaded: int
    replaced: int
    unchanged: int
    rejected: int
    rejects_file: Path | None
    unknown_people: tuple[str, ...] = ()
    unknown_teams: tuple[str, ...] = ()
    metrics: tuple[MetricChange, ...] | None = None

    @classmethod
    def of(cls, run: ImportRun) -> ImportResult:
        """What is on record about a finished run."""
        return cls(
            read=run.rows_read,
            loaded=run.loaded,
            replaced=run.replaced,
            unchanged=run.unchanged,
            rejected=run.rejected,
            rejects_file=Path(run.rejects_path) if run.rejects_path else None,
            unknown_people=tuple(run.unknown_people),
            unknown_teams=tuple(run.unknown_teams),
        )

    def as_dict(self) -> dict[str, Any]:
        """The result as plain data for JSON; `rejects_file` is an absolute path, or None without rejected rows."""
        data = asdict(self) | {"rejects_file": str(self.rejects_file) if self.rejects_file else None}
        if self.metrics is None:
            del data["metrics"]
        return data
