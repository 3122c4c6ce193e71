"""All outlooks of a day: for every metric with a target, every open period, the organisation, its teams and people."""

from __future__ import annotations

from datetime import datetime

from kaname.insights.goal_outlook.computing import goal_outlooks, keep_goals
from kaname.insights.models import Outlook, PastOutlook
from kaname.insights.outlook.ahead import Ahead
from kaname.insights.outlook.asked import Asked
from kaname.insights.outlook.estimating import Metric
from kaname.insights.outlook.keeping import keep
from kaname.insights.outlook.past import Months, given_rows, replayed_rows
from kaname.insights.outlook.rows import rows_of
from kaname.insights.outlook.scene import Scene
from kaname.insights.outlook.settling import settle
from kaname.insights.outlook.units import Facts, groups_of, people_of
from kaname.insights.series import parts_of


def compute_outlooks(at: datetime) -> None:
    """Compute them and put them in the place of those of before."""
    with Scene.at(at) as scene:
        outlooks, replays, aheads = outlooks_of(scene, at=at)
        goals, outlooks = goal_outlooks(outlooks, aheads, scene, at=at)
        settled = settle(scene, metrics_of(set(scene.definitions), scene))
    keep(outlooks, [*replays, *given_rows(outlooks, today=scene.today)], settled)
    keep_goals(goals)


def outlooks_of(scene: Scene, *, at: datetime) -> tuple[list[Outlook], list[PastOutlook], dict[str, Ahead]]:
    """Everybody's, metric by metric; of groups those of months that nobody replayed yet, and what they are made from.

    Replays of people teach how wide their intervals are, but are not kept: of hundreds they would be half a million.
    """
    asked = [Asked.of(period, list(scene.definitions), scene.crew) for period in scene.periods]
    metrics = metrics_of({key for one in asked for key in one.metrics}, scene)
    facts = Facts.read({key: metric.parts for key, metric in metrics.items()}, scene)
    outlooks: list[Outlook] = []
    replays: list[PastOutlook] = []
    months, of_groups = Months(scene), {}
    for units in (groups_of(scene), people_of(scene)):
        for key, metric in metrics.items():
            doing = units.doing(metric.parts, facts)
            if not doing.owners:
                continue
            ahead = Ahead(metric, doing, facts, scene)
            for one in asked:
                if key in one.metrics:
                    outlooks += rows_of(ahead, one, at=at)
            if not units.of_people:
                of_groups[key] = ahead
                replays += replayed_rows(metric, ahead.replay, units=doing, months=months)
    return outlooks, replays, of_groups


def metrics_of(keys: set[str], scene: Scene) -> dict[str, Metric]:
    """Those whose period's number follows from those of its days, and of which anything was ever loaded."""
    found = {}
    for key in sorted(keys):
        definition = scene.definitions.get(key)
        parts = parts_of(definition, scene.definitions) if definition else None
        until = scene.known_until(key) if parts else None
        if definition and parts and until:
            found[key] = Metric(definition, parts, until)
    return found
