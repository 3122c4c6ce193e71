"""The Django app of this slice."""

from django.apps import AppConfig


class ReviewsApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.reviews"
    label = "reviews"
