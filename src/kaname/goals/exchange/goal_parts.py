"""A goal of the ledger as the part of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from kaname.goals.exchange.document import (
    CellPart,
    ChangePart,
    CsfPart,
    GoalPart,
    KpiPart,
    MarketPart,
    NodePart,
    SelectionPart,
)
from kaname.goals.exchange.kinds import figure_of, plain
from kaname.goals.exchange.naming import Named
from kaname.goals.exchange.part import CreatedPart, DaysPart
from kaname.goals.exchange.plan_parts import KPIS, plan_parts
from kaname.goals.exchange.target_document import PlannedPart
from kaname.goals.exchange.target_parts import TARGETS, target_part
from kaname.goals.kept import Kept, kept_of
from kaname.goals.models import (
    Csf,
    CsfSelection,
    Goal,
    GoalChange,
    Kpi,
    Node,
    PlannedTarget,
    WorksheetCell,
)


def with_everything(goals: QuerySet[Goal]) -> QuerySet[Goal]:
    """The goals with all that belongs to them, in a number of queries that does not depend on how many they are."""
    return goals.select_related("team", "parent", "created_by__person").prefetch_related(
        "cells",
        "csfs",
        "nodes",
        Prefetch("selections", CsfSelection.objects.select_related("by__person")),
        Prefetch("kpis", KPIS),
        Prefetch("planned", PlannedTarget.objects.select_related("team", "person")),
        Prefetch("changes", GoalChange.objects.select_related("by__person")),
        Prefetch("targets", TARGETS),
    )


def goal_part(goal: Goal, named: Named) -> GoalPart:
    """All of one goal that `with_everything` read."""
    changes = list(goal.changes.all())
    kept = kept_of(changes)
    cells, csfs = (
        {row.pk: number for number, row in enumerate(rows.all(), start=1)} for rows in (goal.cells, goal.csfs)
    )
    nodes = _in_order(list(goal.nodes.all()))
    places = {node.pk: number for number, node in enumerate(nodes, start=1)}
    return GoalPart.model_construct(
        key=goal.key,
        name=goal.name,
        metric=named.metric(goal.metric_key),
        team=named.team(goal.team),
        parent=goal.parent.key if goal.parent else None,
        starts_on=goal.starts_on,
        ends_on=goal.ends_on,
        compared=_compared(goal),
        value=figure_of(goal.value),
        upper=figure_of(goal.upper),
        baseline=figure_of(goal.baseline),
        baseline_reason=goal.baseline_reason,
        market=_market(goal, named),
        created=CreatedPart.model_construct(
            by=named.author(goal.created_by, kept.author_behind(goal)), at=goal.created_at
        ),
        published_at=goal.published_at,
        archived_at=goal.archived_at,
        worksheets=[_cell(cell, cells[cell.pk], named) for cell in goal.cells.all()],
        csfs=[_csf(csf, csfs[csf.pk], cells, named) for csf in goal.csfs.all()],
        selections=[_selection(selection, csfs[selection.csf_id], named, kept) for selection in goal.selections.all()],
        tree=_tree(nodes, named),
        kpis=sorted((_kpi(kpi, named, kept) for kpi in goal.kpis.all()), key=lambda part: part.place),
        planned=sorted((_planned(one, named) for one in goal.planned.all()), key=lambda part: part.place),
        targets=sorted(
            (target_part(target, goal, named, kept) for target in goal.targets.all()), key=lambda part: part.place
        ),
        changes=[_change(change, places, named, kept) for change in changes if change.kind != GoalChange.Kind.IMPORTED],
        typed=plain(goal.typed),
        sheet=plain(named.sheet(goal.sheet)),
    )


def _compared(goal: Goal) -> DaysPart | None:
    compared = goal.compared
    return DaysPart.model_construct(**vars(compared)) if compared else None


def _market(goal: Goal, named: Named) -> MarketPart | None:
    part = MarketPart.model_construct(
        growth=figure_of(goal.market_growth), source=goal.market_source, metric=named.metric(goal.market_metric_key)
    )
    return part if part.model_dump(exclude_defaults=True) else None


def _cell(cell: WorksheetCell, number: int, named: Named) -> CellPart:
    return CellPart.model_construct(
        number=number,
        sheet=cell.sheet,
        area=cell.area,
        strength=cell.strength,
        text=cell.text,
        evidence=cell.evidence,
        metrics=named.metrics(cell.metric_keys),
    )


def _csf(csf: Csf, number: int, cells: Mapping[int, int], named: Named) -> CsfPart:
    return CsfPart.model_construct(
        number=number,
        name=csf.name,
        description=csf.description,
        effect_low=figure_of(csf.effect_low),
        effect_high=figure_of(csf.effect_high),
        budget=figure_of(csf.budget),
        effort_days=figure_of(csf.effort_days),
        confidence=figure_of(csf.confidence),
        metrics=named.metrics(csf.metric_keys),
        reason=csf.reason,
        library_key=csf.library_key,
        cell=cells.get(csf.cell_id or 0),
        typed=plain(csf.typed),
        removed_at=csf.removed_at,
    )


def _selection(selection: CsfSelection, csf: int, named: Named, kept: Kept) -> SelectionPart:
    return SelectionPart.model_construct(
        csf=csf,
        reason=selection.reason,
        by=named.author(selection.by, kept.author_behind(selection)),
        at=selection.at,
        until=selection.until_at,
    )


def _in_order(nodes: Sequence[Node]) -> list[Node]:
    """The tree's nodes read from the top, each after its parent and siblings in their order."""
    children: dict[int | None, list[Node]] = {}
    for node in nodes:
        children.setdefault(node.parent_id, []).append(node)
    found, waiting = [], list(reversed(children.get(None, [])))
    while waiting:
        found.append(waiting.pop())
        waiting += reversed(children.get(found[-1].pk, []))
    return found


def _tree(nodes: Sequence[Node], named: Named) -> NodePart | None:
    parts = {
        node.pk: NodePart.model_construct(
            metric=named.metric(node.metric_key),
            op=node.operation or None,
            weight=node.weight,
            hours_each=node.hours_each,
            planned=node.planned,
            locked=node.locked,
            of=[],
        )
        for node in nodes
    }
    for node in nodes:
        if node.parent_id is not None:
            parts[node.parent_id].of.append(parts[node.pk])
    return parts[nodes[0].pk] if nodes else None


def _kpi(kpi: Kpi, named: Named, kept: Kept) -> KpiPart:
    return KpiPart.model_construct(
        team=named.team(kpi.team),
        metric=named.metric(kpi.metric_key),
        position=kpi.position,
        grain=kpi.grain,
        reason=kpi.reason,
        removed_at=kpi.removed_at,
        initiatives=plan_parts(kpi, named, kept),
    )


def _planned(planned: PlannedTarget, named: Named) -> PlannedPart:
    return PlannedPart.model_construct(
        metric=named.metric(planned.metric_key),
        team=named.team(planned.team),
        person=named.person(planned.person),
        starts_on=planned.starts_on,
        ends_on=planned.ends_on,
        value=figure_of(planned.value),
        fixed=planned.fixed,
    )


def _change(change: GoalChange, places: Mapping[Any, int], named: Named, kept: Kept) -> ChangePart:
    """Nodes are counted, as their ids are this installation's; one that is there no more is left out."""
    details = plain(change.details)
    if "node" in details:
        details["node"] = places.get(details["node"])
    return ChangePart.model_construct(
        kind=change.kind,
        details={name: value for name, value in details.items() if name != "node" or value is not None},
        reason=change.reason,
        by=named.author(change.by, kept.author_behind(change)),
        at=change.at,
    )
