"""Who may see whom, on which day."""

from datetime import UTC, date, datetime

from kaname.people.models import Leave, Membership, Person, Team, User
from kaname.people.queries import scope_of

DAY = date(2026, 5, 15)
BY = {"by": None, "at": datetime(2026, 5, 1, tzinfo=UTC)}


def test_a_member_sees_themselves_and_their_teams_total(ben, chie):
    scope = scope_of(ben.user, DAY)
    assert (scope.person_keys, scope.team_keys) == ({"ben"}, {"east"})
    assert (scope.managed_team_keys, scope.everything) == (frozenset(), False)


def test_a_manager_sees_their_team_those_below_and_the_people_there(aiko, ben, chie, east):
    below = Team.objects.create(key="east-1", name="East 1", parent=east)
    yuki = Person.objects.create(key="yuki", name="Yuki")
    Membership.objects.create(person=yuki, team=below)
    scope = scope_of(aiko.user, DAY)
    assert scope.person_keys == {"aiko", "ben", "yuki"}
    assert scope.team_keys == scope.managed_team_keys == {"east", "east-1"}


def test_a_manager_outside_the_team_sees_it_through_the_people_they_manage(aiko, chie, west):
    Membership.objects.filter(person=chie).update(manager=aiko)
    assert scope_of(aiko.user, DAY).team_keys == {"east", "west"}


def test_being_named_as_manager_does_not_widen_a_members_view(ben, chie):
    Membership.objects.filter(person=chie).update(manager=ben)
    assert scope_of(ben.user, DAY).team_keys == {"east"}


def test_executives_and_administrators_see_everything(emi, dai, aiko, ben, chie):
    for person in (emi, dai):
        scope = scope_of(person.user, DAY)
        assert scope.everything
        assert scope.person_keys == {"aiko", "ben", "chie", "dai", "emi"}
        assert scope.managed_team_keys == {"east", "west"}


def test_the_view_follows_a_move_on_its_day(aiko, ben, chie, west):
    ben.move(team=west, since=date(2026, 6, 1), **BY)
    assert "ben" in scope_of(aiko.user, date(2026, 5, 31)).person_keys
    assert "ben" not in scope_of(aiko.user, date(2026, 6, 1)).person_keys
    assert scope_of(ben.user, date(2026, 6, 1)).team_keys == {"west"}


def test_somebody_who_left_stays_visible_to_their_last_manager(aiko, ben):
    ben.deactivate(on=date(2026, 5, 1), **BY)
    assert "ben" in scope_of(aiko.user, DAY).person_keys


def test_after_the_last_day_one_sees_nothing(ben):
    Person.objects.filter(pk=ben.pk).update(left_on=DAY)
    assert scope_of(ben.user, date(2026, 5, 14)).person_keys == {"ben"}
    assert scope_of(ben.user, DAY).person_keys == frozenset()


def test_a_sign_in_without_a_person_sees_nothing(organisation, ben):
    user = User.objects.create_user(email="nobody@example.com", password=None)
    assert scope_of(user, DAY).person_keys == frozenset()


def test_query_sets_are_cut_to_the_scope(aiko, ben, chie, dai):
    visible = Person.objects.visible_to(aiko.user, on=DAY)
    assert set(visible) == {aiko, ben}
    assert Person.objects.visible_to(dai.user, on=DAY).count() == 4
    assert set(Team.objects.visible_to(ben.user, on=DAY).values_list("key", flat=True)) == {"east"}
    assert not Team.objects.managed_by(ben.user, on=DAY).exists()


def test_leave_is_editable_by_oneself_ones_manager_and_the_administrator(aiko, ben, chie, dai, emi):
    for person in (ben, chie):
        Leave.objects.create(person=person, starts_on=DAY, ends_on=date(2026, 5, 16))

    def owners(user):
        return set(Leave.objects.editable_by(user, on=DAY).values_list("person__key", flat=True))

    assert (owners(ben.user), owners(aiko.user), owners(dai.user)) == ({"ben"}, {"ben"}, {"ben", "chie"})
    assert owners(emi.user) == set()
