"""One node of a goal's KPI tree: how it is put together, moving it and removing what is below it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kaname.goals.errors import GoalsError
from kaname.goals.forms.errors import FIELDS, errors_beside
from kaname.goals.forms.tree_split import ReasonForm, SplitForm
from kaname.goals.goal_access import for_goal, for_setting, may_edit
from kaname.goals.kpi_tree.branch import Branch, branch_of
from kaname.goals.kpi_tree.goal_tree import tree_of
from kaname.goals.kpi_tree.node_lines import NodeLines
from kaname.goals.kpi_tree.proposals import proposals
from kaname.goals.kpi_tree.rows import ancestors
from kaname.goals.kpi_tree.split import Split
from kaname.goals.kpi_tree.split_code import read_split
from kaname.goals.kpi_tree.split_preview import SplitPreview, split_preview
from kaname.goals.kpi_tree.splitting import move_node, remove_below, remove_part, split_node
from kaname.goals.kpi_tree.tree_words import lines_of
from kaname.goals.kpi_tree.values import tree_values
from kaname.goals.models import Goal, GoalChange, Node
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.views.goal_tree import changed, frame_context
from kaname.goals.words import metric_name, sentence
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_goal
def goal_tree_node(request: SignedInRequest, reader: Reader, goal: Goal, pk: int) -> HttpResponse:
    """The node and its form; `use` is a suggestion, `action` save, or a change of the form's own shape.

    `metric` is one that the page that led here would have as a part.
    """
    node = _node(goal, pk)
    if request.method == "POST" and not may_edit(reader, goal):
        raise Http404
    if node is None:
        return _gone(request, reader, goal)
    form = _form(request, reader, goal, node)
    if form.is_bound and (answer := _saved(request, reader, goal, node, form)):
        return answer
    template = "goals/goal_tree_node.html#split" if request.htmx else "goals/goal_tree_node.html"
    figures = {} if request.htmx else _figures(reader, goal, node)
    context = _context(reader, goal, node, form) | figures
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
@for_setting
def goal_tree_preview(request: SignedInRequest, reader: Reader, goal: Goal, pk: int) -> HttpResponse:
    """How the choice as it stands would hold: a piece of the page, fetched while somebody chooses."""
    node = _node(goal, pk)
    if node is None:
        raise Http404
    form = SplitForm(request.POST, parent=node.metric_key, above=ancestors(node), goal=goal, reader=reader)
    context = {"reader": reader, "preview": _preview(form, goal, reader)}
    return render(request, "goals/goal_tree_node.html#preview", context)


@require_POST
@for_setting
def goal_tree_removal(request: SignedInRequest, reader: Reader, goal: Goal, pk: int) -> HttpResponse:
    """`what` is below (what the node is made of) or part (the node itself)."""
    remove = remove_part if request.POST.get("what") == "part" else remove_below
    return _act(request, reader, goal, pk, lambda node, **done: remove(node, **done))


@require_POST
@for_setting
def goal_tree_placement(request: SignedInRequest, reader: Reader, goal: Goal, pk: int) -> HttpResponse:
    """`action` is up or down among the parts beside it."""
    after = request.POST.get("action") == "down"
    return _act(request, reader, goal, pk, lambda node, **done: move_node(node, after=after, **done))


def _act(request: SignedInRequest, reader: Reader, goal: Goal, pk: int, act: Any) -> HttpResponse:
    """Do something to a node; where a reason is missing it is asked for, other refusals are told above the tree."""
    node = _node(goal, pk)
    if node is None:
        return _gone(request, reader, goal)
    form = ReasonForm(request.POST)
    change: GoalChange | None = None
    try:
        if form.is_valid():
            change = act(node, by=reader.user, at=reader.at, reason=form.cleaned_data["reason"])
    except GoalsError as error:
        if FIELDS.get(error.code) == "reason":
            form.add_error("reason", str(error))
        else:
            messages.warning(request, str(error))
    if not form.errors:
        return changed(request, reader, goal, change)
    figures = {} if request.htmx else _figures(reader, goal, node)
    context = _context(reader, goal, node, _form(request, reader, goal, node, sent=False)) | {"acts": form} | figures
    template = "goals/goal_tree_node.html#acts" if request.htmx else "goals/goal_tree_node.html"
    return render(request, template, context, status=422)


def _node(goal: Goal, pk: int) -> Node | None:
    return Node.objects.filter(goal=goal, pk=pk).select_related("goal__team", "parent").first()


def _gone(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    messages.warning(request, _("This part of the tree is no longer there: somebody has changed the tree meanwhile."))
    return changed(request, reader, goal, None)


def _form(request: SignedInRequest, reader: Reader, goal: Goal, node: Node, *, sent: bool = True) -> SplitForm:
    """As it was sent to be saved, else as it stands or was typed so far."""
    options: dict[str, Any] = {"above": ancestors(node), "goal": goal, "reader": reader}
    if request.method != "POST" or not sent:
        branch = branch_of(goal, node) or Branch(node.metric_key)
        if (wanted := request.GET.get("metric", "")) in reader.definitions and not branch.parts:
            return SplitForm(parent=node.metric_key, parts=[{"part_metric": wanted}], **options)
        return SplitForm.of(branch, **options)
    options["parent"] = node.metric_key
    if suggestion := read_split(request.POST.get("use", "")):
        return SplitForm.choosing(suggestion, reason=request.POST.get("reason", ""), **options)
    if request.POST.get("action") == "save":
        return SplitForm(request.POST, **options)
    return SplitForm.redrawn(request.POST, action=request.POST.get("action", ""), **options)


def _saved(request: SignedInRequest, reader: Reader, goal: Goal, node: Node, form: SplitForm) -> HttpResponse | None:
    """The tree as it then is; None where something is wrong, which then stands on the form."""
    if not form.is_valid() or form.split is None:
        return None
    with errors_beside(form):
        change = split_node(
            node,
            operation=form.split.operation,
            metric_keys=form.split.keys,
            weights=form.split.weights,
            by=reader.user,
            at=reader.at,
            reason=form.cleaned_data.get("reason", ""),
        )
        return changed(request, reader, goal, change)
    return None


def _preview(form: SplitForm, goal: Goal, reader: Reader) -> SplitPreview | None:
    chosen: Split | None = form.chosen
    if chosen is None:
        return None
    return split_preview(chosen, parent=form.parent, above=form.above, goal=goal, reader=reader)


def _context(reader: Reader, goal: Goal, node: Node, form: SplitForm) -> dict[str, Any]:
    definition = reader.definitions.get(node.metric_key)
    editable = may_edit(reader, goal)
    splittable = editable and definition is not None
    above = ancestors(node)
    return frame_context(reader, goal) | {
        "node": node,
        "node_name": metric_name(node.metric_key, reader.definitions),
        "node_sentence": sentence(definition, reader.definitions) if definition else "",
        "siblings": node.parent.children.count() if node.parent else 1,
        "editable": editable,
        "splittable": splittable,
        "form": form,
        "acts": ReasonForm(),
        "proposals": proposals(node.metric_key, above=above, goal=goal, reader=reader) if splittable else [],
        "preview": _preview(form, goal, reader) if splittable else None,
    }


def _figures(reader: Reader, goal: Goal, node: Node) -> dict[str, Any]:
    """The node's own line of the tree."""
    tree = tree_of(goal)
    if tree is None:
        return {}
    values = tree_values(tree, goal=goal, reader=reader)
    pivot = NodeLines(tree, values, reader).pivot()
    line = next(one for one in lines_of(pivot) if one.node.pk == node.pk)
    monthly = values.monthly[tree.place_of(node.pk)]
    return {
        "line": line,
        "values": values,
        "months": [
            (month, float(value)) for month, value in zip(values.months, monthly, strict=True) if value == value
        ],
        "pivot_name": pivot.name,
        "pivot_unit": pivot.unit,
        "compared_name": period_name(values.compared_period, calendar=reader.calendar, language=reader.language),
    }
