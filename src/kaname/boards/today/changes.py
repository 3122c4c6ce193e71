"""What Today shows of changes: which KPIs left their level lately."""

from __future__ import annotations

from collections.abc import Iterable

from kaname.boards.today.panels import Panel, TodayAsked
from kaname.insights.changes.fresh import fresh_changes

ORDER = 15


def changes_panels(asked: TodayAsked) -> Iterable[Panel]:
    """For leaders; nothing where nobody has anything to look at."""
    if not asked.manages:
        return
    fresh = fresh_changes(asked.reader)
    if fresh.rows:
        yield Panel("changes", ORDER, "boards/today_changes.html", {"fresh": fresh})
