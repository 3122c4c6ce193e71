"""Pages of changes: what is new, what it is, what people say of it, and events on charts."""

import json
import re
from datetime import date, timedelta

import pytest
import time_machine
from boards.world_of_boards import calls, load, many_calls
from insights.changes.changes_world import NOW, ask, decided_deals, load_deals, look, working_days

from kaname.goals.reader import Reader
from kaname.insights.models import Change, ChangeState, Event, Watching
from kaname.reviews.kinds import Kind
from kaname.reviews.operations import Plan, plan_meeting

pytestmark = pytest.mark.django_db
ROWS = decided_deals(fall=0.4)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world(store, aiko, ben, chie, dai, emi, east):
    load_deals(store, ROWS)
    ask(None, emi)
    look()
    return store


def text(response):
    return response.content.decode()


def test_the_list_says_who_what_and_when(world, sign_in, emi, django_assert_max_num_queries):
    client = sign_in(emi)
    with django_assert_max_num_queries(30):
        page = text(client.get("/insights/changes/"))
    assert "1 KPI left its level" in page
    assert "Manufacturing: Win rate fell from" in page
    table = b"".join(client.get("/insights/changes/table/").streaming_content).decode()
    assert "Manufacturing" in table
    assert table.count("\n") == 2


def test_members_and_other_teams_do_not_see_the_organisations(world, sign_in, aiko, ben):
    found = Change.objects.leading().get()
    for person in (aiko, ben):
        assert sign_in(person).get(found.get_absolute_url()).status_code == 404
        assert "Manufacturing" not in text(sign_in(person).get("/insights/changes/"))


def test_one_change_opens_to_its_reasons(world, sign_in, emi):
    page = text(sign_in(emi).get(Change.objects.leading().get().get_absolute_url()))
    assert "of the fall of Deals won in the whole organisation" in page
    assert "The parts sum to the difference without a remainder." in page
    assert "Should the KPI or the strategy be revised?" in page
    assert "between 0" not in page
    assert "The levels are those of a week" not in page, "of a rate they are not"


def test_levels_of_a_count_are_for_a_week_of_the_present_working_time(store, sign_in, aiko, ben, emi, east):
    fell = date(2026, 8, 24)
    rows = [
        row for day in working_days() for row in calls("Ben", day, n=(40 if day < fell else 12) + day.toordinal() % 3)
    ]
    load(store, "activities", rows, at=NOW)
    ask(None, emi, metric="calls", value="9000")
    look()
    found = Change.objects.leading().get()
    page = sign_in(emi).get(found.get_absolute_url(), headers={"accept-language": "en"})
    assert "The levels are those of a week with the working time of the last four weeks." in text(page)
    after = [row["day"] for row in rows if row["day"] >= found.changed_on]
    open_days, recent = len(set(after)), len(working_days(found.watched_on - timedelta(days=28), found.watched_on))
    assert found.after == pytest.approx(len(after) / open_days * recent / 4, rel=0.01)
    told = next(row for row in page.context["chart"].rows if row[0] == page.context["chart"].rows[-1][0])
    assert told[2] == f"{found.after:.0f} calls"


def test_explaining_makes_an_event_and_can_be_undone(world, sign_in, emi):
    client, found = sign_in(emi), Change.objects.leading().get()
    address = f"{found.get_absolute_url()}decisions/"
    assert client.post(address, {"state": "explained"}).status_code == 422
    typed = {"state": "explained", "reason": "competitor", "words": "A rival cut prices", "as_event": "1"}
    assert client.post(address, typed).status_code == 302
    assert Event.objects.get().name == "A rival cut prices"
    found.refresh_from_db()
    assert found.state == ChangeState.EXPLAINED
    assert "A rival cut prices" in text(client.get(found.get_absolute_url()))
    client.post(f"/insights/changes/decisions/{found.decisions.get().pk}/undoing/")
    found.refresh_from_db()
    assert (found.state, found.decisions.count()) == (ChangeState.NEW, 0)


def test_today_and_the_board_show_what_is_new(world, sign_in, emi):
    assert "Manufacturing: Win rate fell" in text(sign_in(emi).get("/board/?of=organisation"))


