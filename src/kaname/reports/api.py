"""This slice's part of the API."""

from ninja import Router

from kaname.reports.monthly_api import router as monthly

router = Router(tags=["Reports"])
router.add_router("", monthly)
