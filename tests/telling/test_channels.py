"""Chats and webhooks of the organisation: what they are sent, what is refused, what comes back."""

import json
import socket
from datetime import date, datetime, timedelta
from ipaddress import ip_address
from zoneinfo import ZoneInfo

import httpx
import pytest
import time_machine
from django.utils import timezone
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from kaname.people.models import Change, CompanyHoliday
from kaname.telling.errors import TellingError
from kaname.telling.jobs import send_what_is_due
from kaname.telling.models import Channel, Delivery, State
from kaname.telling.operations import (
    Message,
    add_channel,
    announce,
    edit_channel,
    send_again,
    send_sample,
    set_chat,
    set_hours,
    tell,
)
from kaname.telling.sending import posting
from kaname.telling.sending.guard import is_public
from tests.telling.conftest import GOOGLE_CHAT, SLACK, TEAMS

TOKYO = ZoneInfo("Asia/Tokyo")
AT = datetime(2026, 11, 24, 10, tzinfo=TOKYO)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def base(settings):
    settings.KANAME_BASE_URL = "https://kpi.example.jp"


def channel(dai, service="webhook", address="", **more):
    values = {"name": "News", "kinds": ["test.soon"], "at_any_time": False, "allows_private": True} | more
    return add_channel(service=service, address=address, by=dai.user, at=AT, **values)


def news(at=AT, **data):
    title = Message("%(count)d target changed.", {"count": 2}, plural="%(count)d targets changed.", count=2)
    announce(kind="test.soon", title=title, url="/goals/targets/", at=at, data=data)


def go_on(at):
    with time_machine.travel(at, tick=True):
        send_what_is_due(at)


class TestWebhook:
    def test_it_is_signed_so_that_the_receiver_can_check_it(self, dai, receiver):
        made = channel(dai, address=f"{receiver.url}/hook?of=kaname")
        now = timezone.now()
        news(at=now, targets=[7])
        send_what_is_due(now)
        (_host, path, headers, body) = receiver.requests[0]
        event = Webhook(made.secret).verify(body, headers)
        assert path == "/hook?of=kaname"
        assert headers["Host"] == receiver.url.removeprefix("http://")
        assert (event["type"], event["data"]["targets"]) == ("test.soon", [7])
        assert event["data"]["title"] == "2 targets changed."
        assert event["data"]["url"] == "https://kpi.example.jp/goals/targets/"
        assert datetime.fromisoformat(event["timestamp"]) == now
        with pytest.raises(WebhookVerificationError):
            Webhook(made.secret).verify(body.replace(b"7", b"8"), headers)
        sent = Delivery.objects.get()
        assert (sent.state, sent.status, sent.answer) == (State.SENT, 200, "ok")

    def test_only_chosen_news_is_told(self, dai, receiver):
        channel(dai, address=receiver.url, kinds=["test.later"])
        news()
        assert not Delivery.objects.exists()

    def test_it_is_sent_again_after_an_error_with_the_same_id(self, dai, receiver):
        channel(dai, address=receiver.url)
        receiver.answers = [(500, b"Oh no"), (200, b"fine")]
        news()
        go_on(AT)
        sent = Delivery.objects.get()
        assert (sent.state, sent.status, sent.answer) == (State.RETRYING, 500, "Oh no")
        assert sent.why == "The receiver answered 500."
        go_on(AT + timedelta(seconds=65))
        sent.refresh_from_db()
        assert (sent.state, sent.answer, sent.attempts) == (State.SENT, "fine", 2)
        assert len({headers["webhook-id"] for _host, _path, headers, _body in receiver.requests}) == 1
        assert len({headers["webhook-signature"] for _host, _path, headers, _body in receiver.requests}) == 2

    def test_it_is_sent_again_after_silence(self, dai, monkeypatch):
        monkeypatch.setattr(posting, "TIMEOUT", httpx.Timeout(0.2))
        with socket.create_server(("127.0.0.1", 0)) as silent:
            channel(dai, address=f"http://127.0.0.1:{silent.getsockname()[1]}/")
            news()
            go_on(AT)
        sent = Delivery.objects.get()
        assert (sent.state, sent.why) == (State.RETRYING, "The receiver did not answer in time.")

    def test_who_is_gone_for_good_is_not_asked_again(self, dai, receiver):
        channel(dai, address=receiver.url)
        receiver.answers = [(410, b"gone")]
        news()
        go_on(AT)
        assert Delivery.objects.get(channel__isnull=False).state == State.GIVEN_UP

    def test_by_hand_it_is_sent_once_more(self, dai, receiver):
        channel(dai, address=receiver.url)
        news()
        go_on(AT)
        send_again(Delivery.objects.get(), at=AT + timedelta(hours=1))
        go_on(AT + timedelta(hours=1))
        assert len(receiver.requests) == 2

    def test_no_redirect_is_followed_and_little_of_an_answer_kept(self, dai, receiver):
        channel(dai, address=receiver.url)
        receiver.answers = [(302, b"x" * 5000, ("Location", f"{receiver.url}/elsewhere"))]
        news()
        go_on(AT)
        sent = Delivery.objects.get()
        assert (sent.state, sent.status, sent.answer) == (State.RETRYING, 302, "x" * 1024)
        assert len(receiver.requests) == 1

    def test_machines_are_told_at_any_time(self, dai, receiver):
        channel(dai, address=receiver.url)
        sunday = AT - timedelta(days=2)
        news(at=sunday)
        go_on(sunday)
        assert len(receiver.requests) == 1