def test_events_stand_on_charts_of_boards(store, sign_in, aiko, ben, emi, east):
    load(store, "activities", many_calls(people=["Ben"], since=date(2026, 9, 1), days=40), at=NOW)
    client = sign_in(aiko)
    typed = {"name": "Fair in Osaka", "kind": "event", "starts_on": "2026-10-05", "last_on": "", "team": east.pk}
    assert client.post("/insights/events/new/", {**typed, "last_on": "2026-10-01"}).status_code == 422
    assert client.post("/insights/events/new/", {**typed, "last_on": "9999-12-31"}).status_code == 422
    assert client.post("/insights/events/new/", typed).status_code == 302
    page = text(client.get("/board/metrics/calls/?team=east"))
    options = re.search(r'id="course-options"[^>]*>(.*?)</script>', page, re.DOTALL)
    lines = [one["markLine"]["data"] for one in json.loads(options[1])["series"] if "markLine" in one]
    assert [one["text"] for line in lines for one in line] == ["Fair in Osaka"]
    event = Event.objects.get()
    assert client.post(f"/insights/events/{event.pk}/removal/").status_code == 302
    assert "Fair in Osaka" not in text(client.get("/board/metrics/calls/?team=east"))


def test_members_write_no_events(store, sign_in, ben, east):
    assert sign_in(ben).post("/insights/events/new/", {"name": "x"}).status_code == 404


def test_why_answers_for_any_two_periods(world, sign_in, emi, ben):
    asked = "/insights/why/?metric=deals_won&b1=2026-06-01&b2=2026-08-23&a1=2026-08-24&a2=2026-10-11&by=industry"
    page = text(sign_in(emi).get(asked))
    assert "Win rate" in page
    assert "Manufacturing" in page
    assert "Looking back" in page
    assert sign_in(emi).get("/insights/why/?metric=deals_won&b1=x&b2=9&a1=1&a2=").status_code == 422
    assert sign_in(emi).get("/insights/why/?metric=nothing&team=nowhere").status_code == 200


def test_only_who_sees_everything_sets_the_rhythm(store, sign_in, emi, aiko, east):
    sign_in(aiko).post("/insights/changes/rhythm/", {"every_day": "1"})
    assert not Watching.get().every_day
    sign_in(emi).post("/insights/changes/rhythm/", {"every_day": "1"})
    assert Watching.get().every_day


def test_an_empty_page_teaches(store, sign_in, emi):
    assert "Nothing stands here yet" in text(sign_in(emi).get("/insights/changes/"))


def test_programs_read_and_decide(world, sign_in, emi, aiko):
    client, found = sign_in(emi), Change.objects.leading().get()
    (one,) = client.get("/api/changes/", {"state": "new"}).json()["items"]
    assert one["sentence"].startswith("Manufacturing: Win rate fell from")
    address, asked = f"/api/changes/{found.pk}/decisions/", {"content_type": "application/json"}
    assert client.post(address, {"state": "explained"}, **asked).status_code == 422
    assert client.post(address, {"state": "confirmed"}, **asked).json()["state"] == "confirmed"
    event = {"name": "Fair", "starts_on": "2026-10-05"}
    assert client.post("/api/events/", {**event, "last_on": "2026-10-01"}, **asked).status_code == 422
    assert client.post("/api/events/", event, **asked).status_code == 201
    assert [row["name"] for row in client.get("/api/events/").json()["items"]] == ["Fair"]
    assert sign_in(aiko).post(address, {"state": "dismissed"}, **asked).status_code == 404


def test_a_change_goes_on_the_agenda_of_the_next_review(world, sign_in, emi, east):
    client, found = sign_in(emi), Change.objects.leading().get()
    address = f"/reviews/topics/of-change/{found.pk}/"
    assert client.post(address).headers["location"] == "/reviews/new/"
    plan = Plan(kind=Kind.WEEKLY, leader=emi, team=east)
    meeting = plan_meeting(plan, starts_at=NOW + timedelta(days=2), reader=Reader(user=emi.user, at=NOW))
    assert client.post(address).headers["location"] == meeting.get_absolute_url()
    assert meeting.topics.get().text.startswith("Manufacturing: Win rate fell")
