"""Who may set, revise and withdraw targets, and what stays behind."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from kaname.goals.errors import GoalsError
from kaname.goals.models import Target, TargetRevision
from kaname.goals.operations import restore_target, revise_target, set_target, withdraw_target
from kaname.measures.periods import Period

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))


def setting(by, value=120, metric="calls", **more):
    return set_target(metric_key=metric, period=NOVEMBER, value=Decimal(str(value)), by=by and by.user, at=AT, **more)


def test_it_keeps_who_set_it_and_when(east, aiko):
    revision = setting(aiko, team=east).revisions.get()
    assert (revision.old_value, revision.new_value, revision.by, revision.at) == (None, 120, aiko.user, AT)


def test_setting_another_value_needs_a_reason(east, aiko):
    setting(aiko, team=east)
    with pytest.raises(GoalsError) as refused:
        setting(aiko, 130, team=east)
    assert refused.value.code == "reason_needed"
    assert Target.objects.get().value == 120


def test_a_revision_keeps_the_old_value_and_why(east, aiko):
    target = setting(aiko, team=east)
    setting(aiko, 130, team=east, reason="  Two people\n joined. ")
    target.refresh_from_db()
    newest = target.revisions.last()
    assert target.value == 130
    assert (newest.old_value, newest.new_value, newest.reason) == (120, 130, "Two people joined.")


def test_setting_the_same_value_again_changes_nothing(east, aiko):
    setting(aiko, team=east)
    setting(aiko, team=east)
    assert TargetRevision.objects.count() == 1


def test_a_withdrawn_target_stays_in_the_history_and_can_come_back(east, aiko):
    target = setting(aiko, team=east)
    withdraw_target(target, reason="Other priorities.", by=aiko.user, at=AT)
    assert not Target.objects.in_force().exists()
    restore_target(target, by=aiko.user, at=AT)
    assert Target.objects.in_force().get().value == 120
    assert [(one.old_value, one.new_value) for one in target.revisions.all()] == [(None, 120), (120, None), (None, 120)]


def test_a_withdrawn_target_can_be_set_anew_without_a_reason(east, aiko):
    target = setting(aiko, team=east)
    withdraw_target(target, reason="Other priorities.", by=aiko.user, at=AT)
    assert setting(aiko, 90, team=east).pk == target.pk
    assert Target.objects.in_force().get().value == 90


def test_withdrawing_needs_a_reason(east, aiko):
    with pytest.raises(GoalsError) as refused:
        withdraw_target(setting(aiko, team=east), reason=" ", by=aiko.user, at=AT)
    assert refused.value.code == "reason_needed"


def test_the_second_of_two_who_revise_at_once_hears_of_the_first(east, aiko, dai):
    target = setting(aiko, team=east)
    seen = target.revisions.last().pk
    revise_target(target, value=Decimal(130), reason="More people.", seen=seen, by=dai.user, at=AT)
    with pytest.raises(GoalsError) as refused:
        revise_target(target, value=Decimal(110), reason="Less time.", seen=seen, by=aiko.user, at=AT)
    assert refused.value.code == "changed_meanwhile"
    assert "Dai" in str(refused.value)


@pytest.mark.parametrize(
    ("setter", "owner", "allowed"),
    [
        ("aiko", "east", True),
        ("aiko", "ben", True),
        ("aiko", "west", False),
        ("aiko", "chie", False),
        ("aiko", None, False),
        ("ben", "ben", False),
        ("ben", "east", False),
        ("emi", "west", True),
        ("dai", None, True),
        (None, None, True),
    ],
    ids=lambda value: str(value),
)
def test_only_those_who_manage_may_set(request, aiko, ben, chie, dai, emi, east, west, setter, owner, allowed):
    by = request.getfixturevalue(setter) if setter else None
    whose = {} if owner is None else {"team" if owner in {"east", "west"} else "person": request.getfixturevalue(owner)}
    if allowed:
        assert setting(by, **whose).pk
    else:
        with pytest.raises(GoalsError, match="manage this team"):
            setting(by, **whose)


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ({"metric": "nothing"}, "metric_unknown"),
        ({"upper": Decimal(200)}, "upper_unwanted"),
        ({"value": Decimal(10) ** 15}, "value_too_large"),
        ({"value": "0.1234567"}, "value_too_fine"),
    ],
)
def test_it_refuses_figures_that_do_not_suit(dai, figures, code):
    with pytest.raises(GoalsError) as refused:
        setting(dai, **figures)
    assert refused.value.code == code


def test_a_target_belongs_to_a_team_or_to_a_person(dai, east, ben):
    with pytest.raises(GoalsError) as refused:
        setting(dai, team=east, person=ben)
    assert refused.value.code == "one_owner"


@pytest.mark.parametrize("part", ["twice", "both", "no days", "upside down", "no reason", "nothing changed"])
def test_the_database_itself_refuses(part, east, ben, aiko):
    target = setting(aiko, team=east)
    same = {"metric_key": "calls", "starts_on": NOVEMBER.starts_on, "ends_on": NOVEMBER.ends_on, "value": 1}
    broken = {
        "twice": lambda: Target.objects.create(**same, team=east),
        "both": lambda: Target.objects.create(**same, team=east, person=ben),
        "no days": lambda: Target.objects.create(**{**same, "ends_on": NOVEMBER.starts_on}),
        "upside down": lambda: Target.objects.create(**same, upper=0),
        "no reason": lambda: TargetRevision.objects.create(target=target, old_value=1, new_value=2, at=AT),
        "nothing changed": lambda: TargetRevision.objects.create(target=target, reason="?", at=AT),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        broken[part]()


def test_the_organisation_has_one_target_for_a_period_too(organisation):
    same = {"metric_key": "calls", "starts_on": NOVEMBER.starts_on, "ends_on": NOVEMBER.ends_on, "value": 1}
    Target.objects.create(**same)
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(**same)


def test_readers_see_the_targets_of_the_numbers_they_may_see(aiko, ben, chie, emi, east, west):
    for whose in ({"team": east}, {"team": west}, {"person": ben}, {"person": chie}, {}):
        setting(None, **whose)

    def seen(person):
        found = Target.objects.visible_to(person.user, on=date(2026, 11, 24)).select_related("team", "person")
        return {str(target.team or target.person or "organisation") for target in found}

    assert seen(ben) == {"East", "Ben"}
    assert seen(aiko) == {"East", "Ben"}
    assert seen(chie) == {"West", "Chie"}
    assert seen(emi) == {"East", "West", "Ben", "Chie", "organisation"}


@pytest.mark.parametrize(
    ("first", "end"),
    [
        ((1, 1, 1), (9999, 12, 31)),
        ((1000, 1, 1), (1000, 2, 1)),
        ((2026, 1, 1), (2037, 1, 2)),
        ((2199, 1, 1), (2201, 1, 1)),
    ],
)
def test_a_period_that_no_board_could_share_out_is_refused(dai, first, end):
    period = Period(date(*first), date(*end))
    with pytest.raises(GoalsError) as refused:
        set_target(metric_key="calls", period=period, value=Decimal(1), by=dai.user, at=AT)
    assert refused.value.code == "period_out_of_reach"
    assert not Target.objects.exists()
