"""The pages of preferences, channels and deliveries, the list of what is new, and the API."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kaname.people.models import Change
from kaname.telling.models import Channel, Delivery, Notice, PersonTelling, Preference, State
from kaname.telling.operations import Message, add_channel, announce, set_chat, tell
from kaname.telling.queries import unseen
from tests.telling.conftest import SLACK

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"telling:{name}", args=args)


def news(person, text="Something happened.", at=None, **more):
    values = {"kind": "test.soon", "title": Message.as_is(text), "url": "/somewhere/", "at": at or timezone.now()}
    tell([person.user], **values | more)


@pytest.fixture
def webhook(dai, receiver):
    return add_channel(
        name="Warehouse", service="webhook", address=f"{receiver.url}/very-secret", kinds=["test.soon"],
        at_any_time=False, allows_private=True, by=dai.user, at=timezone.now(),
    )  # fmt: skip


def happened(at=None):
    announce(kind="test.soon", title=Message.as_is("The East has a target."), url="/x/", at=at or timezone.now())


class TestPreferences:
    def test_everybody_chooses_by_kind(self, sign_in, ben, mailbox):
        client = sign_in(ben)
        page = client.get(url("preferences"))
        names = [line.kind.key for line in page.context["kinds"].lines()]
        assert "test.soon" in names
        assert "telling.given_up" not in names  # for administrators
        typed = {f"{key}:mail": "never" for key in names} | {"test.soon:mail": "weekly"}
        assert client.post(url("kinds"), typed).status_code == 302
        chosen = Preference.objects.get(user=ben.user, kind="test.soon")
        assert (chosen.in_product, chosen.mail, chosen.chat) == (False, "weekly", "at_once")
        assert client.post(url("kinds"), typed | {"test.soon:mail": "hourly"}).status_code == 422

    def test_without_a_mail_server_no_mail_is_offered(self, sign_in, ben):
        page = sign_in(ben).get(url("preferences"))
        assert "No mail is sent" in page.content.decode()
        assert all(line.mail is None for line in page.context["kinds"].lines())

    def test_the_beginning_of_ones_day_is_kept(self, sign_in, ben):
        client = sign_in(ben)
        client.post(url("hours"), {"workday_starts_at": "10:30", "at_any_time": "on"})
        own = PersonTelling.objects.get(user=ben.user)
        assert (f"{own.workday_starts_at:%H:%M}", own.at_any_time) == ("10:30", True)
        assert client.post(url("hours"), {"workday_starts_at": "half past ten"}).status_code == 422

    def test_ones_chat_address_is_kept_and_not_shown(self, sign_in, ben):
        client = sign_in(ben)
        wrong = client.post(url("chat"), {"chat_service": "slack", "chat_address": "http://127.0.0.1/services/a/b/c"})
        assert wrong.status_code == 422
        assert "https://hooks.slack.com/services/…" in wrong.content.decode()
        client.post(url("chat"), {"chat_service": "slack", "chat_address": SLACK})
        page = client.get(url("preferences")).content.decode()
        assert "hooks.slack.com/…evi7" in page
        assert "TIiajkdnlazkcOXrIdevi7" not in page
        client.post(url("chat"), {"chat_service": "slack", "chat_address": ""})
        assert PersonTelling.objects.get(user=ben.user).chat_address == SLACK
        client.post(url("chat"), {"chat_service": "", "chat_address": ""})
        assert PersonTelling.objects.get(user=ben.user).chat_address == ""

    def test_a_sample_for_ones_own_chat_says_what_came_back(self, sign_in, ben, chats):
        client = sign_in(ben)
        assert "There is no address" in client.post(url("chat_samples"), follow=True).content.decode()
        set_chat(ben.user, service="slack", address=SLACK)
        assert "The sample was taken" in client.post(url("chat_samples"), follow=True).content.decode()
        chats.answers = [(404, b"no_service")]
        assert "The receiver answered 404." in client.post(url("chat_samples"), follow=True).content.decode()

    def test_nobody_who_has_not_signed_in_sees_it(self, client, organisation, ben):
        assert client.get(url("preferences")).status_code == 302


class TestChannels:
    def test_a_webhook_shows_its_secret_once(self, sign_in, dai, receiver):
        client = sign_in(dai)
        typed = {"name": "Own", "service": "webhook", "address": f"{receiver.url}/x", "kinds": ["test.soon"]}
        refused = client.post(url("new_channel"), typed)
        assert refused.status_code == 422
        assert "inside a network" in refused.content.decode()
        page = client.post(url("new_channel"), typed | {"allows_private": "on"}).content.decode()
        made = Channel.objects.get()
        assert made.secret in page
        for later in (client.get(url("channels")), client.get(url("channel", made.pk))):
            assert made.secret not in later.content.decode()
        assert Change.objects.get(what="channel.added").subject == "Own"

    def test_a_sample_says_what_came_back(self, sign_in, dai, webhook, receiver):
        client = sign_in(dai)
        receiver.answers = [(200, b"thanks"), (500, b"out of order")]
        took = client.post(url("channel_samples", webhook.pk), follow=True).content.decode()
        assert "took the sample: 200, thanks" in took
        failed = client.post(url("channel_samples", webhook.pk), follow=True).content.decode()
        assert "did not take the sample. The receiver answered 500. out of order" in failed
        assert [one.state for one in Delivery.objects.order_by("pk")] == [State.SENT, State.GIVEN_UP]

    def test_its_address_is_never_shown(self, sign_in, dai, webhook):
        client = sign_in(dai)
        for page in (url("channels"), url("channel", webhook.pk), url("deliveries"), "/api/telling/channels/"):
            assert "very-secret" not in client.get(page).content.decode()
        assert client.post(url("channel", webhook.pk), {"name": "Depot", "allows_private": "on"}).status_code == 302
        webhook.refresh_from_db()
        assert (webhook.name, webhook.kinds, webhook.address[-11:]) == ("Depot", [], "very-secret")

    def test_removing_asks_first(self, sign_in, dai, webhook):
        client = sign_in(dai)
        assert "Remove “Warehouse”?" in client.get(url("channel_removal", webhook.pk)).content.decode()
        assert Channel.objects.exists()
        client.post(url("channel_removal", webhook.pk))
        assert not Channel.objects.exists()

    def test_nobody_but_administrators_sees_any_of_it(self, sign_in, aiko, emi, webhook):
        happened()
        sent = Delivery.objects.get()
        for person in (aiko, emi):
            client = sign_in(person)
            for name, *args in (("channels",), ("new_channel",), ("deliveries",), ("deliveries_export",),
                                ("channel", webhook.pk), ("channel_removal", webhook.pk)):  # fmt: skip
                assert client.get(url(name, *args)).status_code == 403
            assert client.post(url("channel_samples", webhook.pk)).status_code == 403
            assert client.post(url("attempts", sent.pk)).status_code == 403
            assert client.get("/api/telling/channels/").status_code == 403
            assert client.get("/api/telling/deliveries/").status_code == 403


class TestDeliveries:
    @pytest.fixture
    def sent(self, webhook, ben):
        """One to the webhook that was given up, one to Ben that arrived."""
        happened()
        now = timezone.now()
        Delivery.objects.update(
            given_up_at=now,
            attempts=8,
            attempted_at=now,
            status=500,
            failure=Message("The receiver answered 500.").as_dict(),
        )
        news(ben, "A secret between two.")
        made = Delivery.objects.create(user=ben.user, way="mail", made_at=now, due_at=now, sent_at=now, attempts=1)
        Notice.objects.get(user=ben.user).waiting.update(delivery=made)
        return Delivery.objects.get(channel=webhook)

    def test_they_are_listed_with_what_came_back(self, sign_in, dai, sent):
        client = sign_in(dai)
        page = client.get(url("deliveries"))
        lines = [(one.receiver, one.what, one.delivery.state, one.said) for one in page.context["lines"]]
        assert lines == [
            ("Ben", "1 notice", State.SENT, ""),
            ("Warehouse", "The East has a target.", State.GIVEN_UP, "The receiver answered 500."),
        ]
        assert "secret between two" not in page.content.decode()

    @pytest.mark.parametrize(
        ("query", "receivers"),
        [("state=sent", ["Ben"]), ("state=given_up", ["Warehouse"]), ("to=people", ["Ben"]), ("state=retrying", [])],
    )
    def test_they_are_filtered(self, sign_in, dai, sent, query, receivers):
        client = sign_in(dai)
        assert [one.receiver for one in client.get(f"{url('deliveries')}?{query}").context["lines"]] == receivers
        file = client.get(f"{url('deliveries_export')}?{query}")
        rows = b"".join(file.streaming_content) if file.streaming else file.content
        assert [name for name in ("Ben", "Warehouse") if name in rows.decode("utf-8-sig")] == receivers

    def test_one_can_be_sent_again(self, sign_in, dai, sent):
        client = sign_in(dai)
        client.post(url("attempts", sent.pk))
        sent.refresh_from_db()
        assert (sent.state, sent.attempts) == (State.WAITING, 0)
        again = client.post(url("attempts", sent.pk), follow=True)
        assert "still waiting" in again.content.decode()

    def test_a_long_list_takes_few_queries(self, sign_in, dai, webhook, django_assert_max_num_queries):
        for minutes in range(30):
            happened(timezone.now() - timedelta(minutes=minutes))
        client = sign_in(dai)
        with django_assert_max_num_queries(12):
            assert len(client.get(url("deliveries")).context["lines"]) == 30


class TestWhatIsNew:
    def test_it_stands_in_one_list_and_opening_it_is_seeing_it(self, sign_in, ben, aiko):
        now = timezone.now()
        news(ben, "Older.", at=now - timedelta(hours=2), body=Message.as_is("With\nlines"))
        news(ben, "Newer.", at=now - timedelta(hours=1))
        client = sign_in(ben)
        page = client.get(reverse("goals:notices"))
        assert [one.title for one in page.context["groups"]] == ["Newer.", "Older."]
        assert "With<br>lines" in page.content.decode()
        opened = client.get(page.context["groups"][0].url)
        assert opened.url == "/somewhere/"
        assert unseen(ben.user, timezone.now()) == 1
        again = client.get(reverse("goals:notices"))
        assert [(one.title, one.seen) for one in again.context["groups"]] == [("Older.", False), ("Newer.", True)]
        client.post(reverse("goals:notices_seen"), {"until": timezone.now().isoformat()})
        assert unseen(ben.user, timezone.now()) == 0

    def test_it_rings_the_bell(self, sign_in, ben):
        news(ben)
        assert "What is new: 1 thing not seen" in sign_in(ben).get(url("preferences")).content.decode()

    def test_another_persons_is_not_there(self, sign_in, ben, chie):
        news(ben)
        client = sign_in(chie)
        assert client.get(reverse("goals:notices")).context["groups"] == []
        assert client.get(url("notice", Notice.objects.get().pk)).status_code == 404
        client.post(reverse("goals:notices_seen"), {"until": timezone.now().isoformat()})
        assert unseen(ben.user, timezone.now()) == 1


class TestApi:
    def ask(self, client, method, path, data=None):
        body = json.dumps(data) if data is not None else ""
        answer = client.generic(method, f"/api/telling/{path}", body, content_type="application/json")
        return answer.status_code, answer.json()

    def test_notices_are_listed_and_marked(self, sign_in, ben, chie):
        then = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
        news(ben, "For Ben.", body=Message("At %(at)s", {"at": then}))
        client = sign_in(ben)
        (one,) = self.ask(client, "GET", "notices/")[1]["items"]
        assert (one["title"], one["body"], one["seen_at"]) == ("For Ben.", "At Nov 24, 2026 10:30", None)
        assert self.ask(sign_in(chie), "POST", "notices/seen/", {"ids": [one["id"]]}) == (200, {"marked": 0})
        client = sign_in(ben)
        assert self.ask(client, "POST", "notices/seen/", {"ids": [one["id"]]}) == (200, {"marked": 1})
        assert self.ask(client, "GET", "notices/?unseen=true")[1]["total"] == 0

    def test_preferences_are_read_and_changed(self, sign_in, ben):
        set_chat(ben.user, service="slack", address=SLACK)
        client = sign_in(ben)
        choice = {"in_product": True, "mail": "weekly", "chat": "never"}
        asked = {"workday_starts_at": "08:30", "kinds": {"test.soon": choice}}
        status, found = self.ask(client, "PATCH", "preferences/", asked)
        assert (status, found["workday_starts_at"], found["kinds"]["test.soon"]) == (200, "08:30:00", choice)
        assert found["chat_address"] == "hooks.slack.com/…evi7"
        assert self.ask(client, "PATCH", "preferences/", {"at_any_time": True})[1]["workday_starts_at"] == "08:30:00"
        status, refused = self.ask(client, "PATCH", "preferences/", {"kinds": {"no.such": choice}})
        assert (status, refused["error"]["code"]) == (422, "kind_unknown")

    def test_deliveries_are_listed_and_sent_again(self, sign_in, dai, webhook):
        happened()
        client = sign_in(dai)
        (one,) = self.ask(client, "GET", f"deliveries/?state=waiting&channel={webhook.pk}")[1]["items"]
        assert (one["receiver"], one["what"], one["state"]) == ("Warehouse", "The East has a target.", "waiting")
        assert self.ask(client, "POST", f"deliveries/{one['id']}/attempts/")[1]["error"]["code"] == "delivery_waits"
        Delivery.objects.update(sent_at=timezone.now())
        assert self.ask(client, "POST", f"deliveries/{one['id']}/attempts/")[1]["state"] == "waiting"
        assert [one["kinds"] for one in self.ask(client, "GET", "channels/")[1]] == [["test.soon"]]
