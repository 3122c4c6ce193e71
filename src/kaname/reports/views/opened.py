"""A report that somebody looks at: which version, in which language, and where its files are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kaname.boards.asking import language as active_language
from kaname.boards.selection import Subject, subject_from
from kaname.measures.periods import Period
from kaname.people.models import Person
from kaname.reports.document import ReportDocument
from kaname.reports.document_json import from_json
from kaname.reports.errors import ReportsError
from kaname.reports.models import MonthlyReport, ReportCorrection
from kaname.reports.monthly.access import ReportReader
from kaname.reports.monthly.asked import Asked
from kaname.reports.monthly.due import read_month
from kaname.reports.monthly.making import make_report
from kaname.web.choices import Choice
from kaname.web.formats.periods import full_day
from kaname.web.requests import SignedInRequest

P = ParamSpec("P")
LANGUAGES = {"ja": "日本語", "en": "English"}


@dataclass(frozen=True)
class Version:
    """One version of an issued report: 0 is the original, the corrections follow."""

    number: int
    url: str
    current: bool
    correction: ReportCorrection | None


@dataclass(frozen=True)
class Opened:
    """`document` holds what this reader may see of it; `mark` says on files what kind of paper this is."""

    reader: ReportReader
    document: ReportDocument
    subject: Subject
    month: Period
    mark: str
    path: str
    query: dict[str, str]
    languages: tuple[str, ...]
    report: MonthlyReport | None = None
    versions: tuple[Version, ...] = ()

    @property
    def is_preview(self) -> bool:
        return self.report is None

    @property
    def shown_version(self) -> Version | None:
        return next((one for one in self.versions if one.current), None)

    @property
    def may_issue(self) -> bool:
        return self.reader.may_issue(self.subject)

    @property
    def language_choices(self) -> list[Choice]:
        return [Choice(LANGUAGES[one], self.address(lang=one), one == self.document.language) for one in self.languages]

    def address(self, part: str = "", **changed: str) -> str:
        """Of this version of the report, or of a part of it such as its PDF."""
        query = {name: value for name, value in (self.query | changed).items() if value}
        return f"{self.path}{part}?{urlencode(query)}" if query else f"{self.path}{part}"

    @property
    def pdf_url(self) -> str:
        return self.address("pdf/", lang=self.document.language)

    @property
    def excel_url(self) -> str:
        return self.address("xlsx/", lang=self.document.language)

    @property
    def slides_url(self) -> str:
        return self.address("pptx/", lang=self.document.language)

    def table_url(self, key: str) -> str:
        return self.address(f"tables/{key}/", lang=self.document.language)


def for_reports(
    view: Callable[Concatenate[SignedInRequest, ReportReader, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in who has signed in, as a reader of this moment."""

    @login_required
    @wraps(view)
    def guarded(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, ReportReader(user=request.user, at=timezone.now()), *args, **kwargs)

    return guarded  # type: ignore[return-value]  # login_required makes the request a signed-in one


def open_issued(request: SignedInRequest, reader: ReportReader, pk: int) -> Opened:
    """An issued report in the version and language that the address asks for."""
    report = get_object_or_404(reader.reports(), pk=pk)
    corrections = list(report.corrections.select_related("by__person"))
    path = reverse("reports:monthly", args=[pk])
    asked = request.GET.get("version", "")
    numbers = [0, *(one.number for one in corrections)]
    number = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in numbers else numbers[-1]
    shown = next((one for one in corrections if one.number == number), None)
    language = _language(request, tuple(report.languages))
    data = shown.documents[language] if shown else report.data_in(language)
    document = reader.as_seen(from_json(data), report.subject)
    versions = [Version(0, f"{path}?version=0", number == 0, None)]
    versions += [Version(one.number, f"{path}?version={one.number}", one is shown, one) for one in corrections]
    return Opened(
        reader=reader,
        document=document,
        subject=report.subject,
        month=Period(document.starts_on, document.ends_on),
        mark=_mark(report, shown, corrections, language, reader),
        path=path,
        query={"version": str(number)} if corrections else {},
        languages=tuple(report.languages),
        report=report,
        versions=tuple(versions) if corrections else (),
    )


def _mark(
    report: MonthlyReport,
    shown: ReportCorrection | None,
    corrections: list[ReportCorrection],
    language: str,
    reader: ReportReader,
) -> str:
    """Whether this is a correction, or what was corrected later; in the report's language."""
    with translation.override(language):
        if shown:
            day = full_day(reader.organisation.today(shown.at), language=language)
            params = {"number": shown.number, "day": day, "reason": shown.reason}
            if any(one.number > shown.number for one in corrections):
                return _("Correction %(number)s of %(day)s, corrected again later: %(reason)s") % params
            return _("Correction %(number)s of %(day)s: %(reason)s") % params
        if corrections:
            return _("As it was issued at first. It was corrected later.")
    return ""


def open_preview(request: SignedInRequest, reader: ReportReader) -> Opened:
    """The report as it would be today, of a subject and month that the address names."""
    subject = subject_from(request.GET)
    month = _month(request, reader)
    if subject is None or month.starts_on > reader.today or not reader.may_read(subject):
        raise Http404
    language = _language(request, tuple(LANGUAGES))
    try:
        made = make_report(Asked(subject, month, reader.organisation, language, reader.at))
    except Person.DoesNotExist as nobody:
        raise Http404 from nobody
    with translation.override(language):
        mark = _("Preview, not issued")
    named = {"team": subject.team or "", "person": subject.person or ""}
    query = named | {"of": "organisation" if subject.is_organisation else "", "month": f"{month.starts_on:%Y-%m}"}
    return Opened(
        reader=reader,
        document=reader.as_seen(made.document, subject),
        subject=subject,
        month=month,
        mark=mark,
        path=reverse("reports:preview"),
        query=query,
        languages=tuple(LANGUAGES),
    )


def _month(request: SignedInRequest, reader: ReportReader) -> Period:
    try:
        return read_month(request.GET.get("month", ""), reader.organisation.calendar())
    except ReportsError as error:
        raise Http404 from error


def _language(request: SignedInRequest, known: tuple[str, ...]) -> str:
    """That of the address, else the reader's, else the one that there is."""
    wishes = (request.GET.get("lang", ""), active_language())
    return next((one for one in wishes if one in known), known[0])
