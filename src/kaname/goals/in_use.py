"""The catalogue and the ledger put together: every metric as this installation uses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from kaname.facts.metrics.catalogue import catalogue_by_work
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.models import Metric, MetricVersion

# Catalogue metrics that boards show until somebody chooses; the others are parts of these, or of special lines of work.
ON_BOARD_AT_FIRST = frozenset(
    {
        "calls", "connects", "connect_rate", "emails", "appointments", "appointment_rate", "leads_created",
        "leads_contacted", "deals_opened", "deals_won", "deals_lost", "win_rate", "close_rate", "revenue",
        "average_deal_amount", "visits", "average_dwell_seconds", "tickets_handled", "average_handling_seconds",
    }
)  # fmt: skip


@dataclass(frozen=True)
class MetricInUse:
    """One metric: its definition and version, where it stands on the board, and the catalogue part it comes from.

    `work` is empty for metrics that were added here; `version` is 0 while the catalogue's definition is in use.
    """

    definition: MetricDefinition
    version: int
    position: int
    on_board: bool
    archived_at: datetime | None
    work: str

    @property
    def key(self) -> str:
        return self.definition.key


def all_metrics() -> dict[str, MetricInUse]:
    """Every metric by key in order of position, archived ones as well. One query."""
    ready = _from_catalogue()
    newest = MetricVersion.objects.filter(metric=OuterRef("pk")).order_by("-number")
    rows = Metric.objects.annotate(
        version=Subquery(newest.values("number")[:1]), definition=Subquery(newest.values("definition")[:1])
    )
    changed = {row.key: _merged(row, ready.get(row.key)) for row in rows}
    return dict(sorted((ready | changed).items(), key=lambda item: item[1].position))


def in_use(metrics: Mapping[str, MetricInUse]) -> dict[str, MetricDefinition]:
    """The definitions of those that are not archived."""
    return {key: metric.definition for key, metric in metrics.items() if metric.archived_at is None}


def _from_catalogue() -> dict[str, MetricInUse]:
    ready = [(work, key, metric) for work, metrics in catalogue_by_work().items() for key, metric in metrics.items()]
    return {
        key: MetricInUse(
            definition=definition,
            version=0,
            position=position * STEP,
            on_board=key in ON_BOARD_AT_FIRST,
            archived_at=None,
            work=work,
        )
        for position, (work, key, definition) in enumerate(ready, start=1)
    }


STEP = 10


def _merged(row: Metric, ready: MetricInUse | None) -> MetricInUse:
    stored = getattr(row, "definition", None)
    if stored is None and ready is None:
        raise LookupError(f"metric {row.key} is neither in the catalogue nor defined in the ledger")
    definition = MetricDefinition.from_dict(stored) if stored else ready.definition  # type: ignore[union-attr]
    return MetricInUse(
        definition=definition,
        version=getattr(row, "version", None) or 0,
        position=row.position,
        on_board=row.on_board,
        archived_at=row.archived_at,
        work=ready.work if ready else "",
    )
