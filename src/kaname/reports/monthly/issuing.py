"""Issuing a report, checking it against today's facts, and correcting it. What was issued stays as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from kaname.boards.selection import Subject
from kaname.measures.periods import Period
from kaname.people.models import Organisation, Person, Team, User
from kaname.people.queries import organisation
from kaname.reports.differences import Difference, differences
from kaname.reports.document import ReportDocument
from kaname.reports.document_json import from_json, to_json
from kaname.reports.errors import ReportsError
from kaname.reports.models import MonthlyReport, ReportCorrection
from kaname.reports.models.monthly_report import MonthlyReportQuerySet
from kaname.reports.monthly.asked import Asked
from kaname.reports.monthly.due import month_of
from kaname.reports.monthly.making import make_report
from kaname.reports.monthly.telling import tell_issued
from kaname.web.store import facts

REASON_LONGEST = 500
# How often a report is made anew because facts came in meanwhile.
ATTEMPTS = 3
Documents = dict[str, ReportDocument]


def issued(subject: Subject, month: date) -> MonthlyReport | None:
    """The subject's issued report of the month that begins on this day."""
    return _of(subject).filter(month=month).first()


def issue_report(
    subject: Subject, month: Period, *, languages: Sequence[str], by: User | None, at: datetime
) -> MonthlyReport:
    """Issue the report of a month that is over; one that is issued already stays, and is returned.

    Raises
    ------
    ReportsError
        month_not_over, nothing_to_report.
    """
    if (found := issued(subject, month.starts_on)) is not None:
        return found
    known = organisation()
    if month.ends_on > known.today(at):
        raise ReportsError("month_not_over")
    documents, revision = make_documents(subject, month, languages=languages, known=known, at=at)
    row = MonthlyReport(
        team=Team.objects.get(key=subject.team) if subject.team else None,
        person=Person.objects.get(key=subject.person) if subject.person else None,
        month=month.starts_on,
        languages=list(documents),
        documents=_kept(documents),
        facts_revision=revision,
        issued_at=at,
        issued_by=by,
    )
    return _saved(row, at=at)


def _saved(row: MonthlyReport, *, at: datetime) -> MonthlyReport:
    """Whoever comes second finds the first one's."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        found = issued(row.subject, row.month)
        if found is None:
            raise
        return found
    tell_issued(row, at=at)
    return row


def make_documents(
    subject: Subject, month: Period, *, languages: Sequence[str], known: Organisation, at: datetime
) -> tuple[Documents, int]:
    """The report as it is today, in each language, and the revision of the facts that it was made of.

    Its parts ask the facts one after the other: where these changed meanwhile, it is made anew, so that numbers fit.

    Raises
    ------
    ReportsError
        nothing_to_report.
    """
    for _attempt in range(ATTEMPTS):
        # The revision comes first: should facts change to the last, the next check finds out.
        revision = facts().revision
        try:
            made = {language: make_report(Asked(subject, month, known, language, at)) for language in languages}
        except Person.DoesNotExist as nobody:
            raise ReportsError("nothing_to_report") from nobody
        if facts().revision == revision:
            break
    if not any(one.any_actual for one in made.values()):
        raise ReportsError("nothing_to_report")
    return {language: one.document for language, one in made.items()}, revision


def newest_documents(report: MonthlyReport) -> Documents:
    """The report with its last correction, in each language."""
    last = report.corrections.order_by("-number").first()
    return _read(last.documents if last else report.documents)


def read_data(report: MonthlyReport, *, language: str, version: int | None) -> tuple[int, ReportDocument] | None:
    """One version of the report with its number, None: the newest; None where there is no such version."""
    corrections = {one.number: one for one in report.corrections.all()}
    number = max(corrections, default=0) if version is None else version
    if number == 0:
        return 0, from_json(report.data_in(language))
    if number not in corrections:
        return None
    documents = corrections[number].documents
    return number, from_json(documents.get(language) or next(iter(documents.values())))


def check_report(report: MonthlyReport, *, at: datetime) -> list[Difference]:
    """Numbers that would be others today, in the report's first language; how many is kept with the report."""
    revision, language = facts().revision, report.languages[0]
    known = organisation()
    month = month_of(report.month, known.calendar())
    today = make_report(Asked(report.subject, month, known, language, at)).document
    found = differences(newest_documents(report)[language], today)
    report.checked_at, report.checked_revision, report.differing = at, revision, len(found)
    report.save(update_fields=["checked_at", "checked_revision", "differing"])
    return found


@transaction.atomic
def correct_report(report: MonthlyReport, *, reason: str, by: User | None, at: datetime) -> ReportCorrection:
    """Issue the report again as it is today, with what changed and why; the versions before it stay readable.

    Raises
    ------
    ReportsError
        reason_needed, reason_too_long, nothing_differs, nothing_to_report.
    """
    if not reason.strip():
        raise ReportsError("reason_needed")
    if len(reason) > REASON_LONGEST:
        raise ReportsError("reason_too_long", limit=REASON_LONGEST)
    MonthlyReport.objects.select_for_update().get(pk=report.pk)
    known = organisation()
    month = month_of(report.month, known.calendar())
    now, revision = make_documents(report.subject, month, languages=report.languages, known=known, at=at)
    changed = {name: differences(before, now[name]) for name, before in newest_documents(report).items()}
    if not any(changed.values()):
        raise ReportsError("nothing_differs")
    correction = ReportCorrection.objects.create(
        report=report,
        number=report.corrections.count() + 1,
        documents=_kept(now),
        differences={name: [asdict(one) for one in found] for name, found in changed.items()},
        facts_revision=revision,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    report.checked_at, report.checked_revision, report.differing = at, revision, 0
    report.save(update_fields=["checked_at", "checked_revision", "differing"])
    tell_issued(report, at=at, correction=correction)
    return correction


def _of(subject: Subject) -> MonthlyReportQuerySet:
    if subject.is_organisation:
        return MonthlyReport.objects.filter(team=None, person=None)
    named = {"team__key": subject.team, "person__key": subject.person}
    return MonthlyReport.objects.filter(**{name: key for name, key in named.items() if key})


def _kept(documents: Mapping[str, ReportDocument]) -> dict[str, Any]:
    return {language: to_json(document) for language, document in documents.items()}


def _read(documents: Mapping[str, Any]) -> Documents:
    return {language: from_json(data) for language, data in documents.items()}
