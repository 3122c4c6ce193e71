"""The Django app of this slice."""

from django.apps import AppConfig


class TellingApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.telling"
    label = "telling"
