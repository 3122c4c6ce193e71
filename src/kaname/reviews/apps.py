"""The Django app of this slice."""

from django.apps import AppConfig


class ReviewsApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.reviews"
    label = "reviews"

    def ready(self) -> None:
        """Let the command palette find what was written, and people choose how they are told."""
        from kaname.boards.today.panels import SOURCES
        from kaname.goals.actions import calendar
        from kaname.reviews import calendar_events, feedback_panel, panels, today
        from kaname.reviews.adjusting.reminding import CHECK_KIND, remind_of_checks
        from kaname.reviews.daily.reminding import remind
        from kaname.reviews.daily.telling import DAILY_KINDS
        from kaname.reviews.daily.today import daily_panels
        from kaname.reviews.palette import reviews
        from kaname.reviews.telling_kinds import KINDS
        from kaname.telling.kinds import declare
        from kaname.web import palette, schedule

        if reviews not in palette.SOURCES:
            palette.SOURCES.append(reviews)
        if today.panels not in SOURCES:
            SOURCES.append(today.panels)
        declare(*KINDS, *DAILY_KINDS, CHECK_KIND)
        for duty in (remind, remind_of_checks):
            if duty not in schedule.DUTIES:
                schedule.DUTIES.append(duty)
        if daily_panels not in SOURCES:
            SOURCES.append(daily_panels)
        if calendar_events.feed not in calendar.SOURCES:
            calendar.SOURCES.append(calendar_events.feed)
        if feedback_panel.feedback not in panels.SOURCES:
            panels.SOURCES.append(feedback_panel.feedback)
