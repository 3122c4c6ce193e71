"""Answering a daily report."""

from __future__ import annotations

from kaname.goals.reader import Reader
from kaname.reviews.daily.people import answers
from kaname.reviews.daily.telling import tell_of_answer
from kaname.reviews.errors import ReviewsError
from kaname.reviews.models import DailyAnswer, DailyReport
from kaname.reviews.models.daily_report import LONGEST_TEXT


def answer(report: DailyReport, *, text: str, is_thanks: bool, reader: Reader) -> DailyAnswer:
    """Say something about a submitted report; its author is told and may answer back.

    Raises
    ------
    ReviewsError
        daily_not_submitted, not_yours_to_see, text_needed or text_too_long.
    """
    said = text.strip()
    if report.submitted_at is None:
        raise ReviewsError("daily_not_submitted")
    if report.person.user_id != reader.user.pk and not answers(report.person, reader):
        raise ReviewsError("not_yours_to_see")
    if not said and not is_thanks:
        raise ReviewsError("text_needed")
    if len(said) > LONGEST_TEXT:
        raise ReviewsError("text_too_long", limit=LONGEST_TEXT)
    given = DailyAnswer.objects.create(report=report, text=said, is_thanks=is_thanks, by=reader.user, at=reader.at)
    tell_of_answer(report, given, reader=reader)
    return given
