"""The tree of teams."""

from kaname.people.models import Change, Team


def test_administrators_add_rename_and_move_teams(client, dai, east, west):
    client.force_login(dai.user)
    client.post("/settings/teams/", {"name": "East 1", "parent": "east"})
    team = Team.objects.get(name="East 1")
    assert team.parent == east
    client.post(team.get_absolute_url(), {"name": "West 1", "parent": "west"})
    team.refresh_from_db()
    assert (team.name, team.parent) == ("West 1", west)
    assert Change.objects.filter(team=team, what="team.edited").get().details == {
        "name": ["East 1", "West 1"],
        "parent": ["East", "West"],
    }


def test_a_name_that_is_taken_is_refused(client, dai, east):
    client.force_login(dai.user)
    answer = client.post("/settings/teams/", {"name": "East", "parent": ""})
    assert (answer.status_code, Team.objects.count()) == (422, 1)


def test_a_team_with_people_is_not_closed_and_the_page_says_why(client, dai, east, ben):
    client.force_login(dai.user)
    answer = client.post("/settings/teams/east/deactivation/", follow=True)
    assert "still in East" in answer.content.decode()
    assert Team.objects.get(key="east").is_active


def test_an_empty_team_is_closed_and_opened_again(client, dai, west):
    client.force_login(dai.user)
    client.post("/settings/teams/west/deactivation/")
    assert not Team.objects.get(key="west").is_active
    assert "Reactivate" in client.get("/settings/teams/").content.decode()
    client.post("/settings/teams/west/reactivation/")
    assert Team.objects.get(key="west").is_active


def test_managers_see_their_teams_and_cannot_change_them(client, aiko, ben, chie):
    client.force_login(aiko.user)
    page = client.get("/settings/teams/").content.decode()
    assert "/settings/teams/east/" in page
    assert "/settings/teams/west/" not in page
    assert client.get("/settings/teams/west/").status_code == 404
    client.post("/settings/teams/east/", {"name": "X", "parent": ""})
    assert Team.objects.get(key="east").name == "East"
    client.post("/settings/teams/", {"name": "X", "parent": ""})
    assert not Team.objects.filter(name="X").exists()


def test_a_member_sees_only_themselves_in_their_team(client, ben, aiko):
    client.force_login(ben.user)
    page = client.get("/settings/teams/east/").content.decode()
    assert "/settings/people/ben/" in page
    assert "/settings/people/aiko/" not in page


def test_the_tree_takes_few_queries(client, dai, east, django_assert_max_num_queries):
    Team.objects.bulk_create(Team(name=f"T{number}", parent=east) for number in range(60))
    client.force_login(dai.user)
    with django_assert_max_num_queries(18):
        assert client.get("/settings/teams/").status_code == 200
