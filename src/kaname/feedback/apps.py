"""The Django app of this slice."""

from django.apps import AppConfig


class FeedbackApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.feedback"
    label = "feedback"
