"""A monthly report as page, files and tables: an issued one, or a preview."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaname.boards.selection import subject_from
from kaname.reports.document import Table
from kaname.reports.errors import ReportsError
from kaname.reports.forms.correction import CorrectionForm
from kaname.reports.monthly.access import ReportReader
from kaname.reports.monthly.due import read_month
from kaname.reports.monthly.issuing import check_report, correct_report, issue_report, issued
from kaname.reports.monthly.settings import current_settings
from kaname.reports.rendering.excel import report_workbook
from kaname.reports.rendering.page import shown_sections
from kaname.reports.rendering.pdf import report_pdf
from kaname.reports.rendering.slides import report_slides
from kaname.reports.views.opened import Opened, for_reports, open_issued, open_preview
from kaname.web.forms import errors_on
from kaname.web.requests import SignedInRequest
from kaname.web.tables import EXCEL, table_response

FORMS = {
    "pdf": ("application/pdf", report_pdf),
    "xlsx": (EXCEL, report_workbook),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", report_slides),
}


@require_safe
@for_reports
def monthly(request: SignedInRequest, reader: ReportReader, pk: int) -> HttpResponse:
    """An issued report, with what was corrected since."""
    return _page(request, open_issued(request, reader, pk))


@require_safe
@for_reports
def preview(request: SignedInRequest, reader: ReportReader) -> HttpResponse:
    """The report as it would be today."""
    return _page(request, open_preview(request, reader))


def _page(request: SignedInRequest, opened: Opened) -> HttpResponse:
    known = issued(opened.subject, opened.month.starts_on) if opened.is_preview else None
    context: dict[str, Any] = {
        "opened": opened,
        "document": opened.document,
        "sections": shown_sections(opened.document),
        "known": known,
        "issuable": opened.is_preview
        and not known
        and opened.may_issue
        and opened.month.ends_on <= opened.reader.today,
        "differences": _differences(opened),
        "zone": opened.reader.organisation.zone,
    }
    return render(request, "reports/monthly.html", context)


def _differences(opened: Opened) -> list[dict[str, str]]:
    """What the version shown changed; of totals only what the reader may see."""
    version = opened.shown_version
    if version is None or version.correction is None:
        return []
    found: list[dict[str, str]] = version.correction.differences.get(opened.document.language, [])
    if opened.reader.sees_whole(opened.subject):
        return found
    titles = {table.title for _section, table in opened.document.tables()}
    return [one for one in found if one["table"] in titles or not one["column"]]


@require_safe
@for_reports
def monthly_file(request: SignedInRequest, reader: ReportReader, pk: int, form: str) -> HttpResponse:
    return _file(open_issued(request, reader, pk), form)


@require_safe
@for_reports
def preview_file(request: SignedInRequest, reader: ReportReader, form: str) -> HttpResponse:
    return _file(open_preview(request, reader), form)


def _file(opened: Opened, form: str) -> HttpResponse:
    kind, make = FORMS[form]
    response = HttpResponse(make(opened.document, mark=opened.mark), content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{opened.document.title}.{form}')}"
    return response


@require_safe
@for_reports
def monthly_table(request: SignedInRequest, reader: ReportReader, pk: int, key: str) -> HttpResponseBase:
    return _table(request, open_issued(request, reader, pk), key)


@require_safe
@for_reports
def preview_table(request: SignedInRequest, reader: ReportReader, key: str) -> HttpResponseBase:
    return _table(request, open_preview(request, reader), key)


def _table(request: SignedInRequest, opened: Opened, key: str) -> HttpResponseBase:
    """Numbers as they are, not as they are shown."""
    table = opened.document.table(key)
    if table is None:
        raise Http404
    name = f"{opened.document.title} {table.title}"
    return table_response(name, [column.name for column in table.columns], _rows(table), form=request.GET.get("form"))


def _rows(table: Table) -> list[list[object]]:
    return [[cell.text if cell.value is None else _plain(cell.value) for cell in row.cells] for row in table.rows]


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


@require_POST
@for_reports
def issue(request: SignedInRequest, reader: ReportReader) -> HttpResponse:
    """Issue the report of a month that is over, before or without the day on which they make themselves."""
    subject = subject_from(request.POST)
    if subject is None or not reader.may_read(subject) or not reader.may_issue(subject):
        raise Http404
    languages = current_settings(at=reader.at).chosen_languages
    try:
        month = read_month(request.POST.get("month", ""), reader.organisation.calendar())
        report = issue_report(subject, month, languages=languages, by=reader.user, at=reader.at)
    except ReportsError as error:
        messages.error(request, str(error))
        return redirect("reports:reports")
    messages.success(request, _("The report is issued. Its numbers stay as they are now."))
    return redirect("reports:monthly", pk=report.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reports
def monthly_check(request: SignedInRequest, reader: ReportReader, pk: int) -> HttpResponse:
    """What would be different today; posting issues a correction with its reason."""
    report = get_object_or_404(reader.reports(), pk=pk)
    if not reader.may_issue(report.subject):
        raise Http404
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            correct_report(report, reason=form.cleaned_data["reason"], by=reader.user, at=reader.at)
            messages.success(request, _("The correction is issued. The versions before it stay readable."))
            return redirect("reports:monthly", pk=report.pk)
    context = {
        "report": report,
        "opened": open_issued(request, reader, pk),
        "differences": check_report(report, at=reader.at),
        "form": form,
    }
    return render(request, "reports/monthly_check.html", context, status=422 if form.errors else 200)
