"""Setting a target: a page of its own, and the dialog that boards open in place."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.target_form import TargetForm
from kaname.goals.models import Target
from kaname.goals.operations import set_target
from kaname.goals.period_choices import code, read_code
from kaname.goals.reader import Reader
from kaname.goals.target_lines import TargetLine, line
from kaname.goals.typed import typing
from kaname.goals.views.entry import for_reader, go, next_url
from kaname.measures.periods import Grain, Period, period_of
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def target_new(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """The address may name metric, owner and period; where a target is there already it is offered for revision."""
    if not reader.sets_targets:
        raise Http404
    period = read_code(request.GET.get("period", ""))
    form = TargetForm(request.POST or None, reader=reader, also=period, initial=_initial(request, reader, period))
    if request.method == "POST" and form.is_valid():
        with errors_beside(form):
            target = set_target(
                metric_key=form.cleaned_data["metric"],
                period=form.cleaned_data["period"],
                team=form.chosen_owner.team,
                person=form.chosen_owner.person,
                reason=form.cleaned_data["reason"],
                by=reader.user,
                at=reader.at,
                **form.figures(),
            )
            messages.success(request, _("The target is set."))
            return go(request, next_url(request, reverse("goals:target", kwargs={"pk": target.pk})))
    context = {"reader": reader, "form": form, "existing": _existing(form, reader), "next": next_url(request, "")}
    template = "goals/target_new.html#form" if request.htmx else "goals/target_new.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _initial(request: SignedInRequest, reader: Reader, period: Period | None) -> dict[str, str]:
    """What the address names; this month where it names no period; and the figures that are in force there."""
    month = period_of(reader.today, grain=Grain.MONTH, calendar=reader.calendar)
    named = {name: request.GET[name] for name in ("metric", "owner", "value") if name in request.GET}
    named.setdefault("owner", _first_owner(reader))
    existing = _find(reader, named.get("metric", ""), named["owner"], period or month)
    figures = {}
    if existing:
        definition = reader.definitions[existing.metric_key]
        figures = {name: typing(figure, metric=definition) for name, figure in existing.figures.items()}  # type: ignore[arg-type]
    return {"period": code(period or month)} | figures | named


def _first_owner(reader: Reader) -> str:
    return "organisation" if reader.scope.everything else f"team:{min(reader.scope.managed_team_keys)}"


def _existing(form: TargetForm, reader: Reader) -> TargetLine | None:
    """The target that the form would revise."""
    period = read_code(str(form["period"].value() or ""))
    target = _find(reader, str(form["metric"].value() or ""), str(form["owner"].value() or ""), period)
    return line(target, reader) if target else None


def _find(reader: Reader, metric: str, owner: str, period: Period | None) -> Target | None:
    kind, _colon, key = owner.partition(":")
    if period is None or metric not in reader.definitions:
        return None
    return (
        Target.objects.visible_in(reader.scope)
        .in_force()
        .select_related("team", "person")
        .filter(
            metric_key=metric,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            **({f"{kind}__key": key} if kind in {"team", "person"} else {"team": None, "person": None}),
        )
        .first()
    )
