"""This slice's part of the API."""

from ninja import Router

from kaname.reviews.reviews_api import router as reviews

router = Router()
router.add_router("/reviews", reviews)
