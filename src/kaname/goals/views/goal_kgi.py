"""The first step of a goal: what should be reached, the gap, and whether it can be."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.kgi_form import KgiForm, baseline_kept
from kaname.goals.goal_access import for_setting
from kaname.goals.goal_steps import Step, steps_of
from kaname.goals.goal_words import goal_name
from kaname.goals.kgi.drafting import change_goal
from kaname.goals.kgi.goal_verdict import with_series
from kaname.goals.kgi.typed_kgi import typed_of
from kaname.goals.kgi.verdict import Verdict, ground_of, verdict_of
from kaname.goals.kgi.verdict_words import words_of
from kaname.goals.models import Goal
from kaname.goals.owners import TargetOwner
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.words import name_of
from kaname.web.requests import SignedInRequest

# What stands in these fields decides what else the form asks for.
RENEWING = frozenset({"metric", "owner", "period", "first_on", "last_on"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_setting
def goal_kgi(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """Saved with every change of the form (htmx); going on asks that it is complete. What is not sent stays."""
    if not goal.is_draft:
        return redirect("goals:goal", key=goal.key)
    posted, going_on = request.method == "POST", request.method == "POST" and not request.htmx
    before = typed_of(goal, reader)
    form = KgiForm(before | request.POST.dict(), goal=goal, reader=reader)
    verdict = _verdict(form, reader)
    if going_on:
        form.require_complete()
    if posted or (goal.baseline is None and verdict is not None and verdict.baseline is not None):
        with errors_beside(form):
            _save(goal, form, verdict, reader=reader)
    if going_on and not form.errors:
        return redirect("goals:goal_csf", key=goal.key)
    context = _context(goal, reader, form, verdict)
    if request.htmx:
        context["renewed"] = any(before.get(name, "") != form.typed()[name] for name in RENEWING)
        return render(request, "goals/goal_kgi.html#verdict", context | {"asked": posted})
    return render(request, "goals/goal_kgi.html", context, status=422 if going_on else 200)


def _verdict(form: KgiForm, reader: Reader) -> Verdict | None:
    form.is_valid()
    begun = form.asked()
    if begun is None:
        return None
    ground = ground_of(begun, reader=reader)
    form.read_target(baseline_kept(ground.actual.value) if begun.baseline is None else begun.baseline)
    asked, series = form.asked() or begun, form.cleaned_data.get("market_metric")
    if series and asked.market is None:
        asked = with_series(asked, series, reader=reader)
    return verdict_of(asked, ground)


def _save(goal: Goal, form: KgiForm, verdict: Verdict | None, *, reader: Reader) -> None:
    data = form.cleaned_data
    fields: dict[str, Any] = {
        "typed": form.typed(),
        "name": " ".join((data.get("name") or "").split()),
        "market_growth": data.get("market_growth"),
        "market_source": data.get("market_source") or "",
        "market_metric_key": data.get("market_metric") or "",
    }
    if verdict is not None:
        asked = verdict.asked
        fields |= {
            "metric_key": asked.metric.key,
            "team": asked.team,
            "parent": form.parent_goal,
            "starts_on": asked.period.starts_on,
            "ends_on": asked.period.ends_on,
            "compared_starts_on": asked.compared.starts_on,
            "compared_ends_on": asked.compared.ends_on,
            "value": asked.target,
            "upper": asked.upper,
            "baseline": baseline_kept(verdict.baseline),
            "baseline_reason": data["baseline_reason"] if verdict.replaced else "",
        }
    change_goal(goal, by=reader.user, at=reader.at, **fields)


def _context(goal: Goal, reader: Reader, form: KgiForm, verdict: Verdict | None) -> dict[str, Any]:
    context: dict[str, Any] = {
        "reader": reader,
        "goal": goal,
        "goal_name": goal_name(goal, reader),
        "steps": steps_of(goal, current=Step.KGI),
        "form": form,
        "verdict": verdict,
    }
    if verdict is not None:
        unit = reader.unit(verdict.asked.metric)
        named = partial(period_name, calendar=reader.calendar, language=reader.language)
        context |= {
            "unit": unit,
            "metric_name": name_of(verdict.asked.metric.name),
            "owner_name": TargetOwner(team=verdict.asked.team).name(reader.organisation),
            "period_name": named(verdict.asked.period),
            "compared_name": named(verdict.asked.compared),
            "words": words_of(verdict, unit=unit, reader=reader),
            "months": [
                (named(month.period), month.hours, part)
                for month, part in zip(verdict.ground.months, verdict.per_month, strict=False)
            ],
            "compared_days": verdict.asked.compared.days,
            "period_days": verdict.asked.period.days,
        }
    return context
