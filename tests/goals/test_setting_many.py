"""Many targets at once: the same rules as for one, in a few queries."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kaname.goals.errors import GoalsError
from kaname.goals.models import Target, TargetNotice, TargetRevision
from kaname.goals.operations import withdraw_target
from kaname.goals.setting_many import WantedTarget, restore_targets, set_targets, withdraw_targets
from kaname.measures.periods import FiscalCalendar, Grain, Period, periods_between
from tests.conftest import person

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
YEAR = Period(date(2026, 4, 1), date(2027, 4, 1))
MONTHS = periods_between(since=YEAR.starts_on, until=YEAR.ends_on, grain=Grain.MONTH, calendar=FiscalCalendar())


def wanted(value=100, *, metric="calls", months=MONTHS, **owner):
    return [WantedTarget(metric, month, Decimal(value), **owner) for month in months]


def setting(asked, by, reason=""):
    return set_targets(asked, by=by and by.user, at=AT, reason=reason)


def refusal(action):
    with pytest.raises(GoalsError) as refused:
        action()
    return refused.value.code


def test_it_sets_revises_and_leaves_what_is_the_same(aiko, ben, east):
    setting(wanted(100, person=ben), aiko)
    same, changed = wanted(100, person=ben)[:6], wanted(110, person=ben)[6:]
    targets, count = setting([*wanted(500, team=east), *same, *changed], aiko, reason="New plan.")
    assert count == 12 + 6
    assert [target.value for target in targets] == [500] * 12 + [100] * 6 + [110] * 6
    assert [target.period for target in targets] == [*MONTHS, *MONTHS]
    assert Target.objects.count() == 24
    newest = targets[-1].revisions.last()
    assert (newest.old_value, newest.new_value, newest.reason, newest.by) == (100, 110, "New plan.", aiko.user)
    assert targets[12].revisions.count() == 1


def test_all_is_as_if_each_had_been_set_alone(aiko, ben, east, dai):
    setting([*wanted(100, person=ben), *wanted(500, team=east)], dai)
    assert TargetRevision.objects.filter(old_value=None, by=dai.user, at=AT).count() == 24
    # Ben is told of his and of the team's, Aiko of the team's.
    assert [TargetNotice.objects.filter(user=one.user).count() for one in (ben, aiko, dai)] == [24, 12, 0]


def test_a_withdrawn_one_comes_back_into_force_without_a_reason(aiko, ben):
    (target,), _count = setting(wanted(person=ben, months=MONTHS[:1]), aiko)
    withdraw_target(target, reason="?", by=aiko.user, at=AT)
    setting(wanted(person=ben, months=MONTHS[:1]), aiko)
    assert Target.objects.in_force().get() == target
    assert target.revisions.last().old_value is None


@pytest.mark.parametrize(("keeps", "baseline"), [(True, 80), (False, None)])
def test_what_a_target_is_compared_with_is_kept_where_asked(aiko, ben, keeps, baseline):
    (month, *_rest) = MONTHS
    setting([WantedTarget("calls", month, Decimal(100), baseline=Decimal(80), person=ben)], aiko)
    again = WantedTarget("calls", month, Decimal(110), person=ben, keeps_baseline=keeps)
    setting([again], aiko, reason="New plan.")
    assert (Target.objects.get().value, Target.objects.get().baseline) == (110, baseline)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (lambda ben, west: wanted(110, person=ben), "reason_needed"),
        (lambda ben, west: wanted(team=west), "not_yours_to_set"),
        (lambda ben, west: wanted(), "not_yours_to_set"),
        (lambda ben, west: wanted(metric="nothing", person=ben), "metric_unknown"),
        (lambda ben, west: wanted(months=[Period(date(1, 1, 1), date(9999, 1, 1))], person=ben), "period_out_of_reach"),
    ],
)
def test_one_that_is_refused_refuses_all(aiko, ben, east, west, asked, code):
    setting(wanted(100, person=ben), aiko)
    assert refusal(lambda: setting([*wanted(7, team=east), *asked(ben, west)], aiko)) == code
    assert set(Target.objects.values_list("value", flat=True)) == {Decimal(100)}


def test_the_same_one_twice_is_a_mistake(aiko, ben):
    with pytest.raises(ValueError, match="twice"):
        setting([*wanted(1, person=ben), *wanted(2, person=ben)], aiko)


def test_many_are_withdrawn_and_restored(aiko, ben, east, chie):
    targets, _count = setting([*wanted(100, person=ben), *wanted(500, team=east)], aiko)
    assert refusal(lambda: withdraw_targets(targets, reason="?", by=chie.user, at=AT)) == "not_yours_to_set"
    assert refusal(lambda: withdraw_targets(targets, reason=" ", by=aiko.user, at=AT)) == "reason_needed"
    assert withdraw_targets(targets, reason="Other priorities.", by=aiko.user, at=AT) == 24
    assert not Target.objects.in_force().exists()
    assert withdraw_targets(targets, reason="Again.", by=aiko.user, at=AT) == 0
    assert restore_targets(targets, by=aiko.user, at=AT) == 24
    kept = targets[0].revisions.values_list("old_value", "new_value")
    assert list(kept) == [(None, 100), (100, None), (None, 100)]


def test_withdrawing_a_team_and_its_people_together_tells_each_of_what_was_theirs(aiko, ben, east, dai):
    above = wanted(5000, months=MONTHS[:1])
    near = wanted(500, team=east, months=MONTHS[:1])
    targets, _count = setting([*above, *near], dai)
    withdraw_targets(targets, reason="Other priorities.", by=dai.user, at=AT)
    assert not TargetNotice.objects.filter(user=ben.user, revision__target=targets[0]).exists()
    assert TargetNotice.objects.filter(user=ben.user, revision__target=targets[1]).count() == 2


def test_a_year_of_many_people_takes_few_queries(east, aiko, dai, django_assert_max_num_queries):
    people = [person(f"P{number}", team=east) for number in range(30)]
    asked = [one for somebody in people for one in wanted(person=somebody)]
    asked += wanted(3000, team=east)
    with django_assert_max_num_queries(40):
        setting(asked, dai)
    assert TargetNotice.objects.count() == 30 * 12 + 31 * 12
    with django_assert_max_num_queries(40):
        setting([*wanted(1, team=east), *asked[:-12]], dai, reason="Again.")
