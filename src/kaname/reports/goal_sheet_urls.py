"""Addresses of goal sheets, below those of reports."""

from django.urls import URLPattern, path

from kaname.reports.views import goal_sheet, goal_sheet_files, goal_sheets

urlpatterns: list[URLPattern] = [
    path("", goal_sheets.goal_sheets, name="goal_sheets"),
    path("table/", goal_sheets.goal_sheets_table, name="goal_sheets_table"),
    path("new/", goal_sheets.goal_sheet_new, name="goal_sheet_new"),
    path("<int:pk>/", goal_sheet.goal_sheet, name="goal_sheet"),
    path("<int:pk>/steps/", goal_sheet.goal_sheet_steps, name="goal_sheet_steps"),
    path("<int:pk>/rows/", goal_sheet.goal_sheet_rows, name="goal_sheet_rows"),
    path("<int:pk>/rows/<int:row>/removal/", goal_sheet.goal_sheet_row_removal, name="goal_sheet_row_removal"),
    path("<int:pk>/excel/", goal_sheet_files.goal_sheet_excel, name="goal_sheet_excel"),
    path("<int:pk>/file/", goal_sheet_files.goal_sheet_file, name="goal_sheet_file"),
    path("<int:pk>/file/taken/", goal_sheet_files.goal_sheet_taken, name="goal_sheet_taken"),
    path("<int:pk>/file/rejects/", goal_sheet_files.goal_sheet_rejects, name="goal_sheet_rejects"),
]
