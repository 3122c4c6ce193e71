"""A goal's KPI tree: its page, how it begins, and taking the last change back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from kaname.goals.errors import GoalsError
from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.tree_split import ReasonForm
from kaname.goals.goal_access import for_goal, for_setting, may_edit
from kaname.goals.goal_steps import Step, steps_of
from kaname.goals.goal_words import goal_name
from kaname.goals.kpi_tree.change_words import change_words
from kaname.goals.kpi_tree.changing import undo
from kaname.goals.kpi_tree.goal_tree import tree_of
from kaname.goals.kpi_tree.node_lines import NodeLines
from kaname.goals.kpi_tree.planting import plant, use_ready_tree
from kaname.goals.kpi_tree.proposals import proposals, ready_lines
from kaname.goals.kpi_tree.split_code import read_split
from kaname.goals.kpi_tree.splitting import split_node
from kaname.goals.kpi_tree.tree_words import heading
from kaname.goals.kpi_tree.values import tree_values
from kaname.goals.models import Goal, GoalChange
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.views.entry import go
from kaname.goals.words import metric_name, sentence
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_goal
def goal_tree(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """The tree; POST begins it: `ready` names a ready-made one, `use` a suggestion, neither the pivot alone."""
    if request.method == "POST":
        if not may_edit(reader, goal):
            raise Http404
        return _begin(request, reader, goal)
    return render(request, "goals/goal_tree.html", page_context(reader, goal, undone=request.GET.get("change", "")))


def _begin(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    form = ReasonForm(request.POST)
    change: GoalChange | None = None
    if form.is_valid():
        with errors_beside(form):
            change = _begun(request, reader, goal, reason=form.cleaned_data["reason"])
    if not form.errors:
        if change is None:
            return go(request, reverse("goals:goal_tree_node", args=[goal.key, goal.nodes.get(parent=None).pk]))
        return changed(request, reader, goal, change)
    context = page_context(reader, goal) | {"form": form}
    template = "goals/goal_tree.html#tree" if request.htmx else "goals/goal_tree.html"
    return render(request, template, context, status=422)


def _begun(request: SignedInRequest, reader: Reader, goal: Goal, *, reason: str) -> GoalChange | None:
    done = {"by": reader.user, "at": reader.at, "reason": reason}
    if ready := request.POST.get("ready"):
        return use_ready_tree(goal, ready, **done)  # type: ignore[arg-type]
    pivot = plant(goal, **done)  # type: ignore[arg-type]
    split = read_split(request.POST.get("use", ""))
    if split is None:
        return None
    chosen = {"operation": split.operation, "metric_keys": split.keys, "weights": split.weights}
    return split_node(pivot, **chosen, **done)  # type: ignore[arg-type]


@require_POST
@for_setting
def goal_tree_restorations(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """Takes back the change with the id `change`, as long as nothing else was done to what it left."""
    number = request.POST.get("change", "")
    kind = GoalChange.Kind.TREE_CHANGED
    change = get_object_or_404(GoalChange, goal=goal, kind=kind, pk=number if number.isdigit() else 0)
    try:
        undo(change, by=reader.user, at=reader.at, reason=_("Undone."))
    except GoalsError as error:
        messages.warning(request, str(error))
    return changed(request, reader, goal, None)


def changed(request: SignedInRequest, reader: Reader, goal: Goal, change: GoalChange | None) -> HttpResponse:
    """The tree as it is now, in place where it stands on the page; `change` can be undone there."""
    url = reverse("goals:goal_tree", args=[goal.key])
    there = f"{url}?change={change.pk}" if change else url
    if not request.htmx:
        return redirect(there)
    if (request.htmx.current_url_abs_path or "").partition("?")[0] != url:
        return HttpResponseClientRedirect(there)
    context = page_context(reader, goal, undone=str(change.pk) if change else "")
    answer = render(request, "goals/goal_tree.html#tree", context)
    return _into_the_tree(answer)


def _into_the_tree(answer: HttpResponse) -> HttpResponse:
    answer["HX-Retarget"] = "#tree"
    answer["HX-Reswap"] = "outerHTML"
    answer["HX-Trigger"] = "kpi-tree"
    return answer


def page_context(reader: Reader, goal: Goal, *, undone: str = "") -> dict[str, Any]:
    """What the page shows; `undone` is the id of the change that is offered to be taken back."""
    tree = tree_of(goal)
    about = goal.metric_key in reader.definitions
    editable = may_edit(reader, goal)
    fits = tree is not None and tree.keys[0] == goal.metric_key
    begins = editable and about and (tree is None or not fits or len(tree.nodes) == 1)
    context = frame_context(reader, goal) | {
        "tree": tree,
        "about": about,
        "fits": fits,
        "editable": editable,
        "begins": begins,
        "form": None if goal.is_draft else ReasonForm(),
        "undo": _offered(goal, undone, reader) if editable else None,
    }
    if begins:
        ready = ready_lines(goal, reader)
        context |= {
            "proposals": proposals(goal.metric_key, above=(), goal=goal, reader=reader),
            "ready_fitting": [line for line in ready if not line.refusal],
            "ready_unfit": [line for line in ready if line.refusal],
        }
    if tree is not None:
        values = tree_values(tree, goal=goal, reader=reader)
        pivot = NodeLines(tree, values, reader).pivot()
        named = {"calendar": reader.calendar, "language": reader.language}
        context |= {
            "pivot": pivot,
            "values": values,
            "heading": heading(pivot),
            "compared_name": period_name(values.compared_period, **named),  # type: ignore[arg-type]
        }
    return context


def frame_context(reader: Reader, goal: Goal) -> dict[str, Any]:
    """What every page about the tree needs."""
    definition = reader.definitions.get(goal.metric_key)
    return {
        "reader": reader,
        "goal": goal,
        "goal_name": goal_name(goal, reader),
        "steps": steps_of(goal, current=Step.KPIS),
        "metric_name": metric_name(goal.metric_key, reader.definitions),
        "metric_sentence": sentence(definition, reader.definitions) if definition else "",
        "period_name": period_name(goal.period, calendar=reader.calendar, language=reader.language),
    }


def _offered(goal: Goal, number: str, reader: Reader) -> dict[str, Any] | None:
    """The change that can be taken back, with its sentence."""
    kind = GoalChange.Kind.TREE_CHANGED
    change = goal.changes.filter(kind=kind, pk=number).first() if number.isdigit() else None
    if change is None or "node" not in change.details:
        return None
    return {"pk": change.pk, "node": change.details["node"], "words": change_words(change, reader.definitions)}
