"""The tree of teams, and one team."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaname.people import operations
from kaname.people.access import administrators_only, today
from kaname.people.errors import PeopleError
from kaname.people.forms.teams import TeamForm
from kaname.people.models import Membership, Role, Team
from kaname.people.publishing import publishing
from kaname.people.queries import scope_of, team_tree
from kaname.web.forms import errors_on
from kaname.web.requests import SignedInRequest


@login_required
def teams(request: SignedInRequest) -> HttpResponse:
    """Every team that the reader may see, with its people today; administrators add one."""
    is_administrator = request.user.role == Role.ADMINISTRATOR
    form = TeamForm(request.POST or None) if is_administrator else None
    if request.method == "POST" and form and form.is_valid():
        with errors_on(form), publishing():
            operations.add_team(**form.cleaned_data, by=request.user, at=timezone.now())
    if request.method == "POST" and form and form.is_valid():
        messages.success(request, _("The team “%(name)s” is there.") % {"name": form.cleaned_data["name"]})
        return redirect("people:teams")
    context = _tree(request) | {"form": form}
    return render(request, "people/teams.html", context, status=422 if form and form.errors else 200)


def _tree(request: SignedInRequest) -> dict[str, object]:
    day = today()
    visible = scope_of(request.user, day).team_keys
    here = Membership.objects.in_force_on(day).filter(person__is_active=True).select_related("manager")
    people = Counter(row.team_id for row in here)
    managers: dict[int, list[str]] = {}
    for row in here:
        if row.manager and row.manager.name not in managers.setdefault(row.team_id, []):
            managers[row.team_id].append(row.manager.name)
    rows = [
        {"team": node.team, "depth": node.depth, "people": people[node.team.pk], "managers": managers.get(node.team.pk)}
        for node in team_tree()
        if node.team.key in visible
    ]
    inactive = Team.objects.filter(is_active=False, key__in=visible)
    return {"rows": rows, "inactive": inactive, "is_administrator": request.user.role == Role.ADMINISTRATOR}


@login_required
def team(request: SignedInRequest, key: str) -> HttpResponse:
    """The people in a team today; administrators rename it or put it elsewhere."""
    shown = get_object_or_404(Team.objects.visible_to(request.user, on=today()).select_related("parent"), key=key)
    is_administrator = request.user.role == Role.ADMINISTRATOR
    initial = {"name": shown.name, "parent": shown.parent.key if shown.parent else ""}
    form = TeamForm(request.POST or None, team=shown, initial=initial) if is_administrator else None
    if request.method == "POST" and form and form.is_valid():
        with errors_on(form), publishing():
            shown.edit(**form.cleaned_data, by=request.user, at=timezone.now())
    if request.method == "POST" and form and form.is_valid():
        messages.success(request, _("Saved."))
        return redirect("people:teams")
    visible = scope_of(request.user, today()).person_keys
    here = Membership.objects.in_force_on(today()).filter(team=shown, person__key__in=visible)
    context = {
        "team": shown,
        "form": form,
        "aliases": shown.aliases.all() if is_administrator else [],
        "memberships": here.select_related("person", "manager").order_by("person__name"),
        "is_administrator": is_administrator,
    }
    return render(request, "people/team.html", context, status=422 if form and form.errors else 200)


@administrators_only
def team_deactivation(request: SignedInRequest, key: str) -> HttpResponse:
    """Ask, then close a team that nobody is in."""
    shown = get_object_or_404(Team.objects.active(), key=key)
    if request.method != "POST":
        return render(request, "people/team_deactivation.html", {"team": shown})
    try:
        with publishing():
            shown.deactivate(on=today(), by=request.user, at=timezone.now())
    except PeopleError as refused:
        messages.error(request, str(refused))
        return redirect(shown)
    messages.success(request, _("“%(name)s” is no longer active. Its history stays.") % {"name": shown.name})
    return redirect("people:teams")


@administrators_only
@require_POST
def team_reactivation(request: SignedInRequest, key: str) -> HttpResponse:
    shown = get_object_or_404(Team.objects.filter(is_active=False), key=key)
    try:
        with publishing():
            shown.reactivate(by=request.user, at=timezone.now())
    except PeopleError as refused:
        messages.error(request, str(refused))
    return redirect("people:teams")
