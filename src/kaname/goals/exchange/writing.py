"""A goal of a file into the ledger, with its history as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from kaname.goals.decisions import record
from kaname.goals.exchange.document import ChangePart, GoalPart
from kaname.goals.exchange.ledger import Ledger
from kaname.goals.exchange.plan_writing import write_kpis
from kaname.goals.exchange.target_writing import write_targets
from kaname.goals.exchange.tree_checks import walk
from kaname.goals.kept import Kept, kept_of
from kaname.goals.metrics_yaml import Path
from kaname.goals.models import Csf, CsfSelection, Goal, GoalChange, Node, PlannedTarget, WorksheetCell

Row = TypeVar("Row", bound=models.Model)
FIGURES = ("effect_low", "effect_high", "budget", "effort_days", "confidence")


def write_goal(part: GoalPart, before: Goal | None, ledger: Ledger) -> Goal:
    """Make the goal what the part says; its parent is set once all goals are there."""
    goal = before or Goal(key=part.key)
    names = kept_of(goal.changes.all()) if goal.pk else Kept()
    _clear(goal)
    _fields(goal, part, ledger)
    goal.save()
    if part.created is not None:
        ledger.keep_author(goal, part.created.by)
    cells = _cells(goal, part)
    _selections(goal, part, _csfs(goal, part, cells), ledger)
    nodes = _tree(goal, part)
    write_kpis(goal, part, ledger)
    _planned(goal, part, ledger)
    goal.target = write_targets(goal, part.targets, names, ledger)
    goal.published_at = part.published_at
    goal.save(update_fields=["target", "published_at"])
    _changes(goal, part.changes, nodes, ledger)
    details = ledger.kept.details()
    reason = _("Imported from a file")
    record(goal, GoalChange.Kind.IMPORTED, by=ledger.by, at=ledger.at, reason=reason, **details)
    return goal


def _clear(goal: Goal) -> None:
    """Take away what the file says anew; what was imported when stays."""
    if goal.pk is None:
        return
    for rows in (goal.selections, goal.csfs, goal.cells, goal.nodes, goal.planned):
        rows.all().delete()
    goal.changes.exclude(kind=GoalChange.Kind.IMPORTED).delete()


def _fields(goal: Goal, part: GoalPart, ledger: Ledger) -> None:
    market, created = part.market, part.created
    fields: dict[str, Any] = {
        "name": part.name,
        "metric_key": part.metric or "",
        "team": ledger.team(part.team),
        "parent": None,
        "starts_on": part.starts_on,
        "ends_on": part.ends_on,
        "compared_starts_on": part.compared.starts_on if part.compared else None,
        "compared_ends_on": part.compared.ends_on if part.compared else None,
        "value": part.value,
        "upper": part.upper,
        "baseline": part.baseline,
        "baseline_reason": part.baseline_reason,
        "market_growth": market.growth if market else None,
        "market_source": market.source if market else "",
        "market_metric_key": (market.metric or "") if market else "",
        "typed": part.typed,
        "sheet": part.sheet,
        "created_by": ledger.user(created.by) if created else ledger.by,
        "created_at": created.at if created else ledger.at,
        "target": None,
        "published_at": None,
        "archived_at": part.archived_at,
    }
    for name, value in fields.items():
        setattr(goal, name, value)


def _cells(goal: Goal, part: GoalPart) -> dict[int | None, WorksheetCell]:
    rows = [
        WorksheetCell(
            goal=goal,
            sheet=cell.sheet,
            area=cell.area,
            strength=cell.strength,
            text=cell.text,
            evidence=cell.evidence,
            metric_keys=cell.metrics,
            position=cell.number,
        )
        for cell in part.worksheets
    ]
    made = WorksheetCell.objects.bulk_create(rows)
    return {cell.number: row for cell, row in zip(part.worksheets, made, strict=True)}


def _csfs(goal: Goal, part: GoalPart, cells: Mapping[int | None, WorksheetCell]) -> dict[int, Csf]:
    rows = [
        Csf(
            goal=goal,
            position=csf.number,
            name=csf.name,
            description=csf.description,
            metric_keys=csf.metrics,
            reason=csf.reason,
            library_key=csf.library_key,
            cell=cells.get(csf.cell),
            typed=csf.typed,
            removed_at=csf.removed_at,
            **{name: getattr(csf, name) for name in FIGURES},
        )
        for csf in part.csfs
    ]
    made = Csf.objects.bulk_create(rows)
    return {csf.number: row for csf, row in zip(part.csfs, made, strict=True)}


def _selections(goal: Goal, part: GoalPart, csfs: Mapping[int, Csf], ledger: Ledger) -> None:
    rows = [
        CsfSelection(
            goal=goal,
            csf=csfs[one.csf],
            reason=one.reason,
            by=ledger.user(one.by),
            at=one.at,
            until_at=one.until,
        )
        for one in part.selections
    ]
    _with_authors(CsfSelection.objects.bulk_create(rows), part.selections, ledger)


def _tree(goal: Goal, part: GoalPart) -> dict[int, Node]:
    """The nodes by their number, read from the top."""
    rows: dict[Path, Node] = {}
    for path, node, _above in walk(part.tree):
        rows[path] = Node.objects.create(
            goal=goal,
            parent=rows.get(path[:-2]),
            position=path[-1] if len(path) > 1 else 0,
            metric_key=node.metric,
            operation=node.op or "",
            weight=node.weight,
            hours_each=node.hours_each,
            planned=node.planned,
            locked=node.locked,
        )
    return dict(enumerate(rows.values(), start=1))


def _planned(goal: Goal, part: GoalPart, ledger: Ledger) -> None:
    PlannedTarget.objects.bulk_create(
        PlannedTarget(
            goal=goal,
            metric_key=planned.metric,
            team=ledger.team(planned.team),
            person=ledger.person(planned.person),
            starts_on=planned.starts_on,
            ends_on=planned.ends_on,
            value=planned.value,
            fixed=planned.fixed,
        )
        for planned in part.planned
    )


def _changes(goal: Goal, parts: Sequence[ChangePart], nodes: Mapping[int, Node], ledger: Ledger) -> None:
    rows = [
        GoalChange(
            goal=goal,
            kind=one.kind,
            details=_details(one, nodes),
            reason=one.reason,
            by=ledger.user(one.by),
            at=one.at,
        )
        for one in parts
    ]
    _with_authors(GoalChange.objects.bulk_create(rows), parts, ledger)


def _details(change: ChangePart, nodes: Mapping[int, Node]) -> dict[str, Any]:
    """A file counts the nodes of the tree; the ledger knows them by id."""
    node = nodes.get(change.details.get("node", 0))
    kept = {name: value for name, value in change.details.items() if name != "node"}
    return kept if node is None else kept | {"node": node.pk}


def _with_authors(rows: Sequence[models.Model], parts: Sequence[Any], ledger: Ledger) -> None:
    for row, one in zip(rows, parts, strict=True):
        ledger.keep_author(row, one.by)
