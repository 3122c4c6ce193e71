"""Metrics and targets for programs; the same scope as the pages."""

from ninja import Router

from kaname.goals.metrics_api import router as metrics
from kaname.goals.targets_api import router as targets

router = Router()
router.add_router("", metrics)
router.add_router("", targets)
