"""What Today shows of reviews: today's with their packs, the next one, and follow-ups that are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q

from kaname.boards.today.panels import Panel, TodayAsked
from kaname.goals.reader import Reader
from kaname.reviews.lines import held_lines
from kaname.reviews.outcomes.carried import open_of
from kaname.reviews.scheduling.coming import held, standing

AHEAD, DUE_SOON = timedelta(days=14), timedelta(days=7)
TO_DO_MOST = 5


def panels(asked: TodayAsked) -> Iterable[Panel]:
    """Nothing where there is nothing: Today is short."""
    reader = Reader(user=asked.user, at=asked.at)
    near = [
        one for one in standing(held(reader, since=asked.day, until=asked.day + AHEAD, own=True)) if not one.is_closed
    ]
    today = [one for one in near if one.held_on == asked.day]
    following = next((one for one in near if one.held_on > asked.day), None)
    if today or following:
        coming = [] if today or following is None else [following]
        context = {"lines": held_lines(today or coming, reader), "is_today": bool(today)}
        yield Panel("reviews", 20, "reviews/today_reviews.html", context)
    due = open_of(asked.person).filter(Q(due_on=None) | Q(due_on__lt=asked.day + DUE_SOON))
    if rows := list(due[:TO_DO_MOST]):
        yield Panel("follow_ups", 30, "reviews/today_follow_ups.html", {"rows": rows, "day": asked.day})
