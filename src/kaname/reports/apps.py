"""The Django app of this slice."""

from django.apps import AppConfig


class ReportsApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.reports"
    label = "reports"
