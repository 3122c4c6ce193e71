"""One noun per file; Django finds a package's models by importing them here."""

from kaname.reports.models.goal_sheet import GoalSheet, GoalSheetRow, GoalSheetStep, Grade, SheetState
from kaname.reports.models.monthly_report import MonthlyReport
from kaname.reports.models.report_correction import ReportCorrection
from kaname.reports.models.report_run import ReportRun
from kaname.reports.models.report_settings import LATEST_DAY, ReportLanguages, ReportSettings

__all__ = [
    "LATEST_DAY",
    "GoalSheet",
    "GoalSheetRow",
    "GoalSheetStep",
    "Grade",
    "MonthlyReport",
    "ReportCorrection",
    "ReportLanguages",
    "ReportRun",
    "ReportSettings",
    "SheetState",
]
