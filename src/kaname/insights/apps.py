"""The Django app of this slice."""

from django.apps import AppConfig


class InsightsApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.insights"
    label = "insights"

    def ready(self) -> None:
        """Let results be computed when what they are made of has changed."""
        from kaname.goals.goal_page.beside import say
        from kaname.goals.outlooks import provide
        from kaname.insights.goal_outlook.beside import next_move_beside
        from kaname.insights.changes.telling import KIND
        from kaname.insights.jobs import insights_duty
        from kaname.insights.outlook.reading import read_outlooks
        from kaname.telling.kinds import declare
        from kaname.web import schedule

        provide(read_outlooks)
        say(next_move_beside)
        declare(KIND)
        from kaname.goals.tried_before import provide as provide_tried
        from kaname.insights.jobs import insights_duty
        from kaname.insights.outlook.reading import read_outlooks
        from kaname.insights.tried.reading import read_tried_before
        from kaname.web import schedule

        provide(read_outlooks)
        provide_tried(read_tried_before)
        if insights_duty not in schedule.DUTIES:
            schedule.DUTIES.append(insights_duty)
