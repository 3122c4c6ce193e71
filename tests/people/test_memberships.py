"""One team at a time, with dates; every change leaves a record."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from kaname.people.errors import PeopleError
from kaname.people.models import Change, Membership, Organisation, Person, Role, Team
from kaname.people.operations import add_team, create_person, edit_person
from kaname.people.timeline import Stay, left, moved, stay_on

AT = datetime(2026, 5, 1, tzinfo=UTC)
BY = {"by": None, "at": AT}
days = st.integers(0, 60).map(lambda number: date(2026, 1, 1) + timedelta(days=number))
moves = st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(["M", "N", None]), days), max_size=8)


def refused(code):
    return pytest.raises(PeopleError, check=lambda error: error.code == code)


@given(moves)
def test_moves_never_overlap_and_each_holds_on_its_day(moves):
    stays = []
    for team, manager, since in moves:
        stays = moved(stays, team=team, manager=manager, since=since)
        assert stay_on(stays, since).is_in(team, manager)
        assert moved(stays, team=team, manager=manager, since=since) == stays
    assert not any(a.overlaps(b) for a in stays for b in stays if a is not b)
    assert all(stay.starts_on < (stay.ends_on or date.max) for stay in stays)


@given(moves, days)
def test_leaving_ends_everything_that_day(moves, day):
    stays = [Stay("A")]
    for team, manager, since in moves:
        stays = moved(stays, team=team, manager=manager, since=since)
    gone = left(stays, on=day)
    assert stay_on(gone, day) is None
    assert all(stay.ends_on <= day for stay in gone)
    assert [stay_on(gone, day - timedelta(days=1)) is None] == [stay_on(stays, day - timedelta(days=1)) is None]


@pytest.fixture
def yuki(organisation):
    return Person.objects.create(name="Yuki")


def test_overlapping_teams_are_refused(yuki, east, west):
    yuki.join(team=east, starts_on=date(2026, 4, 1), ends_on=date(2026, 7, 1), **BY)
    for starts_on, ends_on in [(date(2026, 6, 30), None), (None, date(2026, 4, 2)), (None, None)]:
        with refused("membership_overlaps"):
            yuki.join(team=west, starts_on=starts_on, ends_on=ends_on, **BY)
    yuki.join(team=west, starts_on=date(2026, 7, 1), **BY)
    yuki.join(team=west, ends_on=date(2026, 4, 1), **BY)
    assert [row.team.name for row in yuki.memberships.all()] == ["West", "East", "West"]


def test_reversed_days_are_refused(yuki, east):
    with refused("dates_reversed"):
        yuki.join(team=east, starts_on=date(2026, 4, 2), ends_on=date(2026, 4, 2), **BY)


def test_the_database_refuses_what_the_verbs_refuse(yuki, east, west, aiko):
    Membership.objects.create(person=yuki, team=east, starts_on=date(2026, 4, 1))
    wrong = [
        {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 5, 1)},
        {"starts_on": date(2026, 5, 1)},
        {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 1)},
        {"ends_on": date(2026, 3, 1), "manager": yuki},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(person=yuki, team=west, **values)


def test_there_is_one_organisation(organisation):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(id=2, name="Another")


def test_a_move_ends_the_team_before_and_is_recorded(ben, east, west, dai):
    ben.move(team=west, since=date(2026, 6, 1), by=dai.user, at=AT)
    rows = [(row.team.name, row.starts_on, row.ends_on) for row in ben.memberships.all()]
    assert rows == [("East", None, date(2026, 6, 1)), ("West", date(2026, 6, 1), None)]
    record = Change.objects.get(person=ben, what="person.memberships")
    assert (record.by, record.at) == (dai.user, AT)
    before, after = record.details["memberships"]
    assert before == [{"team": "east", "manager": "aiko", "starts_on": None, "ends_on": None}]
    assert after[1] == {"team": "west", "manager": None, "starts_on": "2026-06-01", "ends_on": None}


def test_a_move_to_where_one_is_changes_and_records_nothing(ben, east, aiko):
    ben.move(team=east, manager=aiko, since=date(2026, 6, 1), **BY)
    assert ben.memberships.count() == 1
    assert not Change.objects.filter(person=ben).exists()


def test_a_correction_on_the_first_day_replaces_the_team(ben, east, west):
    ben.move(team=west, since=date(2026, 6, 1), **BY)
    north = add_team(name="North", **BY)
    ben.move(team=north, since=date(2026, 6, 1), **BY)
    assert [row.team.name for row in ben.memberships.all()] == ["East", "North"]


def test_a_membership_can_be_taken_back(ben, west):
    ben.move(team=west, since=date(2026, 6, 1), **BY)
    ben.undo_membership(ben.memberships.get(team=west), **BY)
    assert [(row.team.name, row.ends_on) for row in ben.memberships.all()] == [("East", date(2026, 6, 1))]


def test_a_change_of_role_is_recorded_with_who_and_when(ben, dai):
    edit_person(ben, name="Ben", email=ben.email, employee_code="", role=Role.MANAGER, by=dai.user, at=AT)
    record = Change.objects.get(person=ben)
    assert (record.what, record.by, record.at) == ("person.edited", dai.user, AT)
    assert record.details == {"role": ["member", "manager"]}


def test_the_only_administrator_can_neither_leave_nor_change_role(dai):
    with refused("last_administrator"):
        dai.deactivate(on=date(2026, 5, 1), **BY)
    with refused("last_administrator"):
        edit_person(dai, name="Dai", email=dai.email, employee_code="", role=Role.MEMBER, **BY)


def test_email_and_employee_code_are_of_one_person(ben, chie):
    with refused("email_taken"):
        edit_person(ben, name="Ben", email="Chie@Example.com", employee_code="", role="member", **BY)
    create_person(name="Yuki", employee_code="17", **BY)
    with refused("employee_code_taken"):
        create_person(name="Rei", employee_code="17", **BY)


def test_a_team_with_people_or_teams_in_it_stays(east, ben):
    below = add_team(name="East 1", parent=east, **BY)
    with refused("team_has_teams"):
        east.deactivate(on=date(2026, 5, 1), **BY)
    below.deactivate(on=date(2026, 5, 1), **BY)
    with refused("team_has_people"):
        east.deactivate(on=date(2026, 5, 1), **BY)


def test_a_team_cannot_go_below_itself(east):
    below = add_team(name="East 1", parent=east, **BY)
    lowest = add_team(name="East 1a", parent=below, **BY)
    with refused("team_below_itself"):
        east.edit(name="East", parent=lowest, **BY)


def test_names_are_unique_among_siblings_only(east, west):
    add_team(name="1", parent=east, **BY)
    add_team(name="1", parent=west, **BY)
    with refused("team_name_taken"):
        add_team(name="1", parent=west, **BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.create(name="1", parent=west)
