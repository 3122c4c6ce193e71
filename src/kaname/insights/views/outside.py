"""Bringing a series from outside, such as a market index, the weather or advertising costs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from kaname.connectors.error import ConnectorError
from kaname.facts.metrics.definition import Entry as How
from kaname.goals.defining import may_define
from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.upload_form import UploadForm
from kaname.goals.handed_in import rows_of_file, rows_of_text
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.insights.drivers.outside import OutsideRows, bring, read_outside
from kaname.web.requests import SignedInRequest

MOST_SHOWN = 20


class OutsideForm(UploadForm):
    """What it is called, how its days become weeks, and its file."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=100, help_text=gettext_lazy("Such as “Market index” or “Rainy hours”.")
    )
    how = forms.ChoiceField(
        label=gettext_lazy("Several days together are"),
        choices=[
            (How.MEAN, gettext_lazy("their mean (index, price, temperature)")),
            (How.SUM, gettext_lazy("their sum (costs, counts, hours)")),
        ],
    )
    field_order = ("name", "how", "file", "text")


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def outside_new(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Nothing is kept while a row of the file is wrong."""
    if not may_define(request.user):
        raise Http404
    form = OutsideForm(request.POST, request.FILES) if request.method == "POST" else OutsideForm()
    found: OutsideRows | None = None
    if request.method == "POST" and form.is_valid():
        found = _found(form)
        if found is not None and not found.wrong and _bring(form, found, reader):
            text = ngettext(
                "“%(name)s” is there with %(n)s day. Search anew, and it counts.",
                "“%(name)s” is there with %(n)s days. Search anew, and it counts.",
                len(found.values),
            )
            messages.success(request, text % {"name": form.cleaned_data["name"], "n": len(found.values)})
            return redirect("insights:drivers")
    refused = bool(form.errors or (found and found.wrong))
    context: dict[str, Any] = {"form": form, "wrong": found.wrong[:MOST_SHOWN] if found else ()}
    return render(request, "insights/outside.html", context, status=422 if refused else 200)


def _found(form: OutsideForm) -> OutsideRows | None:
    file = form.cleaned_data["file"]
    try:
        found = read_outside(rows_of_file(file) if file else rows_of_text(form.cleaned_data["text"]))
    except ConnectorError as error:
        form.add_error("file", str(error))
        return None
    if not found.values and not found.wrong:
        form.add_error("file", _("There is no row in it."))
        return None
    return found


def _bring(form: OutsideForm, found: OutsideRows, reader: Reader) -> bool:
    data = form.cleaned_data
    with errors_beside(form):
        bring(data["name"], found.values, how=How(data["how"]), known=reader.metrics, by=reader.user, at=reader.at)
    return not form.errors
