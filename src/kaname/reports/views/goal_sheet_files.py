"""A goal sheet as an Excel file, out and in again."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.reports.errors import ReportsError
from kaname.reports.goal_sheet.access import sheet_for, writable
from kaname.reports.goal_sheet.comparing import Comparison
from kaname.reports.goal_sheet.file_reading import LARGEST, read_filled
from kaname.reports.goal_sheet.receiving import REJECTS_SALT, SALT, Received, receive, rejects_of, take_chosen
from kaname.reports.goal_sheet.workbook import file_name, workbook_of_sheet
from kaname.reports.models import GoalSheet
from kaname.web.requests import SignedInRequest
from kaname.web.tables import excel_response, table_response


class SheetFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Filled file"),
        help_text=gettext_lazy("The Excel file that was downloaded from this sheet. First you see what would change."),
    )


@require_safe
@for_reader
def goal_sheet_excel(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    sheet = sheet_for(reader, pk)
    return excel_response(f"{file_name(sheet)}.xlsx", workbook_of_sheet(sheet, reader=reader))


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def goal_sheet_file(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Hand a file in, and see what it would change; nothing is written yet."""
    sheet = _writable(reader, pk)
    form = SheetFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            content = form.cleaned_data["file"].read(LARGEST + 1)
            return _compared(request, sheet, receive(sheet, read_filled(content), reader=reader))
        except ReportsError as error:
            form.add_error("file", str(error))
    status = 422 if form.errors else 200
    return render(request, "reports/goal_sheet_file.html", {"sheet": sheet, "form": form}, status=status)


@require_POST
@for_reader
def goal_sheet_taken(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Takes the cells that were chosen."""
    sheet = _writable(reader, pk)
    try:
        left = take_chosen(sheet, request.POST.get("token", ""), set(request.POST.getlist("take")), reader=reader)
    except ReportsError as error:
        messages.error(request, str(error))
        return redirect("reports:goal_sheet_file", pk=pk)
    if left.changes or left.problems:
        return _changed_again(request, sheet, left)
    messages.success(request, _("What you chose is taken into the sheet."))
    return redirect(sheet)


@require_POST
@for_reader
def goal_sheet_rejects(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponseBase:
    """The cells that could not be taken, as a file."""
    sheet_for(reader, pk)
    try:
        rows = signing.loads(request.POST.get("rejects", ""), salt=REJECTS_SALT, max_age=3600)
    except signing.BadSignature as error:
        raise Http404 from error
    header = [_("Where"), _("Goal"), _("Column"), _("What was typed"), _("What was expected")]
    return table_response(pgettext("name of a file", "rejects"), header, rows, form=request.POST.get("form"))


def _writable(reader: Reader, pk: int) -> GoalSheet:
    """Raises Http404 for somebody who writes nothing in the sheet now."""
    sheet = sheet_for(reader, pk)
    if not writable(sheet, reader):
        raise Http404
    return sheet


def _compared(request: SignedInRequest, sheet: GoalSheet, received: Received, *, status: int = 200) -> HttpResponse:
    found = received.comparison
    context = {
        "sheet": sheet,
        "found": found,
        "token": received.token,
        "rejects": signing.dumps(rejects_of(found.problems), salt=REJECTS_SALT, compress=True)
        if found.problems
        else "",
    }
    return render(request, "reports/goal_sheet_compared.html", context, status=status)


def _changed_again(request: SignedInRequest, sheet: GoalSheet, left: Comparison) -> HttpResponse:
    """Somebody wrote while this was looked at: the cells in question are shown again, as they are now."""
    kept = [[one.code, one.typed, one.now] for one in left.changes]
    token = signing.dumps([sheet.key, kept], salt=SALT, compress=True)
    return _compared(request, sheet, Received(left, token), status=422)
