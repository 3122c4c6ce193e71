"""The Django app of this slice."""

from django.apps import AppConfig


class PeopleApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.people"
    label = "people"
