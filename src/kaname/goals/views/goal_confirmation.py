"""The last step of a goal: what will count, what is still missing, and the button that makes it count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaname.goals.errors import GoalsError
from kaname.goals.goal_access import for_setting
from kaname.goals.goal_lines import definition_of, figures_of
from kaname.goals.goal_steps import Step, steps_of
from kaname.goals.goal_words import goal_name
from kaname.goals.kgi.publishing import publish_goal
from kaname.goals.kpis.nearer import nearer_targets
from kaname.goals.models import Goal, Target
from kaname.goals.owners import TargetOwner
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.setting_many import withdraw_targets
from kaname.goals.spreading.applying import difference
from kaname.goals.spreading.sums import SheetSum, sums_of
from kaname.goals.spreading.totals import write_totals
from kaname.goals.words import metric_name, quoted
from kaname.web.formats.quantities import exact, signed
from kaname.web.requests import SignedInRequest

# More of them are a matter for the list of targets.
MOST_NEARER = 12


@require_http_methods(["GET", "HEAD", "POST"])
@for_setting
def goal_confirmation(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    if not goal.is_draft:
        return redirect("goals:goal", key=goal.key)
    write_totals(goal, reader=reader)
    problem, code = "", ""
    if request.method == "POST":
        try:
            _publish(goal, reader, reason=request.POST.get("reason", ""), withdraws="withdraw_nearer" in request.POST)
        except GoalsError as error:
            goal.refresh_from_db()
            problem, code = str(error), error.code
        else:
            messages.success(request, _("The goal counts. Everybody whose target changed is told."))
            return redirect("goals:goal", key=goal.key)
    typed = {"problem": problem, "reason": request.POST.get("reason", ""), "asks_why": code == "reason_needed"}
    typed["withdraw_nearer"] = "withdraw_nearer" in request.POST
    return render(
        request, "goals/goal_confirmation.html", _context(goal, reader) | typed, status=422 if problem else 200
    )


@transaction.atomic
def _publish(goal: Goal, reader: Reader, *, reason: str, withdraws: bool) -> None:
    """Let it count; if asked to, in place of older targets that are nearer and are the reader's to set."""
    nearer = nearer_targets(goal, sums_of(goal, reader=reader), reader=reader) if withdraws else []
    why = reason.strip() or _("The goal %(goal)s takes its place.") % {"goal": quoted(goal_name(goal, reader))}
    publish_goal(goal, by=reader.user, at=reader.at, reason=reason)
    withdraw_targets([one.target for one in nearer if one.settable], reason=why, by=reader.user, at=reader.at)


def _context(goal: Goal, reader: Reader) -> dict[str, Any]:
    metric = definition_of(goal, reader)
    sums, found = sums_of(goal, reader=reader), difference(goal, by=reader.user, at=reader.at)
    nearer = nearer_targets(goal, sums, reader=reader)
    return {
        "reader": reader,
        "goal": goal,
        "goal_name": goal_name(goal, reader),
        "steps": steps_of(goal, current=Step.CONFIRMATION),
        "figures": figures_of(goal),
        "unit": reader.unit(metric) if metric else None,
        "metric_name": metric_name(goal.metric_key, reader.definitions),
        "owner_name": TargetOwner(team=goal.team).name(reader.organisation),
        "period_name": period_name(goal.period, calendar=reader.calendar, language=reader.language),
        "csf": goal.selected_csf,
        "kpis": [one for one in sums if not one.subject.is_kgi],
        "n_targets": found.all + (goal.value is not None),
        "changes": found.changed + _kgi_changes(goal),
        "missing": list(_missing(goal, sums)),
        "nearer": nearer[:MOST_NEARER],
        "n_nearer": len(nearer),
        "further_nearer": max(0, len(nearer) - MOST_NEARER),
        "unsettled": [text for one in sums for text in _unsettled(one, reader)],
    }


def _kgi_changes(goal: Goal) -> int:
    """1 where the KGI's own target is in force already, with other figures."""
    held = Target.objects.in_force().filter(
        metric_key=goal.metric_key, team=goal.team, person=None, starts_on=goal.starts_on, ends_on=goal.ends_on
    )
    figures = {"value": goal.value, "upper": goal.upper, "baseline": goal.baseline}
    return sum(one.figures != figures for one in held)


def _missing(goal: Goal, sums: Sequence[SheetSum]) -> Iterator[tuple[str, str]]:
    """What a goal should have before it counts; without a target it cannot."""
    if goal.value is None:
        yield _("The target: say what should be reached."), reverse("goals:goal_kgi", args=[goal.key])
    if goal.selected_csf is None:
        yield _("The CSF: which factor is to close the gap, and why."), reverse("goals:goal_csf", args=[goal.key])
    if all(one.subject.is_kgi for one in sums):
        yield _("KPIs: one to three numbers that the team can move."), reverse("goals:goal_kpis", args=[goal.key])


def _unsettled(one: SheetSum, reader: Reader) -> Iterator[tuple[str, str]]:
    """Where what was spread is another sum than the target: it was spread before the target changed."""
    query = {"metric": one.subject.metric_key} | ({"of": one.subject.of} if one.subject.of else {})
    address = reverse("goals:goal_people", args=[one.goal.key], query=query)
    params = {"metric": one.subject.name}
    if one.difference:
        params["difference"] = signed(one.difference, one.unit, language=reader.language)
        yield _("%(metric)s: the parts differ from the target by %(difference)s. Spread it again.") % params, address
    if one.rest:
        params["rest"] = exact(one.rest, one.unit, language=reader.language)
        yield _("%(metric)s: %(rest)s are not handed out to anybody yet.") % params, address
    if one.too_much:
        params["too_much"] = exact(one.too_much, one.unit, language=reader.language)
        yield _("%(metric)s: %(too_much)s more are handed out than there are.") % params, address
