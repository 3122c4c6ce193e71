"""Adding, changing, archiving and placing metrics. Each change stays in the ledger: who, when, why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.metrics.validate import MetricProblem
from kaname.goals.errors import GoalsError
from kaname.goals.in_use import STEP, MetricInUse, all_metrics, in_use
from kaname.goals.models import Metric, MetricChange, MetricVersion
from kaname.goals.setting import worded
from kaname.people.models import User
from kaname.people.scope import SEES_EVERYTHING
from kaname.web.live import hub


class InvalidMetricError(GoalsError):
    """A definition that cannot be computed, with every reason."""

    def __init__(self, problems: Sequence[MetricProblem]) -> None:
        super().__init__("metric_cannot_be_computed")
        self.problems = tuple(problems)


def may_define(user: User | None) -> bool:
    """Whether the user may change what numbers mean for everybody; nobody is the command line, which may."""
    return user is None or user.role in SEES_EVERYTHING


def require_may_define(user: User | None) -> None:
    if not may_define(user):
        raise GoalsError("not_yours_to_define")


@transaction.atomic
def create_metric(
    definition: MetricDefinition, *, by: User | None, at: datetime, reason: str = "", on_board: bool = True
) -> Metric:
    """Add a metric, last on the board.

    Raises
    ------
    GoalsError
        key_taken, also by an archived metric.
    InvalidMetricError
        With everything that keeps it from being computed.
    """
    require_may_define(by)
    metrics = all_metrics()
    if definition.key in metrics:
        raise GoalsError("key_taken", key=definition.key)
    _require_valid(definition, metrics)
    last = max((metric.position for metric in metrics.values()), default=0)
    new = MetricInUse(definition, version=0, position=last + STEP, on_board=on_board, archived_at=None, work="")
    return record_definition(new, definition, reason=worded(reason), by=by, at=at).metric


@transaction.atomic
def change_metric(definition: MetricDefinition, *, by: User | None, at: datetime, reason: str) -> MetricVersion | None:
    """Save a new version of the metric with this key, with a reason; None where nothing differs.

    Raises
    ------
    GoalsError
        metric_unknown or reason_needed.
    InvalidMetricError
        With everything that keeps it from being computed.
    """
    require_may_define(by)
    metrics = all_metrics()
    known = _known(metrics, definition.key)
    if known.definition == definition:
        return None
    _require_valid(definition, metrics)
    return record_definition(known, definition, reason=worded(reason, needed=True), by=by, at=at)


@transaction.atomic
def archive_metric(key: str, *, by: User | None, at: datetime, reason: str) -> None:
    """Take a metric out of use; definition, targets and facts stay.

    Raises
    ------
    GoalsError
        metric_unknown, reason_needed, or metric_in_use where others are computed from it.
    """
    require_may_define(by)
    metrics = all_metrics()
    known = _known(metrics, key)
    if users := users_of(key, metrics):
        raise GoalsError("metric_in_use", metric=_name(known.definition), users=_names(users))
    if known.archived_at is None:
        record_archived(known, at, reason=worded(reason, needed=True), by=by, at=at)


@transaction.atomic
def restore_metric(key: str, *, by: User | None, at: datetime) -> None:
    """Put an archived metric back in use. Raises GoalsError metric_unknown, InvalidMetricError."""
    require_may_define(by)
    metrics = all_metrics()
    known = _known(metrics, key)
    if known.archived_at is not None:
        _require_valid(known.definition, metrics)
        record_archived(known, None, by=by, at=at)


@transaction.atomic
def show_metric(key: str, *, on_board: bool, by: User | None, at: datetime) -> None:
    """Let boards show a metric, or hide it. Raises GoalsError metric_unknown."""
    require_may_define(by)
    known = _known(all_metrics(), key)
    place(known, position=known.position, on_board=on_board, by=by, at=at)


@transaction.atomic
def move_metric(key: str, *, after: bool, by: User | None, at: datetime) -> None:
    """Let a metric change places with the one before or after it on the board, if there is one.

    Raises
    ------
    GoalsError
        metric_unknown, also for one that no board shows.
    """
    require_may_define(by)
    shown = [metric for metric in all_metrics().values() if metric.on_board and metric.archived_at is None]
    moved = _known({metric.key: metric for metric in shown}, key)
    neighbour = shown.index(moved) + (1 if after else -1)
    if not 0 <= neighbour < len(shown):
        return
    other = shown[neighbour]
    if other.position == moved.position:  # as a file may say; whichever is to come later moves on
        later = moved if after else other
        place(later, position=later.position + 1, on_board=True, by=by, at=at)
        return
    place(other, position=moved.position, on_board=True, by=by, at=at, note=False)
    place(moved, position=other.position, on_board=True, by=by, at=at)


def place(
    metric: MetricInUse, *, position: int, on_board: bool, by: User | None, at: datetime, note: bool = True
) -> None:
    """Move one metric, and show or hide it; what does not differ is not recorded."""
    if (metric.position, metric.on_board) == (position, on_board):
        return
    row = _row(metric)
    row.position, row.on_board = position, on_board
    row.save(update_fields=["position", "on_board"])
    if metric.on_board != on_board and note:
        _note(row, MetricChange.Kind.SHOWN if on_board else MetricChange.Kind.HIDDEN, by=by, at=at)
    elif on_board and note:
        _note(row, MetricChange.Kind.MOVED, by=by, at=at)


def record_definition(
    metric: MetricInUse, definition: MetricDefinition, *, reason: str, by: User | None, at: datetime
) -> MetricVersion:
    """Save a definition that was checked as the metric's newest version."""
    row = _row(metric)
    newest = row.versions.aggregate(newest=Max("number"))["newest"] or 0
    transaction.on_commit(hub.publish)
    return row.versions.create(number=newest + 1, definition=definition.to_dict(), reason=reason, by=by, at=at)


def record_archived(
    metric: MetricInUse, archived_at: datetime | None, *, by: User | None, at: datetime, reason: str = ""
) -> None:
    """Take a metric out of use, or (None) put it back."""
    row = _row(metric)
    row.archived_at = archived_at
    row.save(update_fields=["archived_at"])
    _note(row, MetricChange.Kind.ARCHIVED if archived_at else MetricChange.Kind.RESTORED, reason=reason, by=by, at=at)


def users_of(key: str, metrics: dict[str, MetricInUse]) -> list[MetricDefinition]:
    """The metrics in use that are computed from this one directly."""
    return [definition for definition in in_use(metrics).values() if key in definition.parts]


def _row(metric: MetricInUse) -> Metric:
    """The ledger's row of a metric; a catalogue metric gets one when it is first changed."""
    placed = {"position": metric.position, "on_board": metric.on_board}
    return Metric.objects.select_for_update().get_or_create(key=metric.key, defaults=placed)[0]


def _note(row: Metric, kind: str, *, by: User | None, at: datetime, reason: str = "") -> None:
    row.changes.create(kind=kind, reason=reason, by=by, at=at)
    transaction.on_commit(hub.publish)


def _require_valid(definition: MetricDefinition, metrics: dict[str, MetricInUse]) -> None:
    if problems := definition.validate(in_use(metrics)):
        raise InvalidMetricError(problems)


def _known(metrics: dict[str, MetricInUse], key: str) -> MetricInUse:
    if key not in metrics:
        raise GoalsError("metric_unknown", metric=key)
    return metrics[key]


def _name(definition: MetricDefinition) -> str:
    return definition.name[get_language() or "en"]


def _names(definitions: Sequence[MetricDefinition]) -> str:
    return _(", ").join(_name(definition) for definition in definitions)
