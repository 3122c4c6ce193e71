"""Reports that make themselves: what is due is found out from the ledger, once a minute, and made once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, Q

from kaname.boards.selection import ORGANISATION, Subject
from kaname.facts.streams import STREAMS
from kaname.measures.periods import Period
from kaname.people.models import Membership, Organisation, Person, Team
from kaname.people.queries import organisation
from kaname.reports.errors import ReportsError
from kaname.reports.models import MonthlyReport, ReportRun, ReportSettings
from kaname.reports.models.monthly_report import MonthlyReportQuerySet
from kaname.reports.monthly.due import due_months, month_of
from kaname.reports.monthly.issuing import check_report, issue_report
from kaname.reports.monthly.settings import current_settings
from kaname.web.store import facts

logger = logging.getLogger(__name__)
# Reports of as many months are watched for numbers that change afterwards.
WATCHED_MONTHS = 3
CHECKED_EVERY = timedelta(hours=20)


def begin_due(at: datetime) -> list[ReportRun]:
    """Runs for the months that are due and have none yet, oldest first."""
    if not Organisation.objects.exists() or not _any_facts():
        return []
    settings, known = current_settings(at=at), organisation()
    if not settings.automatic:
        return []
    due = due_months(today=known.today(at), since=settings.since, organisation=known, working_day=settings.working_day)
    begun = set(ReportRun.objects.values_list("month", flat=True))
    new = [month for month in due if month.starts_on not in begun]
    made = [ReportRun.objects.get_or_create(month=month.starts_on, defaults={"started_at": at}) for month in new]
    return [run for run, created in made if created]


def _any_facts() -> bool:
    return any(facts().loaded_at(stream) for stream in STREAMS)


def carry_out(run: ReportRun, *, at: datetime) -> None:
    """Make all reports of the month. May be called again after an end in the middle: what is issued stays."""
    settings = current_settings(at=at)
    month = month_of(run.month, organisation().calendar())
    subjects = list(subjects_of(month, settings))
    ReportRun.objects.filter(pk=run.pk).update(total=len(subjects), done=0, failed=0)
    for subject in subjects:
        failed = int(not _made(subject, month, settings, at=at))
        ReportRun.objects.filter(pk=run.pk).update(done=F("done") + 1, failed=F("failed") + failed)
    ReportRun.objects.filter(pk=run.pk).update(finished_at=at)


def _made(subject: Subject, month: Period, settings: ReportSettings, *, at: datetime) -> bool:
    """One that cannot be made keeps the others from nothing."""
    try:
        issue_report(subject, month, languages=settings.chosen_languages, by=None, at=at)
    except ReportsError as refused:
        return refused.code == "nothing_to_report"
    except Exception:
        logger.exception("The report of %s for %s could not be made.", subject, month.starts_on)
        return False
    return True


def subjects_of(month: Period, settings: ReportSettings) -> Iterator[Subject]:
    """Whose reports the settings ask for."""
    if settings.of_organisation:
        yield ORGANISATION
    if settings.of_teams:
        for key in Team.objects.active().values_list("key", flat=True):
            yield Subject(team=key)
    if settings.of_people:
        stays = Membership.objects.touching(month.starts_on, month.ends_on)
        here = Person.objects.filter(memberships__in=stays).distinct()
        for key in here.values_list("key", flat=True):
            yield Subject(person=key)


def to_check(at: datetime) -> MonthlyReportQuerySet:
    """Reports of the last months that were not compared with the facts of now, and not at all for a day."""
    recent = list(MonthlyReport.objects.order_by("-month").values_list("month", flat=True).distinct()[:WATCHED_MONTHS])
    if not recent:
        return MonthlyReport.objects.none()
    revision = facts().revision
    waiting = MonthlyReport.objects.filter(month__in=recent).exclude(checked_revision=revision)
    waiting = waiting.exclude(facts_revision=revision, checked_revision=None)
    return waiting.filter(Q(checked_at=None) | Q(checked_at__lte=at - CHECKED_EVERY))


def check_all(at: datetime) -> int:
    """Compare them, and return how many were looked at."""
    waiting = list(to_check(at).select_related("team", "person"))
    for report in waiting:
        try:
            check_report(report, at=at)
        except Exception:
            logger.exception("Report %s could not be compared with the facts.", report.pk)
    return len(waiting)
