"""All outlooks of a day: for every metric with a target, every open period, the organisation, its teams and people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kaname.insights.models import Outlook
from kaname.insights.outlook.asked import Asked
from kaname.insights.outlook.estimating import Daily, Metric
from kaname.insights.outlook.keeping import keep
from kaname.insights.outlook.replaying import replayed
from kaname.insights.outlook.rows import rows_of
from kaname.insights.outlook.scene import Scene
from kaname.insights.outlook.units import Facts, groups_of, people_of
from kaname.insights.series import parts_of
from kaname.measures.outlook.correction import correction_at

EVERYTHING = slice(None)


def compute_outlooks(at: datetime) -> None:
    """Compute them and put them in the place of those of before."""
    with Scene.at(at) as scene:
        keep(list(outlooks(scene, at=at)), today=scene.today)


def outlooks(scene: Scene, *, at: datetime) -> Iterator[Outlook]:
    """Everybody's, metric by metric."""
    asked = {period: Asked.of(period, list(scene.definitions), scene.crew) for period in scene.periods}
    metrics = metrics_of({key for one in asked.values() for key in one.metrics}, scene)
    facts = Facts.read({key: metric.parts for key, metric in metrics.items()}, scene)
    for units in (groups_of(scene), people_of(scene)):
        for key, metric in metrics.items():
            daily = Daily.of(metric, units, facts, scene)
            corrections = replayed(metric, daily, units, scene).corrections
            for period in scene.periods:
                if key in asked[period].metrics:
                    correction = correction_at(corrections, share=scene.share(period))
                    found = daily.outlooks(units.open_period(period, scene), EVERYTHING, correction)
                    yield from rows_of(metric, found, units=units, asked=asked[period], at=at)


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
