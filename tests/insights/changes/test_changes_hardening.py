"""Changes and events when several people, or somebody with bad intentions, are at them."""

from datetime import date, timedelta

import pytest
import time_machine
from insights.changes.changes_world import NOW, TODAY, ask, decided_deals, load_deals, look

from kaname.goals.reader import Reader
from kaname.insights import running
from kaname.insights.changes.deciding import decide
from kaname.insights.models import Change, ChangeState, Computation, Event, Subject, Watching
from kaname.people.models import Role
from kaname.telling.models import Notice

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def change(store, aiko, ben, chie, dai, emi):
    load_deals(store, decided_deals(fall=0.4))
    ask(None, emi)
    look()
    return Change.objects.leading().get()


def text(response):
    return response.content.decode()


def said(state):
    return {"state": state, "reason": "", "words": "", "as_event": False}


def test_of_two_who_decide_at_once_the_second_saw_the_first(change, dai, emi):
    seen_by_both = Change.objects.get(pk=change.pk)
    first = decide(change, said("confirmed"), reader=Reader(user=dai.user, at=NOW))
    second = decide(seen_by_both, said("dismissed"), reader=Reader(user=emi.user, at=NOW))
    assert not first.undo()
    assert second.undo()
    change.refresh_from_db()
    assert change.state == ChangeState.CONFIRMED


def test_pressing_a_hundred_times_queues_one_look(store, sign_in, emi):
    client = sign_in(emi)
    assert running.queue(Subject.CHANGES, at=NOW)
    for _each in range(100):
        assert client.post("/insights/changes/looks/").status_code == 302
    assert Computation.objects.get(subject=Subject.CHANGES).queued_at == NOW, "a look would have begun here"
    assert Watching.get().asked_at == NOW


def test_who_leads_nobody_starts_no_look_and_sets_no_rhythm(store, sign_in, ben, aiko, east):
    assert sign_in(ben).post("/insights/changes/looks/").status_code == 404
    assert sign_in(aiko).post("/insights/changes/rhythm/", {"every_day": "1"}).status_code == 404
    assert Watching.objects.first() is None


def test_what_a_look_kept_that_never_ended_is_news_at_the_next(change, emi):
    Notice.objects.all().delete()
    Watching.objects.update(watched_on=TODAY - timedelta(days=7))
    Change.objects.filter(pk=change.pk).update(told_on=TODAY)
    look()
    assert Notice.objects.filter(kind="insights.changes", user=emi.user).count() == 1


def test_a_field_that_no_fact_has_any_more_harms_nothing(change, sign_in, emi):
    lost = {"field": "sales_region", "value": "North"}
    Change.objects.filter(pk=change.pk).update(**lost, state=ChangeState.CONFIRMED)
    assert "North: Win rate fell from" in text(sign_in(emi).get(change.get_absolute_url()))
    look(NOW + timedelta(days=7))
    assert Change.objects.filter(field="industry", value="Manufacturing").exists()


def test_what_is_longer_than_any_name_is_no_segment(store, ben, chie, emi):
    rows = decided_deals(fall=0.4)
    for row in rows:
        row["industry"] = row["industry"] + "!" * 200
    load_deals(store, rows)
    ask(None, emi)
    look()
    assert not Change.objects.exclude(field="").exists()


def test_a_leader_of_old_keeps_no_hold_on_events(store, sign_in, aiko, ben, east):
    client = sign_in(aiko)
    typed = {"name": "Fair", "kind": "event", "starts_on": "2026-10-05", "team": east.pk}
    client.post("/insights/events/new/", typed)
    event = Event.objects.get()
    aiko.role = Role.MEMBER
    aiko.save()
    assert client.post(f"/insights/events/{event.pk}/", typed | {"team": ""}).status_code == 404
    assert client.post(f"/insights/events/{event.pk}/removal/").status_code == 404
    assert "Fair" in text(client.get("/insights/events/"))
    event.refresh_from_db()
    assert event.team_key == "east"


def test_many_events_come_in_pages(store, sign_in, emi, django_assert_max_num_queries):
    day = date(2026, 1, 1)
    Event.objects.bulk_create(
        Event(name=f"Event {number}", starts_on=day, ends_on=day + timedelta(days=1), made_at=NOW)
        for number in range(3000)
    )
    with django_assert_max_num_queries(30):
        page = text(sign_in(emi).get("/insights/events/"))
    assert page.count("Remove<") == 50
    assert "Event 999" in text(sign_in(emi).get("/insights/events/?page=60"))


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"name": "   "}, "asked.name"),
        ({"starts_on": "9999-12-31"}, "starts_on"),
        ({"last_on": "9999-12-31"}, "last_on"),
        ({"last_on": "2026-10-01"}, "last_on"),
        ({"kind": "party"}, "asked.kind"),
    ],
)
def test_programs_are_told_which_field_of_an_event_is_wrong(store, sign_in, emi, asked, field):
    answer = sign_in(emi).post("/api/events/", {"name": "Fair", "starts_on": "2026-10-05", **asked}, **JSON)
    assert answer.status_code == 422
    assert list(answer.json()["error"]["fields"]) == [field]
    assert not Event.objects.exists()


def test_a_body_that_is_too_large_is_refused(store, sign_in, emi):
    answer = sign_in(emi).post("/api/events/", {"name": "x" * 3_000_000, "starts_on": "2026-10-05"}, **JSON)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
