"""Why a goal is where it is: the difference from what it is compared with, split over the leaves of its tree."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kaname.goals.actuals import actual_values
from kaname.goals.elapsed import Elapsed
from kaname.goals.goal_lines import figures_of
from kaname.goals.kgi.known_days import known_days
from kaname.goals.kpi_tree import scaling
from kaname.goals.kpi_tree.goal_tree import GoalTree
from kaname.goals.kpi_tree.values import computable
from kaname.goals.kpis.planning import kept_nodes
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.measures.comparable import Against, comparable
from kaname.measures.comparison import same_share_day
from kaname.measures.periods import Period
from kaname.measures.tree.contributions import contributions
from kaname.people.queries import team_hours

Values = NDArray[np.float64]
# How near the plan's sum comes to the target that it was made for, as a share of it.
SAME_PLAN = 1e-8


class Comparison(StrEnum):
    """What the actual to date is held against."""

    PACE = "pace"
    TARGET = "target"
    PRIOR_YEAR = "prior_year"
    PRIOR_PERIOD = "prior_period"


@dataclass(frozen=True)
class Split:
    """`parts` by metric sum with `outside` and `unplanned` exactly to `after` - `before`. [unit of the goal's metric]

    `before` is what it is held against and `after` the real actual; `outside` is what the tree does not explain: the
    change of the difference between the real number and the one that the tree makes. `unplanned` is by how much the
    plan for the leaves asks for more (or, below 0, less) than the goal does. `leaves` are each metric's values before
    and after. `period` is the earlier one, where there is one.
    """

    comparison: Comparison
    before: float
    after: float
    parts: dict[str, float]
    outside: float
    leaves: dict[str, tuple[float, float]]
    period: Period | None = None
    unplanned: float = 0.0

    @property
    def difference(self) -> float:
        return self.after - self.before

    @property
    def is_foreign(self) -> bool:
        """Whether all of the difference is outside the tree: a team that sells without appointments."""
        return bool(self.outside) and not any(self.parts.values())


def split_of(
    comparison: Comparison, *, goal: Goal, goal_tree: GoalTree, to_date: Values, elapsed: Elapsed, reader: Reader
) -> Split | None:
    """The split, or None where one of the two sides is not known, or only a part of the earlier period is.

    Parameters
    ----------
    to_date : ndarray, shape (n_nodes,)
        Actuals of the goal's period so far. [each node's unit]
    """
    if comparison in (Comparison.PACE, Comparison.TARGET):
        share = elapsed.share if comparison is Comparison.PACE else 1.0
        return _from_plan(comparison, goal, goal_tree, to_date=to_date, share=share, reader=reader)
    period = _earlier(comparison, goal, elapsed, reader)
    keys = [key for key in dict.fromkeys(goal_tree.keys) if computable(key, reader)]
    known = known_days(*keys, team=goal.team, reader=reader)
    if period is None or known is None or not known.cover(period):
        return None
    asked = {"team": goal.team, "definitions": reader.definitions, "calendar": reader.calendar}
    found = actual_values(keys, period=period, **asked)  # type: ignore[arg-type]
    values = np.array([np.nan if (one := found.get(key)) is None else one for key in goal_tree.keys], dtype=np.float64)
    leaves = values[list(goal_tree.tree.leaves)]
    return split_between(comparison, goal_tree, before=leaves, root=float(values[0]), to_date=to_date, period=period)


def grows_with_time(metric_key: str, reader: Reader) -> bool:
    """Whether twice the time brings about twice as much: counts and sums, also of different things counted once."""
    return metric_key in reader.definitions and scaling.grows_with_time(metric_key, reader.definitions)


def _from_plan(
    comparison: Comparison, goal: Goal, goal_tree: GoalTree, *, to_date: Values, share: float, reader: Reader
) -> Split | None:
    """Against what is planned for the leaves, and what the goal asks for beyond that."""
    scale = np.array([share if grows_with_time(key, reader) else 1.0 for key in goal_tree.keys])
    leaves = list(goal_tree.tree.leaves)
    planned = kept_nodes(goal_tree)[leaves] * scale[leaves]
    asked, made = figures_of(goal).nearest, float(goal_tree.tree.evaluate(planned)[0])
    root = made if asked is None else plan_or_target(made=made, asked=asked * float(scale[0]))
    return split_between(comparison, goal_tree, before=planned, root=root, to_date=to_date, unplanned=made - root)


def plan_or_target(*, made: float, asked: float) -> float:
    """The target, or what the plan of the leaves makes where that is the same but for rounding. [unit of the goal]"""
    return made if abs(asked - made) <= SAME_PLAN * max(abs(asked), abs(made)) else asked


def _earlier(comparison: Comparison, goal: Goal, elapsed: Elapsed, reader: Reader) -> Period | None:
    """The earlier period, up to where the same share of its working time had passed."""
    against = Against.PRIOR_YEAR if comparison is Comparison.PRIOR_YEAR else Against.PRIOR_PERIOD
    whole = comparable(goal.period, against, calendar=reader.calendar)
    until = whole.ends_on if elapsed.over else None
    if elapsed.running:
        days, hours = team_hours(goal.team.key if goal.team else None, whole)
        passed = (reader.today - goal.starts_on).days
        until = same_share_day(hours=hours, days=days, share=elapsed.share, elapsed_days=passed)
    return None if until is None or until <= whole.starts_on else Period(whole.starts_on, until)


def split_between(
    comparison: Comparison,
    goal_tree: GoalTree,
    *,
    before: Values,
    root: float,
    to_date: Values,
    period: Period | None = None,
    unplanned: float = 0.0,
) -> Split | None:
    """Of values that are known already: those of the leaves `before`, the goal's metric then, and all nodes to date."""
    after = to_date[list(goal_tree.tree.leaves)]
    found = contributions(goal_tree.tree, before=before, after=after)
    after_all = float(to_date[0])
    if not np.isfinite([root, after_all, float(found.total)]).all():
        return None
    parts: dict[str, float] = {}
    leaves: dict[str, tuple[float, float]] = {}
    for key, part, then, now in zip(
        goal_tree.leaf_keys, found.leaves.tolist(), before.tolist(), after.tolist(), strict=True
    ):
        parts[key] = parts.get(key, 0.0) + part
        leaves[key] = (then, now)
    outside = _rest((after_all - root) - float(found.total) - unplanned, root, after_all)
    return Split(comparison, root, after_all, parts, outside, leaves, period, unplanned)


def _rest(outside: float, before: float, after: float) -> float:
    """Rounding of floats is nothing that the tree leaves out."""
    return 0.0 if abs(outside) <= 1e-9 * max(abs(before), abs(after), 1.0) else outside
