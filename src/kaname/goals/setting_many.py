"""Setting, withdrawing and restoring many targets at once: a year of a whole organisation in a few queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from kaname.goals.errors import GoalsError
from kaname.goals.in_use import all_metrics
from kaname.goals.models import Target, TargetFigures, TargetRevision
from kaname.goals.setting import checked_figures, first_revision, made_known, may_set, require_reachable, worded
from kaname.goals.sheet_follows import back_on_sheet
from kaname.measures.periods import Period
from kaname.people.models import Person, Team, User
from kaname.people.queries import organisation
from kaname.people.scope import scope_of

Slot = tuple[str, int | None, int | None, date, date]


@dataclass(frozen=True)
class WantedTarget:
    """What one owner (a team, a person or, neither given, the organisation) should reach in a period.

    With `keeps_baseline` a target that exists stays compared with what it was.
    """

    metric_key: str
    period: Period
    value: Decimal
    upper: Decimal | None = None
    baseline: Decimal | None = None
    team: Team | None = None
    person: Person | None = None
    keeps_baseline: bool = False

    @property
    def slot(self) -> Slot:
        team = None if self.team is None else self.team.pk
        person = None if self.person is None else self.person.pk
        return self.metric_key, team, person, self.period.starts_on, self.period.ends_on


@transaction.atomic
def set_targets(
    wanted: Sequence[WantedTarget], *, by: User | None, at: datetime, reason: str = ""
) -> tuple[list[Target], int]:
    """Set or revise them all, or none; each as `set_target` does it. (the targets in order, how many changed)

    Raises
    ------
    GoalsError
        As `set_target`; set_meanwhile if somebody else sets one of them at this moment.
    ValueError
        If two are for the same metric, owner and period.
    """
    if len({one.slot for one in wanted}) < len(wanted):
        raise ValueError("the same target twice")
    _require_may_set_all([(one.team, one.person) for one in wanted], by=by, at=at)
    figures = _all_checked(wanted)
    targets = _locked_in(wanted)
    pairs = list(zip(wanted, figures, strict=True))
    new = [Target(**_place(one), **asked) for one, asked in pairs if one.slot not in targets]
    revisions = [first_revision(target, reason=worded(reason), by=by, at=at) for target in _created(new)]
    for one, asked in pairs:
        before = targets.get(one.slot)
        if before is not None and one.keeps_baseline:
            asked["baseline"] = before.baseline
        if before is not None and (before.withdrawn_at is not None or before.figures != asked):
            why = worded(reason, needed=before.withdrawn_at is None)
            revisions.append(_change(before, **asked, withdrawn_at=None, reason=why, by=by, at=at))
    targets |= {_slot(target): target for target in new}
    _save(revisions, new=new)
    for revision in revisions:
        if revision.old_value is None:
            back_on_sheet(revision.target)
    return [targets[one.slot] for one in wanted], len(revisions)


@transaction.atomic
def withdraw_targets(targets: Iterable[Target], *, reason: str, by: User | None, at: datetime) -> int:
    """Take those that are in force out of it, with a reason; how many there were. Raises GoalsError."""
    found = [target for target in _locked(targets) if target.withdrawn_at is None]
    _require_may_set_all([(target.team, target.person) for target in found], by=by, at=at)
    why = worded(reason, needed=True)
    _save([_change(one, None, one.upper, one.baseline, withdrawn_at=at, reason=why, by=by, at=at) for one in found])
    return len(found)


@transaction.atomic
def restore_targets(targets: Iterable[Target], *, by: User | None, at: datetime) -> int:
    """Undo the withdrawal of those that were withdrawn; how many there were. Raises GoalsError."""
    found = [target for target in _locked(targets) if target.withdrawn_at is not None]
    _require_may_set_all([(target.team, target.person) for target in found], by=by, at=at)
    _save([_change(one, **one.figures, withdrawn_at=None, reason="", by=by, at=at) for one in found])
    return len(found)


def _require_may_set_all(
    owners: Collection[tuple[Team | None, Person | None]], *, by: User | None, at: datetime
) -> None:
    if by is None or not owners:
        return
    scope = scope_of(by, organisation().today(at))
    if not all(may_set(scope, team=team, person=person) for team, person in owners):
        raise GoalsError("not_yours_to_set")


def _all_checked(wanted: Sequence[WantedTarget]) -> list[TargetFigures]:
    metrics = all_metrics()
    for one in wanted:
        require_reachable(one.period)
        if one.team is not None and one.person is not None:
            raise GoalsError("one_owner")
    return [
        checked_figures(one.metric_key, value=one.value, upper=one.upper, baseline=one.baseline, metrics=metrics)
        for one in wanted
    ]


def _locked_in(wanted: Sequence[WantedTarget]) -> dict[Slot, Target]:
    """Targets of these metrics and days that exist, withdrawn ones too, by slot."""
    found = Target.objects.select_for_update().filter(
        metric_key__in={one.metric_key for one in wanted},
        starts_on__in={one.period.starts_on for one in wanted},
        ends_on__in={one.period.ends_on for one in wanted},
    )
    slots = {one.slot for one in wanted}
    return {_slot(target): target for target in found if _slot(target) in slots}


def _created(new: Sequence[Target]) -> list[Target]:
    try:
        with transaction.atomic():
            return Target.objects.bulk_create(new)
    except IntegrityError as error:
        raise GoalsError("set_meanwhile") from error


def _locked(targets: Iterable[Target]) -> list[Target]:
    """The targets as they are now."""
    rows = Target.objects.select_for_update().filter(pk__in=[target.pk for target in targets])
    found = list(rows)
    teams = Team.objects.in_bulk({target.team_id for target in found if target.team_id is not None})
    people = Person.objects.in_bulk({target.person_id for target in found if target.person_id is not None})
    for target in found:
        target.team, target.person = teams.get(target.team_id or 0), people.get(target.person_id or 0)
    return found


def _slot(target: Target) -> Slot:
    return target.metric_key, target.team_id, target.person_id, target.starts_on, target.ends_on


def _place(one: WantedTarget) -> dict[str, object]:
    return {
        "metric_key": one.metric_key,
        "team": one.team,
        "person": one.person,
        "starts_on": one.period.starts_on,
        "ends_on": one.period.ends_on,
    }


def _change(
    target: Target,
    value: Decimal | None,
    upper: Decimal | None,
    baseline: Decimal | None,
    *,
    withdrawn_at: datetime | None,
    reason: str,
    by: User | None,
    at: datetime,
) -> TargetRevision:
    """Change the target, not saved yet; what is to be kept of it."""
    revision = TargetRevision(
        target=target,
        old_value=None if target.withdrawn_at else target.value,
        new_value=value,
        old_upper=target.upper,
        new_upper=upper,
        old_baseline=target.baseline,
        new_baseline=baseline,
        reason=reason,
        by=by,
        at=at,
    )
    target.value = target.value if value is None else value
    target.upper, target.baseline, target.withdrawn_at = upper, baseline, withdrawn_at
    return revision


def _save(revisions: Sequence[TargetRevision], *, new: Sequence[Target] = ()) -> None:
    """Write what changed and tell whom it concerns; `new` targets are written already."""
    written = {target.pk for target in new}
    changed = [revision.target for revision in revisions if revision.target_id not in written]
    Target.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["value", "upper", "baseline", "withdrawn_at"],
    )
    made_known(TargetRevision.objects.bulk_create(revisions))
