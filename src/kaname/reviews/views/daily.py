"""Daily reports: the list with its search, one of them, and all of them as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kaname.goals.authors import author_name
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.reviews.access import person_of
from kaname.reviews.daily.feedback import compose_url
from kaname.reviews.daily.figures import shown_actions, shown_figures
from kaname.reviews.daily.people import answers, managed_teams
from kaname.reviews.daily.queries import not_yet, unanswered_reports
from kaname.reviews.forms.daily_forms import AnswerForm
from kaname.reviews.models import DailyAnswer, DailyReport
from kaname.reviews.models.daily_report import DailyReportQuerySet
from kaname.web.choices import with_query
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

PER_PAGE = 30
LOOK_BACK = timedelta(days=14)
"""Reports older than this do not wait for an answer any more."""


@require_safe
@for_reader
def daily(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """One's own report of today, what waits, and all reports that the reader may read, with a search."""
    own = person_of(reader)
    page = Paginator(_chosen(request, reader), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "reader": reader,
        "page": page,
        "query": request.GET.get("q", ""),
        "whose": request.GET.get("whose", "all"),
        "own": own and DailyReport.objects.filter(person=own, day=reader.today).first(),
        "writes": own is not None,
        "teams": managed_teams(reader),
        "unanswered": unanswered_reports(reader, since=reader.today - LOOK_BACK),
        "missing": not_yet(reader, day=reader.today),
        "table_url": with_query(request).replace(request.path, f"{request.path}table/", 1),
    }
    return render(request, "reviews/daily.html", context)


@require_safe
@for_reader
def daily_table(request: SignedInRequest, reader: Reader) -> HttpResponseBase:
    """One row per report, and columns for each number that one of them holds."""
    reports = list(_chosen(request, reader))
    keys = list(dict.fromkeys(one["key"] for report in reports for one in report.kpis))
    named = {one.key: one.name for one in shown_figures(_any_figures(reports), reader=reader)}
    header = [
        _("Day"),
        pgettext("of a person, in a table", "Name"),
        _("Submitted"),
        _("What I learned today"),
        _("Tomorrow"),
        pgettext("in a daily report", "Open question"),
        _("Answers"),
    ]
    for key in keys:
        header += [named[key], _("%(metric)s: due on the day") % {"metric": named[key]}]
    rows = (_row(report, keys, reader) for report in reports)
    return table_response(pgettext("name of a file", "daily reports"), header, rows, form=request.GET.get("form"))


@require_safe
@for_reader
def daily_report(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """A report with its answers; one's own draft is written on a page of its own."""
    rows = DailyReport.objects.visible_to(reader.user, on=reader.today).select_related("person__user")
    report = get_object_or_404(rows, pk=pk)
    if report.submitted_at is None:
        return redirect("reviews:daily_write", query={"day": report.day.isoformat()})
    return report_page(request, report, reader)


def report_page(
    request: SignedInRequest, report: DailyReport, reader: Reader, *, form: AnswerForm | None = None
) -> HttpResponse:
    """The page of a submitted report; `form` is what was typed and refused."""
    may_answer = answers(report.person, reader)
    context = {
        "reader": reader,
        "report": report,
        "figures": shown_figures(report.kpis, reader=reader),
        "actions": list(shown_actions(report.actions)),
        "answers": [(one, author_name(one.by)) for one in report.answers.select_related("by__person")],
        "corrections": [(_field_name(one.field), one) for one in report.corrections.all()],
        "form": form or AnswerForm(),
        "may_answer": may_answer,
        "is_own": report.person.user_id == reader.user.pk,
        "is_thanked": report.answers.filter(is_thanks=True, by=reader.user.pk).exists(),
        "compose_url": compose_url(report.person) if may_answer else "",
    }
    return render(request, "reviews/daily_report.html", context, status=422 if form is not None else 200)


def _field_name(field: str) -> str:
    names = {
        "learned": _("What I learned today"),
        "plans": _("Tomorrow"),
        "question": pgettext("in a daily report", "Open question"),
    }
    return names[field]


def _chosen(request: HttpRequest, reader: Reader) -> DailyReportQuerySet:
    rows = DailyReport.objects.visible_to(reader.user, on=reader.today).select_related("person")
    rows = rows.prefetch_related(Prefetch("answers", DailyAnswer.objects.select_related("by__person")))
    if request.GET.get("whose") == "mine":
        rows = rows.filter(person__user=reader.user.pk)
    if request.GET.get("whose") == "unanswered":
        rows = rows.unanswered()
    return rows.saying(request.GET.get("q", ""))


def _any_figures(reports: list[DailyReport]) -> list[dict[str, Any]]:
    """One kept figure for each metric."""
    return list({one["key"]: one for report in reports for one in report.kpis}.values())


def _row(report: DailyReport, keys: list[str], reader: Reader) -> list[object]:
    values = {one["key"]: one for one in report.kpis}
    return [
        report.day,
        report.person.name,
        report.submitted_at and report.submitted_at.astimezone(reader.organisation.zone),
        report.learned,
        report.plans,
        report.question,
        "\n".join(_answered(report)),
        *[values[key][part] if key in values else None for key in keys for part in ("value", "quota")],
    ]


def _answered(report: DailyReport) -> Iterator[str]:
    for one in report.answers.all():
        name = author_name(one.by)
        yield f"{name}: {one.text or _('Thank you')}"
