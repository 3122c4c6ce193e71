"""Older targets of rates that are nearer than a goal's, and so keep their value when the goal begins to count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q

from kaname.goals.models import Goal, PlannedTarget, Target
from kaname.goals.models.target import TargetQuerySet
from kaname.goals.reader import Reader
from kaname.goals.spreading.sheet_page import kind_of
from kaname.goals.spreading.sums import SheetSum
from kaname.goals.target_lines import TargetLine, line
from kaname.people.models import Team
from kaname.people.queries import people_in, teams_below


def nearer_targets(goal: Goal, sums: Iterable[SheetSum], *, reader: Reader) -> list[TargetLine]:
    """Those of a team or a person below the goal's owner, or of fewer days, that ask for something else from today on.

    Counts and sums are not among them: what was set for a part of them is taken off what is handed out.
    """
    rates = [one for one in sums if one.whole is not None and kind_of(one.subject.metric_key, reader) == "rate"]
    found = {target.pk: target for one in rates for target in _nearer(goal, one, reader)}
    lines = [line(target, reader) for target in found.values()]
    return sorted(lines, key=lambda one: (one.metric_name, one.owner_name, one.target.starts_on, one.target.ends_on))


def _nearer(goal: Goal, one: SheetSum, reader: Reader) -> Iterator[Target]:
    key, top = one.subject.metric_key, one.subject.team
    on_sheet = set(
        PlannedTarget.objects.filter(goal=goal, metric_key=key).values_list("team", "person", "starts_on", "ends_on")
    )
    for target in _touching(goal, key, top, reader).exclude(goal=goal).select_related("team", "person"):
        is_replaced = (target.team_id, target.person_id, target.starts_on, target.ends_on) in on_sheet
        is_longer = target.starts_on <= goal.starts_on and goal.ends_on <= target.ends_on
        is_tops = target.person_id is None and target.team == top
        if not is_replaced and not (is_tops and is_longer) and target.value != one.whole:
            yield target


def _touching(goal: Goal, metric_key: str, top: Team | None, reader: Reader) -> TargetQuerySet:
    """Targets of the owner and of everybody below that share a day with what is left of the goal's period."""
    targets = Target.objects.visible_in(reader.scope).touching(goal.period).of_metrics([metric_key])
    targets = targets.filter(ends_on__gt=reader.today)
    if top is None:
        return targets
    below = teams_below({top.key})
    people = [person.pk for person in people_in(below, goal.period)]
    return targets.filter(Q(team__key__in=below) | Q(person__in=people))
