"""What does not arrive: it is tried again with growing pauses, given up, shown, and sent again by hand."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from kaname.telling.errors import TellingError
from kaname.telling.jobs import let_go, send_what_is_due
from kaname.telling.models import Delivery, Notice, State
from kaname.telling.operations import Message, send_again, set_hours, tell
from kaname.telling.sending.attempt import attempt, pause_after

AT = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
pytestmark = pytest.mark.django_db


def news(person, at=AT, kind="test.soon"):
    tell([person.user], kind=kind, title=Message.as_is("Something happened."), url="/somewhere/", at=at)


def go_on(at):
    with time_machine.travel(at, tick=True):
        send_what_is_due(at)


@pytest.fixture
def ben_always(ben):
    set_hours(ben.user, workday_starts_at=None, at_any_time=True)
    return ben


def test_a_mail_is_tried_again_until_it_arrives(ben_always, mailbox):
    mailbox.refusing = "451 Busy"
    news(ben_always)
    go_on(AT)
    sent = Delivery.objects.get()
    assert (sent.state, sent.status, sent.answer) == (State.RETRYING, 451, "Busy")
    mailbox.refusing = ""
    go_on(AT + timedelta(seconds=30))
    assert mailbox.mails == []
    go_on(AT + timedelta(seconds=62))
    sent.refresh_from_db()
    assert (sent.state, sent.attempts, len(mailbox.mails)) == (State.SENT, 2, 1)


def test_pauses_grow_and_after_eight_tries_it_is_given_up(ben_always, dai, mailbox):
    mailbox.refusing = "451 Busy"
    news(ben_always)
    at, tried = AT, []
    for _round in range(8):
        go_on(at)
        sent = Delivery.objects.exclude(way="", user=dai.user).get(user=ben_always.user)
        tried.append((sent.attempts, round((sent.due_at - at).total_seconds() / 60)))
        at = sent.due_at
    # 1, 3, 9, … minutes: 1093 in all, 18 hours and 13 minutes.
    assert tried == [(1, 1), (2, 3), (3, 9), (4, 27), (5, 81), (6, 243), (7, 729), (8, 2187)]
    assert sum((pause_after(number) for number in range(1, 8)), timedelta()) == timedelta(minutes=1093)
    assert sent.state == State.GIVEN_UP
    (told,) = Notice.objects.filter(user=dai.user)
    assert told.title_text() == "What was to be sent to ben@example.com did not arrive."
    mailbox.refusing = ""
    go_on(at + timedelta(days=1))
    assert "ben@example.com" not in [mail["To"] for mail in mailbox.mails]
    send_again(sent, at=at + timedelta(days=2))
    with pytest.raises(TellingError, match="waiting"):
        send_again(sent, at=at + timedelta(days=2))
    go_on(at + timedelta(days=2))
    assert "ben@example.com" in [mail["To"] for mail in mailbox.mails]


def test_retries_keep_to_working_hours(ben, mailbox):
    mailbox.refusing = "451 Busy"
    news(ben, at=AT.replace(hour=17, minute=59))
    go_on(AT.replace(hour=17, minute=59))
    mailbox.refusing = ""
    go_on(AT.replace(hour=18, minute=30))
    assert mailbox.mails == []
    go_on(AT.replace(hour=9) + timedelta(days=1))
    assert len(mailbox.mails) == 1


def test_a_task_that_is_run_again_sends_nothing(ben_always, mailbox):
    news(ben_always)
    go_on(AT)
    attempt(Delivery.objects.get().pk, 1, at=AT, base_url="")
    assert len(mailbox.mails) == 1


def test_whoever_has_left_is_not_written_to(ben, mailbox):
    news(ben)
    ben.user.is_active = False
    ben.user.save()
    go_on(AT)
    assert mailbox.mails == []
    assert not Delivery.objects.exists()


def test_whoever_leaves_before_it_arrives_is_not_written_to_any_more(ben_always, mailbox):
    mailbox.refusing = "451 Busy"
    news(ben_always)
    go_on(AT)
    mailbox.refusing = ""
    ben_always.user.is_active = False
    ben_always.user.save()
    go_on(AT + timedelta(minutes=2))
    assert mailbox.mails == []
    assert Delivery.objects.get().state == State.GIVEN_UP


def test_what_ended_long_ago_is_forgotten(ben_always, mailbox):
    news(ben_always)
    go_on(AT)
    let_go(at=AT + timedelta(days=89))
    assert Delivery.objects.count() == 1
    let_go(at=AT + timedelta(days=91))
    assert Delivery.objects.count() == 0
    assert Notice.objects.count() == 1
