"""The Django app of this slice."""

from django.apps import AppConfig


class InsightsApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.insights"
    label = "insights"

    def ready(self) -> None:
        """Let results be computed when what they are made of has changed, and pages know where they are kept."""
        from kaname.goals import outlooks, tried_before
        from kaname.goals.goal_page.beside import say
        from kaname.insights.changes.telling import KIND
        from kaname.insights.goal_outlook.beside import next_move_beside
        from kaname.insights.jobs import insights_duty
        from kaname.insights.outlook.reading import read_outlooks
        from kaname.insights.tried.reading import read_tried_before
        from kaname.telling.kinds import declare
        from kaname.web import schedule

        outlooks.provide(read_outlooks)
        tried_before.provide(read_tried_before)
        say(next_move_beside)
        declare(KIND)
        if insights_duty not in schedule.DUTIES:
            schedule.DUTIES.append(insights_duty)
