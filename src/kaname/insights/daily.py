"""Facts as arrays: what each day, or month, brought the organisation, its teams and its people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kaname.facts.asking.question import Question
from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.query.result import Result
from kaname.goals.resolution.owners import Owner
from kaname.insights.crew import Crew
from kaname.measures.periods import Grain, Period, periods_between

Numbers = NDArray[np.float64]
AT_ONCE = {Grain.DAY: Grain.MONTH, Grain.MONTH: Grain.YEAR}


@dataclass(frozen=True)
class Brought:
    """Numbers of additive metrics by key, shape (n_owners, n_steps), in the crew's order of groups and people."""

    steps: tuple[np.datetime64, ...]
    groups: Mapping[str, Numbers]
    people: Mapping[str, Numbers]


def brought(
    metrics: Sequence[MetricDefinition],
    crew: Crew,
    *,
    span: Period,
    grain: Grain | None,
    question: Question,
    people: bool = True,
) -> Brought:
    """Ask once by team and once by person; the numbers of a team are those of all teams below it together.

    Without a grain the whole span is one step.
    """
    known = {**question.definitions, **{metric.key: metric for metric in metrics}}
    asking = replace(question, definitions=known)
    keys = list(dict.fromkeys(metric.key for metric in metrics))

    def ask(part: Period, by: str) -> Result:
        return asking.ask(keys, since=part.starts_on, until=part.ends_on, where={}, grain=grain, by=(by,))

    parts = _parts(span, grain, question)
    by_team = [ask(part, "team") for part in parts]
    by_person = [_of_people(ask(part, "person"), keys, crew) for part in parts] if people else []
    return Brought(
        steps=tuple(np.datetime64(day) for found in by_team for day in found.periods),
        groups={key: np.hstack([_of_groups(found, key, crew) for found in by_team]) for key in keys},
        people={key: np.hstack([found[key] for found in by_person]) for key in keys} if people else {},
    )


def _parts(span: Period, grain: Grain | None, question: Question) -> list[Period]:
    """Days month by month and months year by year: one answer of everything would be too large for many people."""
    if grain not in AT_ONCE:
        return [span]
    longer = AT_ONCE[grain]
    whole = periods_between(since=span.starts_on, until=span.ends_on, grain=longer, calendar=question.calendar)
    return [part for one in whole if (part := one.intersection(span))]


def _of_groups(found: Result, key: str, crew: Crew) -> Numbers:
    rows = np.nan_to_num(found.grid(key))
    teams = [group[0] for group in found.groups]
    total = [_mask(teams, crew, owner) @ rows if len(teams) else np.zeros(len(found.periods)) for owner in crew.groups]
    return np.array(total)


def _mask(teams: Sequence[str | None], crew: Crew, owner: Owner) -> Numbers:
    below = crew.below(owner)
    return np.array([below is None or team in below for team in teams], dtype=np.float64)


def _of_people(found: Result, keys: Sequence[str], crew: Crew) -> dict[str, Numbers]:
    row_of = {group[0]: row for row, group in enumerate(found.groups)}
    rows = [row_of.get(owner.person) for owner in crew.people]
    nobody = np.zeros(len(found.periods))
    return {
        key: np.array([nobody if row is None else grid[row] for row in rows]).reshape(len(rows), len(found.periods))
        for key in keys
        for grid in [np.nan_to_num(found.grid(key))]
    }
