"""Metrics and their values for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.errors import GoalsError
from kaname.goals.operations import archive_metric, change_metric, create_metric, restore_metric
from kaname.goals.queries import metric_values
from kaname.goals.reader import Reader
from kaname.goals.refusals import REFUSED, Reason, reader_of, refusals
from kaname.goals.words import sentence

router = Router(tags=["metrics"])


class MetricOut(Schema):
    """`definition` is what YAML holds; `words` says it as a sentence. Version 0 is the catalogue's own."""

    key: str
    name: dict[str, str]
    words: str
    definition: dict[str, Any]
    version: int
    position: int
    on_board: bool
    archived: bool


class MetricIn(Schema):
    """A definition as in YAML, without its key; a metric that is there already needs the reason of its change."""

    definition: dict[str, Any]
    reason: str = ""


class ValuesQuery(Schema):
    """`by` lists, with commas, at most one grain, and team, person, manager and fields; `where` is FIELD=VALUE."""

    since: date
    until: date
    by: str = ""
    where: list[str] = Field(default_factory=list)


@router.get("/metrics/", response=list[MetricOut])
def list_metrics(request: HttpRequest, archived: bool = False) -> list[dict[str, Any]]:
    """Metrics in use, in order of the board; or the archived ones."""
    reader = reader_of(request)
    return [
        _metric(key, reader) for key, metric in reader.metrics.items() if (metric.archived_at is not None) == archived
    ]


@router.get("/metrics/{key}/", response={200: MetricOut, **REFUSED})
def get_metric(request: HttpRequest, key: str) -> dict[str, Any]:
    reader = reader_of(request)
    if key not in reader.metrics:
        raise Http404
    return _metric(key, reader)


@router.put("/metrics/{key}/", response={200: MetricOut, **REFUSED})
def put_metric(request: HttpRequest, key: str, asked: MetricIn) -> dict[str, Any]:
    """Add a metric, or save a new version of it. Administrators and executives only."""
    reader = reader_of(request)
    with refusals():
        definition = MetricDefinition.from_dict({**asked.definition, "key": key})
        save = change_metric if key in reader.metrics else create_metric
        save(definition, reason=asked.reason, by=reader.user, at=reader.at)
    return _metric(key, reader_of(request))


@router.post("/metrics/{key}/archiving/", response={200: MetricOut, **REFUSED})
def post_archiving(request: HttpRequest, key: str, asked: Reason) -> dict[str, Any]:
    """Take a metric out of use. Administrators and executives only."""
    reader = reader_of(request)
    with refusals():
        archive_metric(key, reason=asked.reason, by=reader.user, at=reader.at)
    return _metric(key, reader_of(request))


@router.post("/metrics/{key}/restoring/", response={200: MetricOut, **REFUSED})
def post_restoring(request: HttpRequest, key: str) -> dict[str, Any]:
    """Put an archived metric back in use. Administrators and executives only."""
    reader = reader_of(request)
    with refusals():
        restore_metric(key, by=reader.user, at=reader.at)
    return _metric(key, reader_of(request))


@router.get("/metrics/{key}/values", response={200: list[dict[str, Any]], **REFUSED}, include_in_schema=False)
@router.get("/metrics/{key}/values/", response={200: list[dict[str, Any]], **REFUSED})
def get_values(request: HttpRequest, key: str, wanted: Query[ValuesQuery]) -> list[dict[str, Any]]:
    """The same rows as `kaname metric KEY --json`, of what you may see."""
    with refusals():
        return metric_values(
            key,
            since=wanted.since,
            until=wanted.until,
            by=[name.strip() for name in wanted.by.split(",") if name.strip()],
            where=_where(wanted.where),
            scope=reader_of(request).scope,
        )


def _metric(key: str, reader: Reader) -> dict[str, Any]:
    metric = reader.metrics[key]
    return {
        "key": key,
        "name": metric.definition.name.to_dict(),
        "words": sentence(metric.definition, reader.definitions),
        "definition": metric.definition.to_dict(),
        "version": metric.version,
        "position": metric.position,
        "on_board": metric.on_board,
        "archived": metric.archived_at is not None,
    }


def _where(texts: list[str]) -> dict[str, list[str]]:
    """FIELD=VALUE texts as values by field; a repeated field means any of its values."""
    found: dict[str, list[str]] = {}
    for text in texts:
        field, sign, value = text.partition("=")
        if not sign:
            raise GoalsError("where_malformed", text=text)
        found.setdefault(field.strip(), []).append(value)
    return found
