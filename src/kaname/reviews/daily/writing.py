"""Writing a daily report: keeping its draft, submitting it, correcting it afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kaname.goals.reader import Reader
from kaname.people.models import Person
from kaname.reviews.daily.figures import day_of
from kaname.reviews.daily.telling import tell_of_report
from kaname.reviews.errors import ReviewsError
from kaname.reviews.models import DailyCorrection, DailyReport
from kaname.reviews.models.daily_report import LONGEST_TEXT

FIELDS = ("learned", "plans", "question")


@dataclass(frozen=True)
class Written:
    """What somebody typed, and which revision of the report their page showed."""

    texts: Mapping[str, str]
    revision: int


def report_of(person: Person, *, day: date, reader: Reader) -> DailyReport:
    """The person's report of the day as it is kept, or an empty one that is not kept yet."""
    found = DailyReport.objects.filter(person=person, day=day).select_related("person").first()
    return found or DailyReport(person=person, day=day, changed_at=reader.at)


@transaction.atomic
def keep_draft(person: Person, written: Written, *, day: date, reader: Reader) -> DailyReport:
    """Keep the texts of a draft.

    Raises
    ------
    ReviewsError
        daily_in_future, daily_submitted, daily_changed_elsewhere or text_too_long.
    """
    report = _locked(person, day, reader)
    if report.submitted_at is not None:
        raise ReviewsError("daily_submitted")
    return _keep(report, written, reader)


@transaction.atomic
def submit(person: Person, written: Written, *, day: date, reader: Reader) -> DailyReport:
    """Keep the texts and freeze the day's numbers as they are seen now; the person's managers are told.

    Raises
    ------
    ReviewsError
        As keep_draft, and daily_empty.
    """
    report = _locked(person, day, reader)
    if report.submitted_at is not None:
        raise ReviewsError("daily_submitted")
    if not any(text.strip() for text in written.texts.values()):
        raise ReviewsError("daily_empty")
    _keep(report, written, reader)
    report.figures = day_of(person, day=day, reader=reader)
    report.submitted_at = reader.at
    report.save(update_fields=["figures", "submitted_at"])
    tell_of_report(report, reader=reader)
    return report


@transaction.atomic
def correct(report: DailyReport, written: Written, *, reader: Reader) -> list[DailyCorrection]:
    """Change texts of a submitted report; what stood there before stays readable beside it.

    Raises
    ------
    ReviewsError
        daily_not_yours, daily_not_submitted, daily_changed_elsewhere, daily_empty or text_too_long.
    """
    report = DailyReport.objects.select_for_update(of=("self",)).select_related("person").get(pk=report.pk)
    if report.person.user_id != reader.user.pk:
        raise ReviewsError("daily_not_yours")
    if report.submitted_at is None:
        raise ReviewsError("daily_not_submitted")
    if not any(text.strip() for text in written.texts.values()):
        raise ReviewsError("daily_empty")
    before = report.texts
    _keep(report, written, reader)
    changed = [name for name in FIELDS if before[name] != report.texts[name]]
    return [
        DailyCorrection.objects.create(
            report=report, field=name, before=before[name], after=report.texts[name], at=reader.at
        )
        for name in changed
    ]


def _locked(person: Person, day: date, reader: Reader) -> DailyReport:
    if day > reader.today:
        raise ReviewsError("daily_in_future")
    # The person, as a first report is no row yet that could be locked.
    Person.objects.select_for_update().get(pk=person.pk)
    found = DailyReport.objects.filter(person=person, day=day).first()
    return found or DailyReport(person=person, day=day, changed_at=reader.at)


def _keep(report: DailyReport, written: Written, reader: Reader) -> DailyReport:
    texts = {name: _worded(written.texts.get(name, "")) for name in FIELDS}
    if report.texts == texts and report.pk:
        return report
    if report.revision != written.revision:
        raise ReviewsError("daily_changed_elsewhere")
    for name, text in texts.items():
        setattr(report, name, text)
    report.revision += 1
    report.changed_at = reader.at
    report.save()
    return report


def _worded(text: str) -> str:
    """With one kind of line ends, and without space at the end."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    if len(plain) > LONGEST_TEXT:
        raise ReviewsError("text_too_long", limit=LONGEST_TEXT)
    return plain
