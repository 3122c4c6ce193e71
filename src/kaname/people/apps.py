"""The people slice as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "kaname.people"
    label = "people"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kaname.people.finding import people_and_teams
        from kaname.web.palette import SOURCES

        SOURCES.append(people_and_teams)
