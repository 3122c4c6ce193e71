"""What a spreadsheet of targets asks for."""

from __future__ import annotations

from dataclasses import dataclass

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.models import Target, TargetFigures
from kaname.goals.owners import TargetOwner
from kaname.goals.spreadsheet.refusals import RowProblem
from kaname.measures.periods import Period


@dataclass(frozen=True)
class AskedTarget:
    """One row that can be read, beside the target in force for it."""

    line: int
    metric: MetricDefinition
    owner: TargetOwner
    period: Period
    figures: TargetFigures
    existing: Target | None

    @property
    def kind(self) -> str:
        if self.existing is None:
            return "created"
        return "unchanged" if self.existing.figures == self.figures else "revised"

    @property
    def slot(self) -> tuple[str, str, Period]:
        return self.metric.key, self.owner.code, self.period


@dataclass(frozen=True)
class TargetsImport:
    """What a file would change; nothing while there are problems."""

    rows: tuple[AskedTarget, ...] = ()
    problems: tuple[RowProblem, ...] = ()

    def count(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)

    @property
    def created(self) -> int:
        return self.count("created")

    @property
    def revised(self) -> int:
        return self.count("revised")

    @property
    def unchanged(self) -> int:
        return self.count("unchanged")
