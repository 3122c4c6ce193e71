"""How facts are attributed to people: what the fact store is told."""

from datetime import UTC, date, datetime

from kaname.people import operations, queries
from kaname.people.models import Person

AT = datetime(2026, 5, 1, tzinfo=UTC)
BY = {"by": None, "at": AT}


def refs(directory):
    return {(source, ref): key for source, ref, key in directory.person_refs}


def test_people_are_known_by_name_email_and_employee_code(ben, dai):
    operations.edit_person(ben, name="Ben", email=ben.email, employee_code="E17", role="member", **BY)
    found = refs(queries.directory())
    assert {ref for (_, ref), key in found.items() if key == "ben"} >= {"Ben", "ben@example.com", "E17"}


def test_a_name_that_two_people_share_belongs_to_nobody_until_it_is_matched(ben, chie):
    Person.objects.filter(pk=chie.pk).update(name="ＢＥＮ")
    assert ("", "Ben") not in refs(queries.directory())
    assert queries.ambiguous_names() == ["Ben", "ＢＥＮ"]
    operations.alias_person(source="crm", ref="Ben", person=ben, **BY)
    assert refs(queries.directory())[("crm", "Ben")] == "ben"


def test_an_alias_given_twice_goes_to_the_last(ben, chie):
    operations.alias_person(source="crm", ref="B. Sato", person=ben, **BY)
    operations.alias_person(source="crm", ref="b.sato", person=chie, **BY)
    found = refs(queries.directory())
    assert (found.get(("crm", "b.sato")), ("crm", "B. Sato") in found) == ("chie", False)


def test_memberships_come_with_their_dates_and_manager(aiko, ben, west):
    ben.move(team=west, since=date(2026, 6, 1), **BY)
    rows = [row for row in queries.directory().memberships if row[0] == "ben"]
    assert rows == [("ben", "east", "aiko", None, date(2026, 6, 1)), ("ben", "west", None, date(2026, 6, 1), None)]


def test_teams_come_with_the_team_above(east):
    operations.add_team(name="East 1", parent=east, key="east-1", **BY)
    assert ("east-1", "East 1", "east") in queries.directory().teams


def test_a_ref_of_a_source_becomes_a_person_in_a_team(west):
    person = operations.create_person_from_ref(source="crm", ref=" Rei ", team=west, **BY)
    assert (person.name, person.memberships.get().team) == ("Rei", west)
    assert person.aliases.get().source == "crm"


def test_a_ref_of_a_source_becomes_a_team(west):
    team = operations.create_team_from_ref(source="crm", ref="West 1", parent=west, **BY)
    assert (team.parent, team.aliases.get().ref) == (west, "West 1")


def test_a_page_that_changes_people_tells_the_fact_store(client, dai, facts):
    client.force_login(dai.user)
    client.post("/settings/teams/", {"name": "North", "parent": ""})
    assert "North" in facts.directory.names()["team"].values()
