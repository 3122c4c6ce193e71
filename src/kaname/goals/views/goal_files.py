"""Goals out as YAML and in again, looked at before anything changes."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaname.goals.errors import GoalsError
from kaname.goals.exchange.exporting import export_goals
from kaname.goals.exchange.importing import import_goals, may_import
from kaname.goals.exchange.result import GoalsImport
from kaname.goals.exchange.result_words import missing_words, shown_differences
from kaname.goals.forms.goal_file_form import GoalFileForm
from kaname.goals.goal_access import for_goal, own_goals
from kaname.goals.handed_in import text_of_file
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.people.publishing import publishing
from kaname.web.requests import SignedInRequest


@dataclass(frozen=True)
class GoalLine:
    """One goal that a file would add or change."""

    key: str
    name: str
    kind_name: str
    differences: tuple[str, ...]
    losses: tuple[str, ...]


@require_safe
@for_reader
def goals_export(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Every goal that is the reader's to set; what others carry is not handed out whole."""
    keys = [goal.key for goal in own_goals(reader)]
    if not keys:
        raise Http404
    return _yaml("goals", export_goals(keys))


@require_safe
@for_goal
def goal_export(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    if not reader.may_set(team=goal.team, person=None):
        raise Http404
    return _yaml(goal.key, export_goals([goal.key]))


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def goals_import(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Upload or paste, look at what it would change, then confirm; `action` tells the two apart."""
    if not may_import(reader.user):
        raise Http404
    form = GoalFileForm(request.POST or None, request.FILES or None)
    result, text = None, ""
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        text = text_of_file(file) if file else form.cleaned_data["text"]
        result = _result(form, text, apply=request.POST.get("action") == "apply", reader=reader)
        if result is not None and result.applied:
            messages.success(request, _applied(result))
            return redirect("goals:goals")
    context = {"reader": reader, "form": form, "result": result, "text": text}
    context |= {"lines": _lines(result), "missing": [missing_words(one) for one in result.missing] if result else []}
    refused = bool(form.errors or (result and result.problems))
    return render(request, "goals/goals_import.html", context, status=422 if refused else 200)


def _result(form: GoalFileForm, text: str, *, apply: bool, reader: Reader) -> GoalsImport | None:
    """What the file would do, or has done; what it asks for without being allowed to stands beside the boxes."""
    allowed = {name: form.cleaned_data[name] for name in ("create_missing", "replace_changed")}
    asked = import_goals(text, apply=False, by=reader.user, at=reader.at)
    if not apply or asked.problems or not form.allows(asked):
        return asked
    try:
        with publishing() if asked.adds_people else nullcontext():
            return import_goals(text, apply=True, by=reader.user, at=reader.at, **allowed)
    except GoalsError as error:
        form.add_error(None, str(error))
        return asked


def _lines(result: GoalsImport | None) -> list[GoalLine]:
    kinds = {"created": _("New"), "changed": _("Changed")}
    return [
        GoalLine(goal.key, goal.name, name, tuple(shown_differences(goal)), goal.losses)
        for kind, name in kinds.items()
        for goal in (result.of_kind(kind) if result else [])
    ]


def _applied(result: GoalsImport) -> str:
    return _("Goals added: %(created)d, changed: %(changed)d, unchanged: %(unchanged)d.") % {
        kind: len(result.of_kind(kind)) for kind in ("created", "changed", "unchanged")
    }


def _yaml(name: str, text: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.yaml"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)
