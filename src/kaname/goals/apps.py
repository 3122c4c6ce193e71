"""The Django app of this slice."""

from django.apps import AppConfig


class GoalsApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.goals"
    label = "goals"

    def ready(self) -> None:
        """Let the command palette find metrics."""
        from kaname.goals.palette import metrics
        from kaname.web.palette import SOURCES

        if metrics not in SOURCES:
            SOURCES.append(metrics)
