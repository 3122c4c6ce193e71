"""Monthly reports for programs: the list, one with every number, issuing, checking and correcting."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from kaname.boards.selection import Subject
from kaname.reports.document_json import to_json
from kaname.reports.errors import ReportsError
from kaname.reports.models import MonthlyReport
from kaname.reports.monthly.access import ReportReader
from kaname.reports.monthly.due import read_month
from kaname.reports.monthly.issuing import check_report, correct_report, issue_report, read_data
from kaname.reports.monthly.settings import current_settings
from kaname.web.api import ErrorAnswer, Paging, Problem, paged

router = Router(tags=["Reports"])
REFUSED: dict[Any, Any] = {404: ErrorAnswer, 422: ErrorAnswer}


class ReportLine(Schema):
    """Without team and person it is the organisation's. `differing` numbers would be others today."""

    id: int
    month: date
    team: str | None
    person: str | None
    languages: list[str]
    issued_at: datetime
    corrections: int
    differing: int


class ReportsPage(Schema):
    items: list[ReportLine]
    page: int
    size: int
    total: int


class ReportAnswer(ReportLine):
    """`document` is the report as JSON, by its own schema; `version` 0 is as issued at first."""

    version: int
    document: dict[str, Any]


class IssueIn(Schema):
    """`month` as 2026-11. Without team and person, the organisation's."""

    month: str
    team: str | None = None
    person: str | None = None


class CorrectionIn(Schema):
    reason: str


class DifferenceAnswer(Schema):
    """One number as it was and as it is today; a `row` without a column is what the metric means."""

    table: str
    row: str
    column: str
    before: str
    after: str


class ReportsQuery(Schema):
    month: str | None = None


def reader_of(request: HttpRequest) -> ReportReader:
    return ReportReader(user=request.user, at=timezone.now())  # type: ignore[arg-type]


@router.get("/monthly-reports/", response={200: ReportsPage, **REFUSED})
def list_monthly_reports(request: HttpRequest, wanted: Query[ReportsQuery], paging: Query[Paging]) -> dict[str, Any]:
    """Issued reports that you may read, newest first."""
    reader = reader_of(request)
    found = reader.reports().listed()
    if wanted.month is not None:
        found = found.filter(month=_month(wanted.month, reader).starts_on)
    page = paged(found, paging)
    return page | {"items": [_line(report) for report in page["items"]]}


@router.post("/monthly-reports/", response={201: ReportAnswer, **REFUSED})
def post_monthly_report(request: HttpRequest, asked: IssueIn) -> Status[dict[str, Any]]:
    """Issue the report of a month that is over; one that is issued already stays."""
    reader = reader_of(request)
    subject = Subject(team=asked.team, person=asked.person)
    if not reader.may_read(subject) or not reader.may_issue(subject):
        raise Http404
    try:
        month = read_month(asked.month, reader.organisation.calendar())
        languages = current_settings(at=reader.at).chosen_languages
        report = issue_report(subject, month, languages=languages, by=reader.user, at=reader.at)
    except ReportsError as error:
        raise Problem(422, error.code, str(error)) from error
    return Status(201, _answer(report, reader))


@router.get("/monthly-reports/{pk}/", response={200: ReportAnswer, **REFUSED})
def get_monthly_report(
    request: HttpRequest, pk: int, language: Literal["ja", "en"] = "ja", version: int | None = None
) -> dict[str, Any]:
    """One report with every number; the newest version, or the one that is asked for."""
    reader = reader_of(request)
    return _answer(get_object_or_404(reader.reports(), pk=pk), reader, language=language, version=version)


@router.get("/monthly-reports/{pk}/differences/", response={200: list[DifferenceAnswer], **REFUSED})
def get_differences(request: HttpRequest, pk: int) -> list[Any]:
    """Which numbers would be others today."""
    reader = reader_of(request)
    return list(check_report(_own(reader, pk), at=reader.at))


@router.post("/monthly-reports/{pk}/corrections/", response={201: ReportAnswer, **REFUSED})
def post_correction(request: HttpRequest, pk: int, asked: CorrectionIn) -> Status[dict[str, Any]]:
    """Issue the report again as it is today, with the reason; the versions before it stay."""
    reader = reader_of(request)
    report = _own(reader, pk)
    try:
        correct_report(report, reason=asked.reason, by=reader.user, at=reader.at)
    except ReportsError as error:
        raise Problem(422, error.code, str(error)) from error
    return Status(201, _answer(report, reader))


def _own(reader: ReportReader, pk: int) -> MonthlyReport:
    report = get_object_or_404(reader.reports(), pk=pk)
    if not reader.may_issue(report.subject):
        raise Http404
    return report


def _month(text: str, reader: ReportReader) -> Any:
    try:
        return read_month(text, reader.organisation.calendar())
    except ReportsError as error:
        raise Problem(422, error.code, str(error), {"month": str(error)}) from error


def _line(report: MonthlyReport) -> dict[str, Any]:
    counted = getattr(report, "n_corrections", None)
    return {
        "id": report.pk,
        "month": report.month,
        "team": report.team.key if report.team else None,
        "person": report.person.key if report.person else None,
        "languages": report.languages,
        "issued_at": report.issued_at,
        "corrections": report.corrections.count() if counted is None else counted,
        "differing": report.differing,
    }


def _answer(
    report: MonthlyReport, reader: ReportReader, *, language: str = "ja", version: int | None = None
) -> dict[str, Any]:
    found = read_data(report, language=language, version=version)
    if found is None:
        raise Http404
    number, document = found
    seen = to_json(reader.as_seen(document, report.subject))
    return {**_line(report), "version": number, "document": seen}
