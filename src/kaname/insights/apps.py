"""The Django app of this slice."""

from django.apps import AppConfig


class InsightsApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.insights"
    label = "insights"

    def ready(self) -> None:
        """Let results be computed when what they are made of has changed."""
        from kaname.goals.outlooks import provide
        from kaname.insights.jobs import insights_duty
        from kaname.insights.outlook.reading import read_outlooks
        from kaname.web import schedule

        provide(read_outlooks)
        if insights_duty not in schedule.DUTIES:
            schedule.DUTIES.append(insights_duty)
