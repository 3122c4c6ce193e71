"""The list of people and one person's page."""

import csv
import io

import pytest
from django.utils import timezone

from kaname.people import operations
from kaname.people.models import Change, Membership, Person
from kaname.people.operations import PeopleColumns

ADMINISTRATORS_PAGES = [
    "/settings/people/new/",
    "/settings/people/import/",
    "/settings/people/ben/deactivation/",
    "/settings/organisation/",
    "/settings/holidays/",
    "/settings/changes/",
]


def names(answer):
    return [person.name for person in answer.context["page"]]


def test_people_see_those_they_may_see(client, aiko, ben, chie, dai, emi):
    for reader, expected in [
        (ben, ["Ben"]),
        (aiko, ["Aiko", "Ben"]),
        (emi, ["Aiko", "Ben", "Chie", "Dai", "Emi"]),
        (dai, ["Aiko", "Ben", "Chie", "Dai", "Emi"]),
    ]:
        client.force_login(reader.user)
        assert names(client.get("/settings/people/")) == expected


def test_another_teams_person_is_not_there(client, ben, chie, aiko):
    for reader in (ben, aiko):
        client.force_login(reader.user)
        assert client.get("/settings/people/chie/").status_code == 404
    assert client.get("/settings/people/ben/").status_code == 200


@pytest.mark.parametrize("url", ADMINISTRATORS_PAGES)
def test_administrators_pages_are_for_administrators(client, ben, aiko, emi, dai, url):
    for reader in (ben, aiko, emi):
        client.force_login(reader.user)
        assert client.get(url).status_code == 403
    client.force_login(dai.user)
    assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "/settings/people/ben/",
        "/settings/people/ben/memberships/",
        "/settings/people/ben/invitations/",
        "/settings/people/ben/reactivation/",
        "/settings/teams/east/deactivation/",
    ],
)
def test_only_administrators_change_people_and_teams(client, aiko, ben, url):
    client.force_login(aiko.user)
    before = Person.objects.values_list("name", "role", "is_active")
    assert client.post(url, {"name": "X", "role": "administrator", "team": "east"}).status_code in {200, 403}
    assert list(before) == list(Person.objects.values_list("name", "role", "is_active"))


def test_the_signed_out_are_asked_to_sign_in(client, ben):
    assert client.get("/settings/people/").url.startswith("/accounts/login/")


def test_the_list_is_searched_filtered_and_sorted(client, dai, aiko, ben, chie):
    client.force_login(dai.user)
    assert names(client.get("/settings/people/?q=BEN")) == ["Ben"]
    assert names(client.get("/settings/people/?team=east")) == ["Aiko", "Ben"]
    assert names(client.get("/settings/people/?sort=-name")) == ["Dai", "Chie", "Ben", "Aiko"]
    assert names(client.get("/settings/people/?sort=nonsense&team=nonsense")) == ["Aiko", "Ben", "Chie", "Dai"]
    client.post("/settings/people/chie/deactivation/", {"last_on": "2026-05-31"})
    assert names(client.get("/settings/people/?status=left")) == ["Chie"]
    assert "Chie" in names(client.get("/settings/people/?status=all"))


def test_the_list_takes_few_queries_and_comes_in_pages(client, dai, east, django_assert_max_num_queries):
    people = Person.objects.bulk_create(Person(name=f"P{number:03}") for number in range(120))
    Membership.objects.bulk_create(Membership(person=person, team=east) for person in people)
    client.force_login(dai.user)
    with django_assert_max_num_queries(22):
        answer = client.get("/settings/people/?page=2")
    assert (len(names(answer)), answer.context["page"].paginator.count) == (50, 121)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_exported_list_imports_without_a_change(client, tmp_path, dai, aiko, ben, chie, west, language):
    dai.user.language = language
    dai.user.save()
    client.force_login(dai.user)
    client.post("/settings/people/ben/memberships/", {"team": "west", "starts_on": "2026-04-01"})
    client.post("/settings/people/chie/deactivation/", {"last_on": "2026-05-31"})
    path = tmp_path / "people.csv"
    path.write_bytes(client.get("/settings/people/export/?status=all").getvalue())
    result = operations.import_people(path, PeopleColumns(), apply=True, by=None, at=Change.objects.latest("at").at)
    assert [str(reject) for reject in result.rejects] == []
    assert (result.unchanged, result.read) == (4, 4)
    assert set(result.columns.named()) == {
        "name", "email", "employee_code", "team", "parent_team", "manager", "role", "since", "left_on",
    }  # fmt: skip


def test_the_export_holds_what_one_may_see(client, aiko, ben, chie):
    client.force_login(aiko.user)
    text = client.get("/settings/people/export/").getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Name"], row["Team"], row["Manager"]) for row in rows] == [
        ("Aiko", "East", ""),
        ("Ben", "East", "Aiko"),
    ]


