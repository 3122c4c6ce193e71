"""This slice's part of the API."""

from ninja import Router

from kaname.reviews.daily_api import router as daily_reports
from kaname.reviews.reviews_api import router as reviews

router = Router()
router.add_router("/reviews", reviews)
router.add_router("/daily-reports", daily_reports)
