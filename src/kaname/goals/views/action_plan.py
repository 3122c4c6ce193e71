"""The plan of a KPI: its initiatives and actions, made, changed, archived and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaname.goals.actions.library.ready_made import serving
from kaname.goals.actions.lines import plan_lines
from kaname.goals.actions.planning import (
    add_action,
    add_initiative,
    archive_action,
    archive_initiative,
    change_action,
    change_initiative,
    owner_team,
)
from kaname.goals.actions.starting import start_from
from kaname.goals.errors import GoalsError
from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.plan_forms import ActionForm, InitiativeForm, plannable_teams
from kaname.goals.goal_access import visible_goal
from kaname.goals.models import Action, Goal, Initiative, Kpi
from kaname.goals.reader import Reader
from kaname.goals.tried_before import tried_before
from kaname.goals.views.entry import for_reader, go
from kaname.goals.words import name_of
from kaname.measures.periods import Grain, Period, period_of
from kaname.web.requests import SignedInRequest


@require_safe
@for_reader
def plan(request: SignedInRequest, reader: Reader, key: str, pk: int) -> HttpResponse:
    """Everything planned under a KPI, with how far it is kept this month."""
    kpi = _kpi(reader, key, pk)
    period = running_month(reader)
    (found,) = plan_lines([kpi], period=period, reader=reader)
    archived = Initiative.objects.visible_in(reader.scope).filter(kpi=kpi, archived_at__isnull=False)
    context = {
        "reader": reader,
        "goal": kpi.goal,
        "plan": found,
        "may_plan": _may_plan(kpi, reader),
        "ready": [(one.key, name_of(one.name), name_of(one.about)) for one in serving(kpi.metric_key)],
        "archived": [one for one in archived if _may_edit(one, reader)],
        "archived_actions": _archived_actions(kpi, reader),
    }
    return render(request, "goals/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def initiative_new(request: SignedInRequest, reader: Reader, key: str, pk: int) -> HttpResponse:
    kpi = _kpi(reader, key, pk)
    if not _may_plan(kpi, reader):
        raise Http404
    proposed = {"starts_on": reader.today, **_proposed(request)}
    form = InitiativeForm(request.POST or None, kpi=kpi, reader=reader, initial=proposed)
    if request.method == "POST" and form.is_valid():
        with errors_beside(form):
            add_initiative(kpi, form.read(), by=reader.user, at=reader.at)
            return go(request, _plan_url(kpi))
    before = tried_before(kpi.metric_key, reader)
    return _form(request, form, kpi, _("New initiative"), before=before)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def initiative_edit(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    found = _initiative(reader, pk)
    form = InitiativeForm(request.POST or None, kpi=found.kpi, reader=reader, found=found)
    if request.method == "POST" and form.is_valid():
        with errors_beside(form):
            change_initiative(found, form.read(), by=reader.user, at=reader.at)
            return go(request, _plan_url(found.kpi))
    return _form(request, form, found.kpi, _("Change the initiative"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def action_new(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    initiative = _initiative(reader, pk)
    form = ActionForm(request.POST or None, initiative=initiative, reader=reader)
    if request.method == "POST" and form.is_valid():
        with errors_beside(form):
            add_action(initiative, form.read(), by=reader.user, at=reader.at)
            return go(request, _plan_url(initiative.kpi))
    return _form(request, form, initiative.kpi, _("New action"), initiative=initiative)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def action_edit(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    found = _action(reader, pk)
    form = ActionForm(request.POST or None, initiative=found.initiative, reader=reader, found=found)
    if request.method == "POST" and form.is_valid():
        with errors_beside(form):
            change_action(found, form.read(), by=reader.user, at=reader.at)
            return go(request, _plan_url(found.initiative.kpi))
    return _form(request, form, found.initiative.kpi, _("Change the action"), initiative=found.initiative)


@require_POST
@for_reader
def initiative_archiving(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """With `restore` it is taken up again."""
    found = _initiative(reader, pk)
    restores = "restore" in request.POST
    return _archive(
        request, found.kpi, lambda: archive_initiative(found, by=reader.user, at=reader.at, archived=not restores)
    )


@require_POST
@for_reader
def action_archiving(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """With `restore` it is taken up again."""
    found = _action(reader, pk)
    restores = "restore" in request.POST
    return _archive(
        request,
        found.initiative.kpi,
        lambda: archive_action(found, by=reader.user, at=reader.at, archived=not restores),
    )


@require_POST
@for_reader
def plan_start(request: SignedInRequest, reader: Reader, key: str, pk: int) -> HttpResponse:
    """Begin with a ready-made action (`ready`), for everybody who carries the KPI or for a team (`team`)."""
    kpi = _kpi(reader, key, pk)
    if not _may_plan(kpi, reader):
        raise Http404
    teams = {team.key: team for team in plannable_teams(kpi, reader)}
    team = teams.get(request.POST.get("team", ""))
    if team is None and not reader.may_set(team=owner_team(kpi), person=None):
        team = next(iter(teams.values()))
    try:
        made = start_from(request.POST.get("ready", ""), kpi, team=team, by=reader.user, at=reader.at)
        messages.success(request, _("“%(action)s” is planned. Change it as it suits you.") % {"action": made.name})
    except GoalsError as refused:
        messages.error(request, str(refused))
    return go(request, _plan_url(kpi))


def _proposed(request: SignedInRequest) -> dict[str, str]:
    """What the page that led here suggests: a name and why it should help."""
    return {name: request.GET[name][:most] for name, most in (("name", 200), ("why", 1000)) if name in request.GET}


def running_month(reader: Reader) -> Period:
    return period_of(reader.today, grain=Grain.MONTH, calendar=reader.calendar)


def _archive(request: SignedInRequest, kpi: Kpi, change: Callable[[], None]) -> HttpResponse:
    try:
        change()
        messages.success(
            request,
            _("It is taken up again.")
            if "restore" in request.POST
            else _("It is archived. Below you can take it up again."),
        )
    except GoalsError as refused:
        messages.error(request, str(refused))
    return go(request, _plan_url(kpi))


def _form(request: SignedInRequest, form: Any, kpi: Kpi, title: str, **more: Any) -> HttpResponse:
    context = {"form": form, "kpi": kpi, "goal": kpi.goal, "title": title, "back": _plan_url(kpi), **more}
    template = "goals/plan_form.html#form" if request.htmx else "goals/plan_form.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _kpi(reader: Reader, key: str, pk: int) -> Kpi:
    goal: Goal = visible_goal(reader, key)
    return get_object_or_404(Kpi.objects.current().select_related("goal__team", "team"), goal=goal, pk=pk)


def _initiative(reader: Reader, pk: int) -> Initiative:
    rows = Initiative.objects.visible_in(reader.scope).select_related("kpi__goal__team", "kpi__team", "team")
    found = get_object_or_404(rows, pk=pk)
    if not _may_edit(found, reader):
        raise Http404
    return found


def _action(reader: Reader, pk: int) -> Action:
    rows = Action.objects.select_related("initiative").prefetch_related("owners__team", "owners__person")
    found = get_object_or_404(rows, pk=pk)
    found.initiative = _initiative(reader, found.initiative_id)
    return found


def _may_edit(found: Initiative, reader: Reader) -> bool:
    return reader.may_set(team=found.team or owner_team(found.kpi), person=None)


def _may_plan(kpi: Kpi, reader: Reader) -> bool:
    """Who sets the KPI's targets plans for everybody, and who manages a team that carries it for that."""
    return kpi.goal.archived_at is None and bool(
        reader.may_set(team=owner_team(kpi), person=None) or plannable_teams(kpi, reader)
    )


def _archived_actions(kpi: Kpi, reader: Reader) -> list[Action]:
    rows = Action.objects.filter(initiative__kpi=kpi, initiative__archived_at=None, archived_at__isnull=False)
    return [
        one
        for one in rows.select_related("initiative__team", "initiative__kpi__team", "initiative__kpi__goal__team")
        if _may_edit(one.initiative, reader)
    ]


def _plan_url(kpi: Kpi) -> str:
    return reverse("goals:plan", args=[kpi.goal.key, kpi.pk])
