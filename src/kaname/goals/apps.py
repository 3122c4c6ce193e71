"""The Django app of this slice."""

from django.apps import AppConfig


class GoalsApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.goals"
    label = "goals"

    def ready(self) -> None:
        """Let the command palette find metrics, and the bell count what changed."""
        from kaname.goals.notices import unseen
        from kaname.goals.palette import metrics
        from kaname.web import bell, palette

        if metrics not in palette.SOURCES:
            palette.SOURCES.append(metrics)
        if unseen not in bell.SOURCES:
            bell.SOURCES.append(unseen)
