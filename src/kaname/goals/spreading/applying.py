"""From the sheet of a goal to targets in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from kaname.goals.in_use import all_metrics, in_use
from kaname.goals.models import Goal, PlannedTarget, Target
from kaname.goals.setting import may_set
from kaname.goals.setting_many import Slot, WantedTarget, restore_targets, set_targets, withdraw_targets
from kaname.goals.spreading.subjects import tops_of
from kaname.goals.spreading.taken import require_free
from kaname.goals.spreading.teams import TeamTree
from kaname.measures.direction import Direction
from kaname.measures.periods import Period
from kaname.people.models import User
from kaname.people.queries import organisation
from kaname.people.scope import Scope, scope_of

T = TypeVar("T")
# A query names so many targets at most.
MANY = 5_000


@transaction.atomic
def apply_sheet(goal: Goal, *, reason: str, by: User | None, at: datetime) -> int:
    """Set what stands on the goal's sheet, and withdraw its targets that no longer do. Returns how many changed.

    A target that another goal set already serves both: it stays with that goal, unless that is archived, and the later
    value holds.
    Targets of people whom the user does not manage now (they come later, or went to another team) are not set: they
    have their part of what their team keeps for them.

    Raises
    ------
    GoalsError
        target_of_other_goal, target_of_archived_goal; what is wrong with a target; reason_needed where one changes
        that is in force.
    """
    wanted = [_wanted(one) for one in _planned(goal, by=by, at=at)]
    require_free(goal, wanted)
    targets, changed = set_targets(wanted, by=by, at=at, reason=reason)
    kept = {target.pk for target in targets} | {goal.target_id or 0}
    free = Q(goal=None) | Q(goal__archived_at__isnull=False)
    for some in _in_lots([target.pk for target in targets if target.goal_id != goal.pk]):
        Target.objects.filter(free, pk__in=some).update(goal=goal)
    held = Target.objects.in_force().filter(goal=goal).select_related("team", "person")
    gone = [one for one in held if one.pk not in kept]
    return changed + withdraw_of_goal(gone, reason=reason, by=by, at=at)


def withdraw_of_goal(targets: Iterable[Target], *, reason: str, by: User | None, at: datetime) -> int:
    """Withdraw targets of a goal that is the user's to set. How many there were.

    Among them may be those of people who went to a team of somebody else: they go with the goal, in nobody's name.
    """
    return sum(
        withdraw_targets(some, reason=reason, by=who, at=at)
        for whose, who in by_whom(targets, by, at)
        for some in whose
    )


def restore_of_goal(targets: Iterable[Target], *, by: User | None, at: datetime) -> int:
    """Undo the withdrawal of targets of a goal that is the user's to set, in the same way. How many there were."""
    return sum(restore_targets(some, by=who, at=at) for whose, who in by_whom(targets, by, at) for some in whose)


def by_whom(
    targets: Iterable[Target], by: User | None, at: datetime
) -> Iterator[tuple[Iterator[Sequence[Target]], User | None]]:
    """The targets that are the user's to set, and those that are not, in nobody's name; in lots for one query each."""
    scope = _scope(by, at)
    own: list[Target] = []
    rest: list[Target] = []
    for target in targets:
        settable = scope is None or may_set(scope, team=target.team, person=target.person)
        (own if settable else rest).append(target)
    yield _in_lots(own), by
    yield _in_lots(rest), None


@dataclass(frozen=True)
class Difference:
    """How many targets stand on a sheet (`all`): new ones, others than are in force; and how many do no longer."""

    all: int
    new: int
    changed: int
    gone: int

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def difference(goal: Goal, *, by: User | None, at: datetime) -> Difference:
    """What the sheet asks for beside what is in force."""
    wanted = {_slot_of(one): one.value for one in _planned(goal, by=by, at=at)}
    held = _values(Target.objects.in_force().touching(goal.period).of_metrics({slot[0] for slot in wanted}))
    own = _values(goal.targets.in_force().exclude(pk=goal.target_id or 0))
    return Difference(
        all=len(wanted),
        new=len(wanted.keys() - held.keys()),
        changed=sum(slot in held and held[slot] != value for slot, value in wanted.items()),
        gone=len(own.keys() - wanted.keys()),
    )


def _planned(goal: Goal, *, by: User | None, at: datetime) -> list[PlannedTarget]:
    """The rows of the sheet that count: of metrics that are the goal's, within its days, of teams that are its own.

    What is best within a range needs its upper end, which no sheet has.
    """
    known = in_use(all_metrics())
    plain = [key for key, metric in known.items() if metric.direction is not Direction.RANGE]
    rows = PlannedTarget.objects.filter(
        goal=goal, metric_key__in=plain, starts_on__gte=goal.starts_on, ends_on__lte=goal.ends_on
    )
    places, scope = _Places(goal), _scope(by, at)
    return [
        row
        for row in rows.select_related("team", "person").order_by("pk")
        if places.hold(row) and (scope is None or row.person is None or may_set(scope, team=None, person=row.person))
    ]


class _Places:
    """Which owners a metric has under a goal."""

    def __init__(self, goal: Goal) -> None:
        self.goal, self.teams = goal, TeamTree.read()
        self._of: dict[str, tuple[bool, frozenset[int]]] = {}

    def hold(self, row: PlannedTarget) -> bool:
        """The KGI's own value is none of them: it is the goal's target."""
        everywhere, ids = self._within(row.metric_key)
        whole = row.starts_on == self.goal.starts_on and row.ends_on == self.goal.ends_on
        is_kgi = row.metric_key == self.goal.metric_key and row.team_id == self.goal.team_id and row.person_id is None
        if whole and is_kgi:
            return False
        return everywhere or (bool(ids) if row.person_id is not None else row.team_id in ids)

    def _within(self, metric_key: str) -> tuple[bool, frozenset[int]]:
        if metric_key not in self._of:
            tops = tops_of(self.goal, metric_key)
            ids = frozenset[int]().union(*(self.teams.within(top) for top in tops))
            self._of[metric_key] = None in tops, ids
        return self._of[metric_key]


def _wanted(row: PlannedTarget) -> WantedTarget:
    return WantedTarget(
        metric_key=row.metric_key,
        period=Period(row.starts_on, row.ends_on),
        value=row.value,
        team=row.team,
        person=row.person,
        keeps_baseline=True,
    )


def _slot_of(row: PlannedTarget) -> Slot:
    return row.metric_key, row.team_id, row.person_id, row.starts_on, row.ends_on


def _values(targets: Iterable[Target] | object) -> dict[Slot, Decimal]:
    names = ("metric_key", "team_id", "person_id", "starts_on", "ends_on", "value")
    rows: Sequence[tuple[str, int | None, int | None, date, date, Decimal]] = targets.values_list(*names)  # type: ignore[union-attr]
    return {tuple(row[:5]): row[5] for row in rows}  # type: ignore[misc]


def _in_lots(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[at : at + MANY] for at in range(0, len(items), MANY))


def _scope(by: User | None, at: datetime) -> Scope | None:
    """What the user may set; nobody is the command line, which may all."""
    return None if by is None else scope_of(by, organisation().today(at))
