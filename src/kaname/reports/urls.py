"""Addresses of this slice."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from kaname.reports.views import monthly, reports, settings


class FileForm:
    """The forms that a report is downloaded in."""

    regex = "pdf|xlsx|pptx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileForm, "report_form")

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", reports.reports, name="reports"),
    path("goal-sheets/", include("kaname.reports.goal_sheet_urls")),
    path("list/", reports.reports_table, name="reports_table"),
    path("settings/", settings.report_settings, name="settings"),
    path("monthly/", reports.preview_choice, name="preview_choice"),
    path("monthly/issued/", monthly.issue, name="issue"),
    path("monthly/preview/", monthly.preview, name="preview"),
    path("monthly/preview/<report_form:form>/", monthly.preview_file, name="preview_file"),
    path("monthly/preview/tables/<str:key>/", monthly.preview_table, name="preview_table"),
    path("monthly/<int:pk>/", monthly.monthly, name="monthly"),
    path("monthly/<int:pk>/check/", monthly.monthly_check, name="monthly_check"),
    path("monthly/<int:pk>/<report_form:form>/", monthly.monthly_file, name="monthly_file"),
    path("monthly/<int:pk>/tables/<str:key>/", monthly.monthly_table, name="monthly_table"),
]
