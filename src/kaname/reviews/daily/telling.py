"""What people are told about daily reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from kaname.goals.authors import author_name
from kaname.reviews.daily.people import managers_of
from kaname.reviews.models import DailyAnswer, DailyReport
from kaname.telling.kinds import Kind
from kaname.telling.message import Message
from kaname.telling.models.rhythm import Rhythm
from kaname.telling.operations import tell

if TYPE_CHECKING:
    from kaname.goals.reader import Reader

REPORTS, ANSWERS, REMINDERS = "daily_report", "daily_answer", "daily_reminder"

DAILY_KINDS = (
    Kind(REPORTS, _("Daily reports of my team"), mail=Rhythm.NEVER, chat=Rhythm.NEVER),
    Kind(ANSWERS, _("Answers to my daily reports")),
    Kind(REMINDERS, _("Reminders of the daily report"), mail=Rhythm.NEVER, chat=Rhythm.AT_ONCE),
)


def tell_of_report(report: DailyReport, *, reader: Reader) -> None:
    """That somebody has reported."""
    title = Message(
        gettext_noop("%(person)s has submitted the daily report of %(day)s."),
        {"person": report.person.name, "day": report.day},
    )
    users = [user for user in managers_of(report.person, day=report.day) if user.pk != reader.user.pk]
    tell(users, kind=REPORTS, title=title, url=report.get_absolute_url(), at=reader.at, digest=True)


def tell_of_answer(report: DailyReport, given: DailyAnswer, *, reader: Reader) -> None:
    """That somebody has answered: everybody who spoke there; of what the author says, also their managers."""
    params = {"person": author_name(reader.user), "day": report.day}
    sentence = gettext_noop("%(person)s has answered in the daily report of %(day)s.")
    if given.is_thanks and not given.text:
        sentence = gettext_noop("%(person)s thanks you for the daily report of %(day)s.")
    known = {one.by for one in report.answers.select_related("by") if one.by is not None}
    if report.person.user_id == reader.user.pk:
        known |= set(managers_of(report.person, day=report.day))
    users = [user for user in {report.person.user, *known} if user is not None and user.pk != reader.user.pk]
    body = Message.as_is(given.text) if given.text else None
    tell(users, kind=ANSWERS, title=Message(sentence, params), url=report.get_absolute_url(), at=reader.at, body=body)
