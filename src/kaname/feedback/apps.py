"""The Django app of this slice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.feedback"
    label = "feedback"

    def ready(self) -> None:
        """Declare what people are told about, and let Today show what came in."""
        from kaname.boards.today.panels import SOURCES
        from kaname.feedback.today import panels
        from kaname.telling.kinds import Kind, declare

        declare(Kind("feedback.received", _("Somebody wrote you feedback or thanks")))
        if panels not in SOURCES:
            SOURCES.append(panels)
