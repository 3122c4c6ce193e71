"""The Django app of this slice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TellingApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.telling"
    label = "telling"

    def ready(self) -> None:
        """Let the bell count what was told, and what is due be sent."""
        from kaname.telling.jobs import send_what_is_due
        from kaname.telling.kinds import Kind, declare
        from kaname.telling.queries import unseen
        from kaname.web import bell, schedule

        declare(Kind("telling.given_up", _("Something could not be sent"), administrators=True))
        if unseen not in bell.SOURCES:
            bell.SOURCES.append(unseen)
        if send_what_is_due not in schedule.DUTIES:
            schedule.DUTIES.append(send_what_is_due)
