"""When monthly reports make themselves."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaname.people.models import Role
from kaname.reports.forms.report_settings import ReportSettingsForm
from kaname.reports.monthly.access import ReportReader
from kaname.reports.monthly.settings import change_settings, current_settings
from kaname.reports.views.opened import for_reports
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_reports
def report_settings(request: SignedInRequest, reader: ReportReader) -> HttpResponse:
    if reader.user.role not in (Role.ADMINISTRATOR, Role.EXECUTIVE):
        raise PermissionDenied
    row = current_settings(at=reader.at)
    initial = {name: getattr(row, name) for name in ReportSettingsForm.base_fields}
    form = ReportSettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_settings(by=reader.user, at=reader.at, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("reports:settings")
    context = {"form": form, "row": row}
    return render(request, "reports/settings.html", context, status=422 if form.errors else 200)