class TestAddresses:
    @pytest.mark.parametrize(
        ("address", "code"),
        [
            ("http://127.0.0.1:8000/", "address_private"),
            ("http://localhost/", "address_private"),
            ("http://[::1]/", "address_private"),
            ("http://[::ffff:10.0.0.1]/", "address_private"),
            ("http://169.254.169.254/latest/meta-data", "address_private"),
            ("http://2130706433/", "address_private"),
            ("https://10.1.2.3/", "address_private"),
            ("file:///etc/passwd", "address_not_http"),
            ("gopher://example.com/", "address_not_http"),
            ("https://user:secret@example.com/", "address_unreadable"),
            ("https:///nowhere", "address_unreadable"),
            ("https://no-such-host.invalid/", "address_unknown"),
            ("", "address_needed"),
        ],
    )
    def test_addresses_inside_a_network_and_unreadable_ones_are_refused(self, dai, address, code):
        with pytest.raises(TellingError) as refused:
            channel(dai, address=address, allows_private=False)
        assert refused.value.code == code
        assert str(refused.value)

    @pytest.mark.parametrize(
        ("service", "address"),
        [
            ("slack", "https://hooks.slack.com.example.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7"),
            ("slack", "http://127.0.0.1/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7"),
            ("teams", "https://example.com/workflows/643e69f83c8944/triggers/manual/paths/invoke?sig=x"),
            ("google_chat", SLACK),
        ],
    )
    def test_chats_take_their_own_services_addresses_alone(self, dai, service, address):
        with pytest.raises(TellingError) as refused:
            channel(dai, service, address)
        assert refused.value.code == f"address_not_{service}"

    @pytest.mark.parametrize(
        ("address", "public"),
        [("8.8.8.8", True), ("2001:4860:4860::8888", True), ("64:ff9b::a00:1", False), ("2002:7f00:1::", False),
         ("::ffff:192.168.1.1", False), ("::ffff:8.8.8.8", True), ("224.0.0.1", False), ("100.64.0.1", False),
         ("0.0.0.0", False), ("fe80::1", False)],
    )  # fmt: skip
    def test_wrapped_addresses_are_looked_into(self, address, public):
        assert is_public(ip_address(address)) is public

    def test_a_name_that_leads_inside_later_is_refused_when_it_is_called(self, dai, receiver, ben):
        made = channel(dai, address=receiver.url)
        Channel.objects.update(allows_private=False)
        news()
        go_on(AT)
        sent = Delivery.objects.get(channel=made)
        assert sent.state == State.GIVEN_UP
        assert "inside a network" in sent.why
        assert receiver.requests == []

    def test_changes_are_on_record_without_the_address(self, dai, receiver):
        made = channel(dai, address=f"{receiver.url}/secret-path")
        edit_channel(made, name="Other", kinds=[], at_any_time=True, allows_private=True, by=dai.user, at=AT)
        made.refresh_from_db()
        assert made.address.endswith("/secret-path")
        records = Change.objects.filter(what__startswith="channel.")
        assert [one.what for one in records.order_by("pk")] == ["channel.added", "channel.edited"]
        assert "secret-path" not in json.dumps([one.details for one in records])


