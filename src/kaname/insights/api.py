"""Insights for programs; the same scope as the pages."""

from ninja import Router

from kaname.insights.changes_api import router as changes
from kaname.insights.events_api import router as events

router = Router(tags=["insights"])
router.add_router("", changes)
router.add_router("", events)
