"""The list of metrics, and which of them boards show."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kaname.goals.defining import may_define
from kaname.goals.errors import GoalsError
from kaname.goals.in_use import MetricInUse
from kaname.goals.metric_lines import metric_lines
from kaname.goals.operations import move_metric, show_metric
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader, go
from kaname.goals.words import name_of
from kaname.goals.work_groups import by_work
from kaname.web.requests import SignedInRequest, leads_inside


@require_safe
@for_reader
def metrics(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """All metrics by line of work; `q` searches names, keys and explanations."""
    groups = metric_lines(reader, search=request.GET.get("q", ""), archived="archived" in request.GET)
    context = {
        "reader": reader,
        "groups": groups,
        "search": request.GET.get("q", ""),
        "archived": "archived" in request.GET,
        "may_define": may_define(reader.user),
    }
    template = "goals/metrics.html#list" if request.htmx else "goals/metrics.html"
    return render(request, template, context)


@require_safe
@for_reader
def board_metrics(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """The order of the board, and what else could be shown."""
    if not may_define(reader.user):
        raise Http404
    return render(request, "goals/board_metrics.html", order(reader))


def order(reader: Reader) -> dict[str, object]:
    """What boards show, in order, and what else they could."""
    current = [metric for metric in reader.metrics.values() if metric.archived_at is None]
    return {
        "reader": reader,
        "shown": [named(metric) for metric in current if metric.on_board],
        "hidden": grouped([metric for metric in current if not metric.on_board]),
    }


def named(metric: MetricInUse) -> dict[str, str]:
    return {"key": metric.key, "name": name_of(metric.definition.name)}


def grouped(metrics: list[MetricInUse]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of a select, by line of work."""
    return [
        (work, [(metric.key, name_of(metric.definition.name)) for metric in members])
        for work, members in by_work(metrics)
    ]


@require_POST
@for_reader
def placement(request: SignedInRequest, reader: Reader, key: str = "") -> HttpResponse:
    """`action` is up, down, show or hide; answers with the order as it then is."""
    action, key = request.POST.get("action", ""), key or request.POST.get("key", "")
    try:
        if action in {"up", "down"}:
            move_metric(key, after=action == "down", by=reader.user, at=reader.at)
        elif action in {"show", "hide"}:
            show_metric(key, on_board=action == "show", by=reader.user, at=reader.at)
    except GoalsError as error:
        raise Http404 from error
    back = request.POST.get("next", "")
    if leads_inside(request, back):
        return go(request, back)
    if not request.htmx:
        return redirect(reverse("goals:board_metrics"))
    return render(request, "goals/board_metrics.html#order", order(Reader(user=reader.user, at=reader.at)))
