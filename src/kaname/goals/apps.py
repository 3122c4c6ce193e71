"""The Django app of this slice."""

from django.apps import AppConfig


class GoalsApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.goals"
    label = "goals"