class TestChats:
    def test_line_works_gets_a_message_with_a_button(self, dai, receiver):
        channel(dai, "line_works", f"{receiver.url}/message/abc")
        receiver.answers = [(200, b'{"code":200,"description":"success"}')]
        news()
        go_on(AT)
        sent = receiver.json()
        assert sent.pop("button")["url"] == "https://kpi.example.jp/goals/targets/"
        assert sent == {"title": "2 targets changed.", "body": {"text": "2 targets changed."}}
        assert Delivery.objects.get().state == State.SENT

    def test_what_line_works_refuses_within_a_success_is_a_failure(self, dai, receiver):
        channel(dai, "line_works", f"{receiver.url}/message/abc")
        receiver.answers = [(200, b'{"code":400,"description":"bad"}')]
        news()
        go_on(AT)
        assert Delivery.objects.get().why

    def test_slack_is_written_to(self, dai, chats):
        channel(dai, "slack", SLACK)
        news()
        go_on(AT)
        (host, path, _headers, body) = chats.requests[0]
        assert (host, path) == ("hooks.slack.com:443", "/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7")
        assert "2 targets changed." in json.dumps(json.loads(body), ensure_ascii=False)
        assert "https://kpi.example.jp/goals/targets/" in body.decode()
        assert Delivery.objects.get().state == State.SENT

    def test_google_chat_is_written_to(self, dai, chats):
        channel(dai, "google_chat", GOOGLE_CHAT)
        news()
        go_on(AT)
        (host, path, _headers, body) = chats.requests[0]
        assert host == "chat.googleapis.com:443"
        assert path.startswith("/v1/spaces/AAAAk6lGXyM/messages?")
        assert "the-token" in path
        assert "2 targets changed." in json.loads(body)["text"]

    def test_teams_is_written_to(self, dai, chats):
        channel(dai, "teams", TEAMS)
        chats.answers = [(202, b"")]
        news()
        go_on(AT)
        (host, path, _headers, body) = chats.requests[0]
        assert host == "prod-1.westeurope.logic.azure.com:443"
        assert path.startswith("/workflows/643e69f83c8944/triggers/manual/paths/invoke?")
        assert "sig=the-signature" in path
        card = json.loads(body)["attachments"][0]
        assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
        assert "2 targets changed." in body.decode()

    def test_what_a_chat_answers_is_told(self, dai, chats):
        made = channel(dai, "slack", SLACK)
        chats.answers = [(403, b"invalid_token")]
        sent = send_sample(made, by=dai.user, at=timezone.now(), base_url="https://kpi.example.jp")
        assert (sent.state, sent.status) == (State.GIVEN_UP, 403)
        assert "TIiajkdnlazkcOXrIdevi7" not in sent.answer + sent.why

    def test_a_chat_does_not_follow_elsewhere(self, dai, chats):
        made = channel(dai, "slack", SLACK)
        chats.answers = [(302, b"", ("Location", "http://127.0.0.1:1/"))]
        sent = send_sample(made, by=dai.user, at=timezone.now(), base_url="")
        assert (sent.status, len(chats.requests)) == (302, 1)

    def test_rooms_wait_for_the_organisations_hours(self, dai, chats):
        CompanyHoliday.objects.create(name="Move", starts_on=date(2026, 11, 25), ends_on=date(2026, 11, 26))
        channel(dai, "slack", SLACK)
        evening = AT.replace(hour=20)
        news(at=evening)
        for hours in (0, 12, 20, 36):
            go_on(evening + timedelta(hours=hours))
        assert chats.requests == []
        go_on(datetime(2026, 11, 26, 9, tzinfo=TOKYO))
        assert len(chats.requests) == 1

    def test_ones_own_chat_gets_ones_own_news(self, ben, aiko, chats):
        set_chat(ben.user, service="slack", address=SLACK)
        set_hours(ben.user, workday_starts_at=None, at_any_time=True)
        for text in ("One.", "Two."):
            tell([ben.user, aiko.user], kind="test.soon", title=Message.as_is(text), url="/x/", at=AT)
        go_on(AT)
        assert len(chats.requests) == 1
        assert "One." in chats.requests[0][3].decode()
        assert "Two." in chats.requests[0][3].decode()


@pytest.mark.parametrize("address", ["http://127.0.0.1:80/message/x", "https://example.com/message/x"])
def test_nobody_may_point_their_own_chat_elsewhere(ben, address):
    with pytest.raises(TellingError) as refused:
        set_chat(ben.user, service="line_works", address=address)
    assert refused.value.code == "address_not_line_works"
