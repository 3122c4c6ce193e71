"""The Django app of this slice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.reports"
    label = "reports"

    def ready(self) -> None:
        """Let reports make themselves, and people be told of them."""
        from kaname.reports.goal_sheet.telling import SHEET_KIND
        from kaname.reports.jobs import reports_duty
        from kaname.reports.monthly.telling import KIND
        from kaname.telling.kinds import Kind, declare
        from kaname.web import schedule

        shared = _("Monthly reports of teams and of the organisation are issued or corrected")
        declare(Kind(KIND, _("A monthly report is there"), announced=shared), SHEET_KIND)
        if reports_duty not in schedule.DUTIES:
            schedule.DUTIES.append(reports_duty)