def test_an_empty_list_teaches_and_an_empty_search_says_so(client, dai):
    client.force_login(dai.user)
    assert "Nobody matches" in client.get("/settings/people/?q=zzz").content.decode()


def test_a_person_is_entered_and_changed_with_a_record(client, dai):
    client.force_login(dai.user)
    values = {"name": "Rei", "email": "Rei@example.com", "employee_code": "7", "role": "member"}
    page = client.post("/settings/people/new/", values)
    rei = Person.objects.get(name="Rei")
    assert (page.url, rei.email) == (rei.get_absolute_url(), "rei@example.com")
    client.post(page.url, values | {"role": "manager"})
    rei.refresh_from_db()
    assert rei.role == "manager"
    record = Change.objects.filter(person=rei).first()
    assert (record.by, record.details) == (dai.user, {"role": ["member", "manager"]})
    assert "Manager" in client.get("/settings/changes/").content.decode()


def test_an_email_that_is_taken_stands_on_the_form_with_what_was_typed(client, dai, ben):
    client.force_login(dai.user)
    answer = client.post("/settings/people/new/", {"name": "Rei", "email": "ben@example.com", "role": "member"})
    assert answer.status_code == 422
    assert "Somebody else already has the email" in answer.content.decode()
    assert b'value="Rei"' in answer.content


def test_a_move_from_a_day_on_is_entered_on_the_page(client, dai, aiko, ben, west):
    client.force_login(dai.user)
    answer = client.post("/settings/people/ben/memberships/", {"team": "west", "starts_on": "2026-06-01"}, follow=True)
    assert "2026-05-31" in answer.content.decode()
    assert [row.team.name for row in ben.memberships.all()] == ["East", "West"]


def test_an_overlapping_team_is_refused_on_the_page(client, dai, ben, west):
    client.force_login(dai.user)
    answer = client.post("/settings/people/ben/memberships/", {"team": "west"})
    assert answer.status_code == 422
    assert "already in East" in answer.content.decode()


def test_taking_back_a_team_is_asked_first(client, dai, ben):
    client.force_login(dai.user)
    url = f"/settings/people/ben/memberships/{ben.memberships.get().pk}/removal/"
    assert "as if it had never been" in client.get(url).content.decode()
    assert ben.memberships.exists()
    client.post(url)
    assert not ben.memberships.exists()


def test_names_that_several_share_are_reported_to_the_administrator(client, dai, aiko, ben, chie):
    Person.objects.filter(pk=chie.pk).update(name="Ben")
    client.force_login(dai.user)
    assert "Several people or teams are called: Ben" in client.get("/settings/people/").content.decode()
    client.force_login(aiko.user)
    assert "Several people" not in client.get("/settings/people/").content.decode()


def test_pages_speak_japanese(client, dai, ben):
    dai.user.language = "ja"
    dai.user.save()
    client.force_login(dai.user)
    assert "所属の履歴" in client.get("/settings/people/ben/").content.decode()


def test_the_palette_finds_people_and_teams_in_sight(client, aiko, ben, chie):
    client.force_login(aiko.user)
    found = client.get("/palette/?q=be").content.decode()
    assert "/board/?person=ben" in found
    assert "/board/?person=chie" not in client.get("/palette/?q=chie").content.decode()


@pytest.mark.parametrize("query", ["ben@example", "e-007", "ben E-007"])
def test_the_palette_knows_people_by_email_and_employee_code(client, aiko, ben, query):
    ben.employee_code = "E-007"
    ben.save()
    client.force_login(aiko.user)
    assert "/board/?person=ben" in client.get("/palette/", {"q": query}).content.decode()


def test_a_profile_shows_who_one_is(client, ben):
    client.force_login(ben.user)
    page = client.get("/profile/").content.decode()
    assert "ben@example.com" in page
    assert "Aiko" in page


def test_a_matched_name_is_listed_and_can_be_taken_away(client, dai, aiko, ben, facts):
    alias = operations.alias_person(source="crm", ref="B. Sato", person=ben, by=dai.user, at=timezone.now())
    client.force_login(dai.user)
    assert "B. Sato" in client.get("/settings/people/ben/").content.decode()
    url = f"/settings/aliases/{alias.pk}/removal/"
    assert "no longer stands for Ben" in client.get(url).content.decode()
    client.post(url)
    assert "B. Sato" not in {ref for _, ref, _ in facts.directory.person_refs}
    assert Change.objects.filter(person=ben, what="person.alias_removed").exists()
    client.force_login(aiko.user)
    assert client.post(url).status_code == 403
