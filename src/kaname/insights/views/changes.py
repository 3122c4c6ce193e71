"""What changed: the list, one change, and what people say of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.insights.changes.deciding import decide, may_decide
from kaname.insights.changes.listing import Asked, list_page, table_rows
from kaname.insights.changes.names import Names
from kaname.insights.changes.page import change_page
from kaname.insights.forms.deciding import DecisionForm
from kaname.insights.jobs import compute_job
from kaname.insights.models import Change, ChangeDecision, Subject, Watching
from kaname.insights.running import queue
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

PAGE = 50


@require_safe
@for_reader
def changes(request: SignedInRequest, reader: Reader) -> HttpResponse:
    asked = Asked.read(request.GET)
    page = Paginator(asked.rows(reader), PAGE).get_page(request.GET.get("page"))
    context = list_page(page, asked, reader) | {"query": asked.query, "may_set": reader.sets_targets}
    return render(request, "insights/changes.html", context)


@require_safe
@for_reader
def changes_table(request: SignedInRequest, reader: Reader) -> HttpResponseBase:
    """The list as a file."""
    header, rows = table_rows(Asked.read(request.GET).rows(reader), Names(reader))
    return table_response(pgettext("name of a file", "changes"), header, rows, form=request.GET.get("form"))


@require_safe
@for_reader
def change(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    return _page(request, _visible(reader, pk), reader, DecisionForm(), status=200)


@require_POST
@for_reader
def change_decisions(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    found = _visible(reader, pk)
    if not may_decide(reader, found):
        return _page(request, found, reader, DecisionForm(), status=403)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reader, form, status=422)
    decide(found, form.cleaned_data, reader=reader)
    messages.success(request, _("Noted. The next look takes it into account."))
    return redirect(found)


@require_POST
@for_reader
def change_decision_undoing(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    decision = get_object_or_404(ChangeDecision.objects.select_related("change"), pk=pk)
    found = _visible(reader, decision.change_id)
    if not may_decide(reader, found) or not decision.undo():
        messages.error(request, _("Something else was decided since; that has to be undone first."))
    else:
        messages.success(request, _("Undone."))
    return redirect(found)


@require_POST
@for_reader
def changes_look(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Look now, instead of waiting for Monday."""
    if not reader.sets_targets:
        raise Http404
    Watching.objects.update_or_create(id=1, defaults={"asked_at": reader.at})
    if queue(Subject.CHANGES, at=reader.at):
        compute_job.enqueue(Subject.CHANGES.value)
    messages.success(request, _("Kaname is looking. What it finds stands here within a few minutes."))
    return redirect("insights:changes")


@require_POST
@for_reader
def changes_rhythm(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Every Monday or every day."""
    if not reader.scope.everything:
        raise Http404
    every_day = request.POST.get("every_day") == "1"
    Watching.objects.update_or_create(id=1, defaults={"every_day": every_day})
    messages.success(request, _("Saved."))
    return redirect("insights:changes")


def _visible(reader: Reader, pk: int) -> Change:
    return get_object_or_404(Change.objects.visible_in(reader.scope), pk=pk)


def _page(request: SignedInRequest, found: Change, reader: Reader, form: DecisionForm, *, status: int) -> HttpResponse:
    context: dict[str, Any] = change_page(found, reader) | {"form": form, "may_decide": may_decide(reader, found)}
    return render(request, "insights/change.html", context, status=status)
