"""All reports by month, what is due next, and the preview of any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kaname.boards.asking import language
from kaname.measures.periods import Grain, previous
from kaname.people.models import Role
from kaname.reports.forms.preview import PreviewForm
from kaname.reports.models import MonthlyReport, ReportRun
from kaname.reports.models.monthly_report import MonthlyReportQuerySet
from kaname.reports.monthly.access import ReportReader
from kaname.reports.monthly.due import due_on, month_of
from kaname.reports.monthly.settings import current_settings
from kaname.reports.views.opened import for_reports
from kaname.web.formats.periods import MONTH, dated, day_name
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

REPORTS_PER_PAGE = 50


@dataclass(frozen=True)
class ReportLine:
    """An issued report in the list."""

    report: MonthlyReport
    name: str
    month: str
    corrections: int
    checks: bool

    @property
    def url(self) -> str:
        return reverse("reports:monthly", args=[self.report.pk])

    @property
    def kind(self) -> str:
        if self.report.person_id:
            return pgettext("whose numbers", "Person")
        return _("Team") if self.report.team_id else _("Organisation")


@require_safe
@for_reports
def reports(request: SignedInRequest, reader: ReportReader) -> HttpResponse:
    """Issued reports that the reader may open, newest first."""
    subjects = reader.subjects()
    form = PreviewForm(
        None, subjects=subjects, today=reader.today, calendar=reader.organisation.calendar(), language=language()
    )
    found = _chosen(reader.reports(), request)
    page = Paginator(found, REPORTS_PER_PAGE).get_page(request.GET.get("page"))
    lines = [_line(report, reader) for report in page.object_list]
    context = {
        "page": page,
        "lines": lines,
        "form": form,
        "any_subject": bool(subjects),
        "months": _months(reader),
        "chosen": request.GET.get("month", ""),
        "due": _due(reader),
        "run": ReportRun.objects.filter(finished_at=None).first() if reader.scope.everything else None,
        "differing": [line for line in lines if line.report.differing and line.checks],
        "sets": reader.user.role in (Role.ADMINISTRATOR, Role.EXECUTIVE),
        "zone": reader.organisation.zone,
    }
    return render(request, "reports/reports.html", context)


@require_safe
@for_reports
def reports_table(request: SignedInRequest, reader: ReportReader) -> HttpResponseBase:
    """The same list as a file."""
    header = [_("Month"), _("Report of"), _("Kind"), _("Issued on"), _("Corrections"), _("Numbers that differ today")]
    lines = (_line(report, reader) for report in _chosen(reader.reports(), request))
    rows = (
        [line.month, line.name, line.kind, line.report.issued_at, line.corrections, line.report.differing]
        for line in lines
    )
    return table_response(_("Monthly reports"), header, rows, form=request.GET.get("form"))


@require_safe
@for_reports
def preview_choice(request: SignedInRequest, reader: ReportReader) -> HttpResponse:
    """From the form of the list to the preview that was chosen."""
    form = PreviewForm(
        request.GET,
        subjects=reader.subjects(),
        today=reader.today,
        calendar=reader.organisation.calendar(),
        language=language(),
    )
    if not form.is_valid():
        raise Http404
    return redirect(f"{reverse('reports:preview')}?{urlencode(form.query())}")


def _chosen(found: MonthlyReportQuerySet, request: SignedInRequest) -> MonthlyReportQuerySet:
    """Of one month where the address names one, with how often each was corrected."""
    listed = found.listed()
    try:
        return listed.filter(month=date.fromisoformat(f"{request.GET.get('month', '')}-01"))
    except ValueError:
        return listed


def _line(report: MonthlyReport, reader: ReportReader) -> ReportLine:
    subject = report.team or report.person
    return ReportLine(
        report=report,
        name=subject.name if subject else reader.organisation.name,
        month=dated(report.month, MONTH, language=language()),
        corrections=getattr(report, "n_corrections", 0),
        checks=reader.may_issue(report.subject),
    )


def _months(reader: ReportReader) -> list[tuple[str, str]]:
    months = reader.reports().order_by("-month").values_list("month", flat=True).distinct()
    return [(f"{one:%Y-%m}", dated(one, MONTH, language=language())) for one in months]


def _due(reader: ReportReader) -> dict[str, str] | None:
    """What makes itself next: the month that is over and waits for its day, else the running one."""
    settings = current_settings(at=reader.at)
    if not settings.automatic:
        return None
    calendar = reader.organisation.calendar()
    running = month_of(reader.today, calendar)
    before = previous(running, grain=Grain.MONTH, calendar=calendar)
    for month in (before, running):
        day = due_on(month, organisation=reader.organisation, working_day=settings.working_day)
        if day > reader.today:
            return {
                "month": dated(month.starts_on, MONTH, language=language()),
                "day": day_name(day, language=language(), today=reader.today),
            }
    return None
