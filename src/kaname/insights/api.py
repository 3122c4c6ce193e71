"""Insights for programs; the same scope as the pages."""

from ninja import Router

from kaname.insights.calibration_api import router as calibration
from kaname.insights.changes_api import router as changes
from kaname.insights.drivers_api import router as drivers
from kaname.insights.events_api import router as events
from kaname.insights.outlooks_api import router as outlooks
from kaname.insights.scenarios_api import router as scenarios

router = Router(tags=["insights"])
for of in (outlooks, calibration, drivers, changes, events, scenarios):
    router.add_router("", of)
