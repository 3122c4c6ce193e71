"""People and teams for programs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kaname.people.models import Person
from kaname.web.models import ApiToken


@pytest.fixture
def as_person(client):
    def run(person):
        _token, secret = ApiToken.issue(user=person.user, name="test", at=timezone.now())
        return {"headers": {"Authorization": f"Bearer {secret}"}}

    return run


def test_it_lists_the_people_in_sight_with_their_team(client, as_person, aiko, ben, chie):
    body = client.get("/api/people/", **as_person(aiko)).json()
    assert [person["key"] for person in body["items"]] == ["aiko", "ben"]
    assert body["items"][1]["membership"] == {
        "team": {"key": "east", "name": "East"},
        "manager": {"key": "aiko", "name": "Aiko"},
        "starts_on": None,
        "ends_on": None,
    }


def test_it_filters_by_team_and_name(client, as_person, dai, aiko, ben, chie):
    token = as_person(dai)
    assert client.get("/api/people/?team=west", **token).json()["total"] == 1
    assert client.get("/api/people/?q=ben", **token).json()["items"][0]["name"] == "Ben"
    assert client.get("/api/people/?active=false", **token).json()["total"] == 0


def test_it_hides_others(client, as_person, ben, chie):
    assert client.get("/api/people/chie/", **as_person(ben)).status_code == 404
    assert client.get("/api/people/ben/", **as_person(ben)).json()["role"] == "member"


def test_it_lists_the_teams_in_sight(client, as_person, ben, chie, emi):
    assert [team["key"] for team in client.get("/api/teams/", **as_person(ben)).json()["items"]] == ["east"]
    assert client.get("/api/teams/", **as_person(emi)).json()["total"] == 2


def test_it_asks_who_is_there(client, ben):
    assert client.get("/api/people/").status_code == 401


def test_it_previews_and_takes_a_file(client, as_person, dai, facts):
    def post(**options):
        file = SimpleUploadedFile("list.csv", b"who,boss\nKen,Aya\n")
        return client.post("/api/people/import/", {"file": file, "name": "who", "manager": "boss"} | options, **token)

    token = as_person(dai)
    assert post().json()["created"] == 1
    assert not Person.objects.filter(name="Ken").exists()
    assert post(apply="true").json()["teams_created"] == ["Aya"]
    assert Person.objects.filter(name="Ken").exists()
    assert "Ken" in facts.directory.names()["person"].values()


def test_it_says_by_code_what_is_wrong_with_a_file(client, as_person, dai):
    file = SimpleUploadedFile("list.csv", b"colour,size\nred,1\n")
    answer = client.post("/api/people/import/", {"file": file}, **as_person(dai))
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "column_of_names_unknown")


def test_only_administrators_import(client, as_person, aiko):
    file = SimpleUploadedFile("list.csv", b"name\nKen\n")
    assert client.post("/api/people/import/", {"file": file}, **as_person(aiko)).status_code == 403
