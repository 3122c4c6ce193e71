"""Setting, revising, withdrawing and restoring targets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from kaname.goals.authors import author_name
from kaname.goals.errors import GoalsError
from kaname.goals.in_use import MetricInUse, all_metrics
from kaname.goals.models import Target, TargetFigures, TargetRevision
from kaname.goals.notices import tell_of_changes
from kaname.goals.sheet_follows import back_on_sheet, leave_sheets, sheets_follow
from kaname.goals.typed import storable
from kaname.measures.direction import Direction
from kaname.measures.periods import DAY_AFTER_LAST, FIRST_DAY, ONE_DAY, Period, within_reach
from kaname.people.models import Person, Team, User
from kaname.people.queries import organisation
from kaname.people.scope import Scope, scope_of
from kaname.web.live import hub

LONGEST_REASON = 500
LONGEST_YEARS = 10


def may_set(scope: Scope, *, team: Team | None, person: Person | None) -> bool:
    """Whether targets of this team, this person or (neither given) the organisation are the reader's to set."""
    if scope.everything:
        return True
    if team is not None:
        return team.key in scope.managed_team_keys
    return person is not None and bool(scope.managed_team_keys) and person.key in scope.person_keys


def require_may_set(user: User | None, *, team: Team | None, person: Person | None, at: datetime) -> None:
    """Raise GoalsError not_yours_to_set unless the user manages the team; nobody is the command line, which may all."""
    if user is not None and not may_set(scope_of(user, organisation().today(at)), team=team, person=person):
        raise GoalsError("not_yours_to_set")


@transaction.atomic
def set_target(
    *,
    metric_key: str,
    period: Period,
    value: Decimal,
    by: User | None,
    at: datetime,
    team: Team | None = None,
    person: Person | None = None,
    upper: Decimal | None = None,
    baseline: Decimal | None = None,
    reason: str = "",
) -> Target:
    """Set the target of a team, a person or (neither given) the organisation for a period.

    Where one is in force already it is revised, which needs a reason; setting the same figures again changes nothing.

    Raises
    ------
    GoalsError
        not_yours_to_set, metric_unknown, period_out_of_reach, reason_needed, or what is wrong with the figures.
    """
    require_may_set(by, team=team, person=person, at=at)
    figures = checked_figures(metric_key, value=value, upper=upper, baseline=baseline)
    require_reachable(period)
    if team is not None and person is not None:
        raise GoalsError("one_owner")
    target, is_new = Target.objects.select_for_update().get_or_create(
        metric_key=metric_key,
        team=team,
        person=person,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        defaults=figures,
    )
    if is_new:
        first = first_revision(target, reason=worded(reason), by=by, at=at)
        first.save()
        made_known([first])
    elif target.withdrawn_at is not None or figures != target.figures:
        _revise(target, figures, reason=reason, by=by, at=at)
    return target


@transaction.atomic
def revise_target(
    target: Target,
    *,
    value: Decimal,
    by: User | None,
    at: datetime,
    reason: str,
    upper: Decimal | None = None,
    baseline: Decimal | None = None,
    seen: int | None = None,
    besides: Collection[int] = (),
) -> None:
    """Change a target's figures, with a reason; the same figures again change nothing.

    Everybody whose target it is gets a notice, apart from `by` and the users `besides`.

    Raises
    ------
    GoalsError
        As `set_target`; changed_meanwhile if `seen` is not the target's newest revision any more.
    """
    require_may_set(by, team=target.team, person=target.person, at=at)
    _require_newest(target, seen)
    figures = checked_figures(target.metric_key, value=value, upper=upper, baseline=baseline)
    if target.withdrawn_at is None and figures == target.figures:
        return
    _revise(target, figures, reason=reason, by=by, at=at, besides=besides)


def _revise(
    target: Target,
    figures: TargetFigures,
    *,
    reason: str,
    by: User | None,
    at: datetime,
    besides: Collection[int] = (),
) -> None:
    was_withdrawn = target.withdrawn_at is not None
    why = worded(reason, needed=not was_withdrawn)
    made_known([target.revise(**figures, reason=why, by=by, at=at)], besides=besides)
    if was_withdrawn:
        back_on_sheet(target)


@transaction.atomic
def withdraw_target(target: Target, *, reason: str, by: User | None, at: datetime) -> None:
    """Take a target out of force, with a reason; it stays in the history and can be restored. Raises GoalsError."""
    require_may_set(by, team=target.team, person=target.person, at=at)
    if target.withdrawn_at is not None:
        raise GoalsError("already_withdrawn")
    made_known([target.withdraw(reason=worded(reason, needed=True), by=by, at=at)])
    leave_sheets(target)


@transaction.atomic
def restore_target(target: Target, *, by: User | None, at: datetime) -> None:
    """Undo a withdrawal. Raises GoalsError."""
    require_may_set(by, team=target.team, person=target.person, at=at)
    if target.withdrawn_at is None:
        raise GoalsError("not_withdrawn")
    made_known([target.restore(by=by, at=at)])
    back_on_sheet(target)


def made_known(revisions: Sequence[TargetRevision], *, besides: Collection[int] = ()) -> None:
    """What follows from revisions: who is concerned is told, sheets of goals follow, open pages are renewed."""
    tell_of_changes(revisions, besides=besides)
    sheets_follow(revisions)
    transaction.on_commit(hub.publish)


def checked_figures(
    metric_key: str,
    *,
    value: Decimal,
    upper: Decimal | None,
    baseline: Decimal | None,
    metrics: Mapping[str, MetricInUse] | None = None,
) -> TargetFigures:
    """The figures as the ledger keeps them, if they suit the metric; given `metrics` are not read again."""
    metric = (all_metrics() if metrics is None else metrics).get(metric_key)
    if metric is None:
        raise GoalsError("metric_unknown", metric=metric_key)
    ranged = metric.definition.direction is Direction.RANGE
    if ranged != (upper is not None):
        raise GoalsError("upper_needed" if ranged else "upper_unwanted")
    if upper is not None and upper < value:
        raise GoalsError("range_reversed")
    return {
        "value": storable(value),
        "upper": None if upper is None else storable(upper),
        "baseline": None if baseline is None else storable(baseline),
    }


def require_reachable(period: Period) -> None:
    """Targets are shared out day by day, so that their periods have to end somewhere."""
    reachable = within_reach(period.starts_on) and within_reach(period.ends_on)
    if not reachable or period.days > LONGEST_YEARS * 366:
        last = DAY_AFTER_LAST - ONE_DAY
        raise GoalsError("period_out_of_reach", first=FIRST_DAY, last=last, years=LONGEST_YEARS)


def _require_newest(target: Target, seen: int | None) -> None:
    """Two people may change a target at the same time; the second one is told of the first."""
    newest = target.revisions.select_related("by__person").last()
    if seen is not None and newest is not None and newest.pk != seen:
        raise GoalsError("changed_meanwhile", by=author_name(newest.by))


def worded(reason: str, *, needed: bool = False) -> str:
    """The reason with single spaces. Raises GoalsError reason_needed or reason_too_long."""
    reason = " ".join(reason.split())
    if needed and not reason:
        raise GoalsError("reason_needed")
    if len(reason) > LONGEST_REASON:
        raise GoalsError("reason_too_long", limit=LONGEST_REASON)
    return reason


def first_revision(target: Target, *, reason: str, by: User | None, at: datetime) -> TargetRevision:
    """With which a target's history begins, not saved yet."""
    return TargetRevision(
        target=target,
        new_value=target.value,
        new_upper=target.upper,
        new_baseline=target.baseline,
        reason=reason,
        by=by,
        at=at,
    )
