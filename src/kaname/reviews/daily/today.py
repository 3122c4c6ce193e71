"""What daily reports put on Today: one's own draft; for managers, what waits for an answer and who is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from kaname.boards.today.panels import Panel, TodayAsked
from kaname.goals.reader import Reader
from kaname.reviews.daily.queries import draft_waits, not_yet, unanswered_reports
from kaname.reviews.models import DailyReport

LOOK_BACK = timedelta(days=14)
MOST = 5


def daily_panels(asked: TodayAsked) -> Iterator[Panel]:
    reader = Reader(user=asked.user, at=asked.at)
    if asked.manages:
        unanswered, missing = unanswered_reports(reader, since=asked.day - LOOK_BACK), not_yet(reader, day=asked.day)
        if unanswered or missing:
            context = {"unanswered": unanswered[:MOST], "n_unanswered": len(unanswered), "missing": missing}
            yield Panel("daily_reports", 40, "reviews/today_daily_reports.html", context)
    elif draft_waits(asked.person, day=asked.day, reader=reader):
        begun = DailyReport.objects.filter(person=asked.person, day=asked.day).first()
        yield Panel("daily_draft", 60, "reviews/today_daily_draft.html", {"begun": begun})
