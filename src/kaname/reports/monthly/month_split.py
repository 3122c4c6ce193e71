"""Why the month came out as it did: its difference split over the KPI tree, of any subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.facts.asking.question import Moment, Question
from kaname.goals.goal_words import known_name
from kaname.goals.kpi_tree.goal_tree import GoalTree, tree_below
from kaname.goals.kpi_tree.values import computable
from kaname.goals.kpis.split import Comparison, Split, grows_with_time, plan_or_target, split_between
from kaname.goals.models import Goal
from kaname.goals.queries import targets_for
from kaname.goals.targets import ResolvedTarget
from kaname.measures.comparison import Earlier
from kaname.measures.periods import Period
from kaname.people.models import Team
from kaname.reports.monthly.asked import Asked
from kaname.reports.monthly.numbers import MonthNumbers
from kaname.web.store import facts

Values = NDArray[np.float64]
Found = Mapping[str, float | None]


@dataclass(frozen=True)
class MonthSplit:
    """A split of the month's difference in one metric; `name` is the metric's."""

    metric_key: str
    name: str
    split: Split


def month_splits(numbers: MonthNumbers) -> list[MonthSplit]:
    """Against the targets of the month, the month before and the year before, as far as these are known."""
    asked = numbers.asked
    goal = _goal_with_tree(asked)
    found = tree_below(goal) if goal else None
    if goal is None or found is None or not all(computable(key, asked.reader) for key in found.keys):
        return []
    keys = list(dict.fromkeys(found.keys))
    now = _values(keys, asked.month, asked)
    targets = _targets(keys, numbers.board.progress.share, asked)
    made = [_split(Comparison.TARGET if asked.over else Comparison.PACE, found, targets, now)]
    for comparison, earlier in _known_earlier(goal.metric_key, numbers).items():
        made.append(_split(comparison, found, _earlier(keys, earlier, asked), now, earlier))
    name = known_name(goal.metric_key, asked.reader)
    return [MonthSplit(goal.metric_key, name, split) for split in made if split and not split.is_foreign]


def _known_earlier(metric_key: str, numbers: MonthNumbers) -> dict[Comparison, Earlier | None]:
    """The months to compare with; those in which the table of results knows no number of the metric are left out."""
    progress = numbers.board.progress
    kpi = next((one for one in (*numbers.kpis, *numbers.others) if one.key == metric_key), None)
    found: dict[Comparison, Earlier | None] = {
        Comparison.PRIOR_PERIOD: progress.previous,
        Comparison.PRIOR_YEAR: progress.year_before,
    }
    if kpi is None:
        return found
    changes = {Comparison.PRIOR_PERIOD: kpi.previous, Comparison.PRIOR_YEAR: kpi.year_before}
    known = {comparison for comparison, change in changes.items() if change and change.before is not None}
    return {comparison: earlier for comparison, earlier in found.items() if comparison in known}


def _goal_with_tree(asked: Asked) -> Goal | None:
    """The subject's own goal of the month, else the nearest one above: what it is made of holds for its teams too."""
    counting = Goal.objects.current().published().filter(nodes__isnull=False)
    touching = counting.filter(starts_on__lt=asked.month.ends_on, ends_on__gt=asked.month.starts_on).distinct()
    team: Team | None = asked.team
    while team is not None:
        if own := touching.filter(team=team).first():
            return own
        team = team.parent
    return touching.filter(team=None).first()


def _values(keys: Sequence[str], period: Period, asked: Asked) -> Found:
    """The subject's values in a stretch of days."""
    reader = asked.reader
    with Moment.of(facts()) as moment:
        question = Question(moment, reader.definitions, reader.calendar, None)
        return question.total(keys, period=period, where=asked.subject.where)


def _earlier(keys: Sequence[str], earlier: Earlier | None, asked: Asked) -> Found:
    """Nothing where the earlier month is not known or without facts: a rise from nothing explains nothing."""
    if earlier is None:
        return {}
    found = _values(keys, Period(earlier.period.starts_on, earlier.until), asked)
    return found if any(found.values()) else {}


def _targets(keys: Sequence[str], share: float, asked: Asked) -> Found:
    """What is asked of every metric by now: all leaves need a target, or there is nothing to split against."""
    person = asked.subject.person
    found = targets_for(
        metric_keys=keys,
        period=asked.month,
        team_key=asked.subject.team,
        person_keys=[person] if person else [],
        definitions=asked.reader.definitions,
    )
    people = {metric: target for (metric, _key), target in found.people.items() if target.is_own}
    own: Mapping[str, ResolvedTarget] = people if person else found.team
    scale = {key: share if grows_with_time(key, asked.reader) else 1.0 for key in keys}
    return {key: target.value * scale[key] for key, target in own.items() if target.upper is None}


def _split(
    comparison: Comparison, found: GoalTree, before: Found, after: Found, earlier: Earlier | None = None
) -> Split | None:
    """None where the metric is not known on one of the two sides, or a leaf has no target."""
    root, leaves = before.get(found.keys[0]), _array(found.leaf_keys, before)
    if root is None or (comparison in AIMS and np.isnan(leaves).any()):
        return None
    made = float(found.tree.evaluate(leaves)[0]) if comparison in AIMS else float(root)
    whole = plan_or_target(made=made, asked=float(root))
    return split_between(
        comparison,
        found,
        before=leaves,
        root=whole,
        to_date=_array(found.keys, after),
        period=earlier.period if earlier else None,
        unplanned=made - whole,
    )


AIMS = frozenset({Comparison.TARGET, Comparison.PACE})


def _array(keys: Sequence[str], values: Found) -> Values:
    return np.array([np.nan if (one := values.get(key)) is None else float(one) for key in keys], dtype=np.float64)
