"""Outlooks as they would have been given in months that are over: what they teach, and how good they were."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from kaname.insights.outlook.estimating import Daily, Metric
from kaname.insights.outlook.scene import Scene
from kaname.insights.outlook.units import Units
from kaname.measures.outlook.replay import History, Replay, replay
from kaname.measures.periods import Period

MONTHS = 12


def months_before(scene: Scene) -> list[date]:
    """Where the last whole months begin, and the day after the last one: those that have a history before them."""
    last = scene.months.ends_on
    count = last.year * 12 + last.month - 1
    return [date((count - back) // 12, (count - back) % 12 + 1, 1) for back in range(MONTHS, -1, -1)]


def replayed(metric: Metric, daily: Daily, units: Units, scene: Scene) -> Replay:
    """Of the last months, each from the days before it alone; kept until facts of these days change."""
    bounds = months_before(scene)
    past = slice(0, scene.place(scene.today))

    def make() -> Replay:
        return replay(
            history=History(scene.crew.days[past], units.hours[:, past], scene.closed[past], units.teams),
            bounds=bounds,
            outlook=daily.outlooks,
            above=daily.value,
            below=daily.events if daily.kind in ("rate", "average") else None,
        )

    # Facts come in late, and people move: what was learned holds for the day on which nothing of it changed.
    key: Hashable = ("replay", metric.definition, units.of_people, bounds[-1], scene.state)
    moment = scene.question.facts
    return moment.history.get(key, Period(scene.past.starts_on, bounds[-1]), make, revision=moment.revision)
