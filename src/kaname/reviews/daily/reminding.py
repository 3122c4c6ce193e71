"""The reminder of the daily report: once a day, shortly before a person's working day ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext_noop

from kaname.goals.reader import Reader
from kaname.people.models import User
from kaname.people.queries import organisation
from kaname.reviews.daily.people import awaited, reminded_teams
from kaname.reviews.daily.telling import REMINDERS
from kaname.telling.message import Message
from kaname.telling.operations import tell
from kaname.telling.windows import Window
from kaname.telling.working import organisation_windows, windows_of

BEFORE_THE_END = timedelta(minutes=30)
A_WORKING_DAY = timedelta(hours=16)
"""A longer window is that of somebody who may be told at any time; the organisation's day is theirs then."""


def remind(at: datetime) -> None:
    """The duty: remind who works today, has not reported and is in the last half hour of their day."""
    today = organisation().today(at)
    teams = reminded_teams(today)
    someone = get_user_model().objects.first() if teams else None
    if someone is None:
        return
    reader = Reader(user=someone, at=at)
    waiting = awaited([team.key for team in teams], day=today, reader=reader)
    users = [person.user for person in waiting if person.user is not None and person.user.is_active]
    leaving = _about_to_leave(users, reader=reader)
    tell(
        leaving,
        kind=REMINDERS,
        title=Message(gettext_noop("Your daily report is still a draft: what did you learn today?")),
        url=reverse("reviews:daily_write"),
        at=at,
        once=f"daily report {today.isoformat()}",
    )


def _about_to_leave(users: list[User], *, reader: Reader) -> list[User]:
    if not users:
        return []
    windows = windows_of(users, organisation=reader.organisation, since=reader.at)
    common = _of_today(organisation_windows(organisation=reader.organisation, since=reader.at), reader)
    return [user for user in users if _is_ending(_of_today(windows[user.pk], reader), common, reader.at)]


def _of_today(windows: list[Window], reader: Reader) -> Window | None:
    return next((one for one in windows if one.day == reader.today), None)


def _is_ending(window: Window | None, common: Window | None, at: datetime) -> bool:
    if window is not None and window.until - window.since > A_WORKING_DAY:
        window = common
    return window is not None and window.until - BEFORE_THE_END <= at < window.until
