"""Daily reports for programs: those that the owner of the token may read, with their figures as they were seen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from kaname.goals.reader import Reader
from kaname.goals.refusals import REFUSED, reader_of
from kaname.reviews.models import DailyReport
from kaname.reviews.models.daily_report import DailyReportQuerySet
from kaname.web.api import Paging, paged

router = Router(tags=["Daily reports"])


class DayFigureOut(Schema):
    """`quota` is the day's share of the month's target; a rate stands beside the target itself."""

    key: str
    value: float | None
    quota: float | None


class DayActionOut(Schema):
    """`counted` says that facts counted it, not a tick."""

    name: str
    quota: float
    done: float
    counted: bool
    note: str


class DailyReportOut(Schema):
    """`person` is a key; `submitted_at` is null for a draft, which is its author's alone and has no figures yet."""

    id: int
    person: str
    day: date
    learned: str
    plans: str
    question: str
    submitted_at: datetime | None
    figures: list[DayFigureOut]
    actions: list[DayActionOut]


class DailyReportsPage(Schema):
    items: list[DailyReportOut]
    page: int
    size: int
    total: int


class ReportsAsked(Schema):
    """since <= day < until; `person` is a key."""

    since: date | None = None
    until: date | None = None
    person: str = ""


@router.get("/", response={200: DailyReportsPage, **REFUSED})
def list_daily_reports(request: HttpRequest, paging: Query[Paging], asked: Query[ReportsAsked]) -> dict[str, Any]:
    """Daily reports that you may read, the newest first."""
    rows = _visible(reader_of(request))
    if asked.since is not None:
        rows = rows.filter(day__gte=asked.since)
    if asked.until is not None:
        rows = rows.filter(day__lt=asked.until)
    if asked.person:
        rows = rows.filter(person__key=asked.person)
    found = paged(rows, paging)
    return found | {"items": [_report(row) for row in found["items"]]}


@router.get("/{int:pk}/", response={200: DailyReportOut, **REFUSED})
def get_daily_report(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One daily report."""
    return _report(get_object_or_404(_visible(reader_of(request)), pk=pk))


def _visible(reader: Reader) -> DailyReportQuerySet:
    return DailyReport.objects.visible_to(reader.user, on=reader.today).select_related("person")


def _report(row: DailyReport) -> dict[str, Any]:
    return {
        "id": row.pk,
        "person": row.person.key,
        "day": row.day,
        **row.texts,
        "submitted_at": row.submitted_at,
        "figures": [{name: one[name] for name in ("key", "value", "quota")} for one in row.kpis],
        "actions": [
            {"counted": one["is_counted"]} | {name: one[name] for name in ("name", "quota", "done", "note")}
            for one in row.actions
        ],
    }
