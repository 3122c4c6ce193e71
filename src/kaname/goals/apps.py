"""The Django app of this slice."""

from django.apps import AppConfig


class GoalsApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.goals"
    label = "goals"

    def ready(self) -> None:
        """Let the command palette find metrics, the bell count what changed, and people choose how they hear of it."""
        from kaname.goals import target_news
        from kaname.goals.notices import unseen
        from kaname.goals.palette import metrics
        from kaname.telling.kinds import declare
        from kaname.web import bell, palette

        declare(*target_news.KINDS)
        if metrics not in palette.SOURCES:
            palette.SOURCES.append(metrics)
        if unseen not in bell.SOURCES:
            bell.SOURCES.append(unseen)
