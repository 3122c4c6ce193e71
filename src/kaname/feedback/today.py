"""What Today shows of feedback: what was received lately."""

from __future__ import annotations

from collections.abc import Iterable

from kaname.boards.today.panels import Panel, TodayAsked
from kaname.feedback.queries import received_lately

ORDER = 30


def panels(asked: TodayAsked) -> Iterable[Panel]:
    """Nothing where nothing came in the last two weeks."""
    rows = received_lately(asked.user, at=asked.at)
    if rows:
        yield Panel("feedback", ORDER, "feedback/today_panel.html", {"rows": rows})
