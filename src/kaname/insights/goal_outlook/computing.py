"""Outlooks of goals through their KPI trees, made of those of their leaves. See docs/measures/next-move.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from django.db import transaction

from kaname.goals.kpi_tree.goal_tree import GoalTree, tree_of
from kaname.goals.models import Goal, Kpi
from kaname.goals.resolution.owners import Owner
from kaname.insights.goal_outlook.asking import wanted_of
from kaname.insights.goal_outlook.drawing import drawn_of, draws_of
from kaname.insights.goal_outlook.frontier import frontier_of, pruned
from kaname.insights.goal_outlook.leaves import Leaves, known_keys, leaves_of, own_quantiles
from kaname.insights.goal_outlook.moves import moves_of
from kaname.insights.goal_outlook.nodes import natures_of, node_rows, outlook_rows
from kaname.insights.goal_outlook.rooms import rooms_of
from kaname.insights.models import GoalOutlook, Outlook, Verdict
from kaname.insights.outlook.ahead import Ahead
from kaname.insights.outlook.scene import Scene


def goal_outlooks(
    outlooks: Sequence[Outlook], aheads: Mapping[str, Ahead], scene: Scene, *, at: datetime
) -> tuple[list[GoalOutlook], list[Outlook]]:
    """One for every goal that runs and has a tree, and all outlooks with those that only the trees know."""
    goals = Goal.objects.published().current().select_related("team")
    running = [goal for goal in goals if goal.period.contains(scene.today)]
    kept, found = {_place(row): row for row in outlooks}, []
    for goal in running:
        whole = tree_of(goal)
        if whole is None or len(whole.nodes) == 1:
            continue
        one, rows = _of_goal(goal, whole, _of_owner(goal, kept), aheads, scene, at=at)
        found.append(one)
        for row in rows:
            known = kept.get(_place(row))
            if known is None or known.verdict == Verdict.REFUSED:
                kept[_place(row)] = row
    return found, list(kept.values())


@transaction.atomic
def keep_goals(goals: Sequence[GoalOutlook]) -> None:
    """In the place of those of before."""
    GoalOutlook.objects.all().delete()
    GoalOutlook.objects.bulk_create(goals)


def _of_goal(
    goal: Goal,
    whole: GoalTree,
    rows: Mapping[str, Outlook],
    aheads: Mapping[str, Ahead],
    scene: Scene,
    *,
    at: datetime,
) -> tuple[GoalOutlook, list[Outlook]]:
    owner = Owner(team=goal.team.key if goal.team else None)
    goal_tree = pruned(whole, frontier_of(whole, known_keys(rows)))
    leaves = leaves_of(list(dict.fromkeys(goal_tree.leaf_keys)), owner, rows, aheads, goal.period)
    own = {goal_tree.keys[place]: own_quantiles(rows.get(goal_tree.keys[place])) for place in goal_tree.tree.inner}
    drawn = drawn_of(goal_tree, leaves.keys, draws_of(leaves.quantiles, leaves.correlation), own)
    ends, wanted = drawn.ends(), wanted_of(goal, goal_tree, scene.definitions)
    rooms = rooms_of(goal_tree, rows, owner, aheads)
    natures = natures_of(goal_tree, rows, scene)
    one = GoalOutlook(
        goal=goal,
        leaf_keys=list(leaves.keys),
        quantiles=_written(leaves),
        correlation=np.round(leaves.correlation, 4).tolist(),
        own_quantiles=own[goal_tree.keys[0]],
        nodes=node_rows(goal_tree, drawn, wanted, rows, rooms, natures, own),
        missing=dict(leaves.missing),
        moves=moves_of(goal_tree, drawn, wanted[0].aim, rooms, among=_movable(goal, goal_tree)),
        n_periods=leaves.n_periods,
        made_at=at,
    )
    return one, outlook_rows(goal, goal_tree, ends, wanted, leaves, at=at)


def _movable(goal: Goal, goal_tree: GoalTree) -> set[str]:
    """What the goal is drawn from, and the KPIs that its team follows."""
    kpis = Kpi.objects.current().filter(goal=goal, team=None).values_list("metric_key", flat=True)
    return {*goal_tree.leaf_keys, *kpis} - {goal_tree.keys[0]}


def _written(leaves: Leaves) -> list[list[float] | list[None]]:
    return [row.tolist() if np.isfinite(row).all() else [None] * len(row) for row in leaves.quantiles]


def _place(row: Outlook) -> tuple[object, ...]:
    return (row.metric_key, row.team_key, row.person_key, row.starts_on, row.ends_on)


def _of_owner(goal: Goal, kept: Mapping[tuple[object, ...], Outlook]) -> dict[str, Outlook]:
    team = goal.team.key if goal.team else ""
    return {
        row.metric_key: row
        for row in kept.values()
        if (row.team_key, row.person_key, row.starts_on, row.ends_on) == (team, "", goal.starts_on, goal.ends_on)
    }
