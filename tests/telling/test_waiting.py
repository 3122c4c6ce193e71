"""When news leaves the product. Days of November 2026: Friday 20, Monday 23 is Labour Thanksgiving Day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from kaname.people.models import Leave, PersonalHours
from kaname.telling.jobs import send_what_is_due
from kaname.telling.models import Delivery, Notice, Rhythm, Waiting
from kaname.telling.operations import Choice, Message, choose, set_hours, tell
from kaname.telling.windows import Window, due, may_be_told

TOKYO = ZoneInfo("Asia/Tokyo")


def tokyo(day, hour=9, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=TOKYO)


def news(*people, at, text="Something happened.", kind="test.soon", **more):
    tell([one.user for one in people], kind=kind, title=Message.as_is(text), url="/somewhere/", at=at, **more)


def go_on(*moments):
    """The duty at each of these moments, by the clock as well."""
    for at in moments:
        with time_machine.travel(at, tick=True):
            send_what_is_due(at)


pytestmark = pytest.mark.django_db


class TestWorkingHours:
    def test_it_sends_at_once_in_working_hours_and_only_once(self, ben, mailbox):
        news(ben, at=tokyo(24, 10))
        go_on(tokyo(24, 10, 1), tokyo(24, 10, 2))
        (mail,) = mailbox.mails
        assert (mail["To"], mail["Subject"]) == ("ben@example.com", "Something happened.")
        assert "https://kpi.example.jp/somewhere/" in mailbox.text()
        assert "https://kpi.example.jp/telling/" in mailbox.text()
        assert mail.get_body(("html",)) is not None

    def test_it_waits_over_evening_weekend_holiday_and_leave(self, ben, aiko, mailbox):
        Leave.objects.create(person=ben, starts_on=date(2026, 11, 24), ends_on=date(2026, 11, 25))
        news(ben, aiko, at=tokyo(20, 18, 30), text="Friday evening.")
        news(ben, at=tokyo(21, 12), text="Saturday.")
        # The working day ends at 18:00: 9:00, eight hours and an hour for lunch.
        go_on(tokyo(20, 18, 31), tokyo(21, 10), tokyo(22, 10), tokyo(23, 10), tokyo(24, 8, 59))
        assert mailbox.mails == []
        assert Notice.objects.filter(user=ben.user, in_product=True).count() == 2
        go_on(tokyo(24, 9))
        assert [mail["To"] for mail in mailbox.mails] == ["aiko@example.com"]
        go_on(tokyo(24, 17), tokyo(25, 8, 59), tokyo(25, 9))
        assert mailbox.mails[1:][0]["To"] == "ben@example.com"
        assert len(mailbox.mails) == 2
        # What waited comes together.
        assert mailbox.mails[1]["Subject"] == "2 things are new"
        assert mailbox.text().index("Friday evening.") < mailbox.text().index("Saturday.")

    @pytest.mark.parametrize(("at", "sent"), [(tokyo(24, 17, 59), True), (tokyo(24, 18), False)])
    def test_a_day_ends_after_its_hours_and_lunch(self, ben, mailbox, at, sent):
        news(ben, at=at)
        go_on(at)
        assert bool(mailbox.mails) is sent

    def test_own_hours_count(self, ben, mailbox):
        """Ben works Tuesdays for four hours from 13:00: until 18:00 with lunch; on Wednesdays he does not."""
        PersonalHours.objects.create(person=ben, weekday_hours=[8, 4, 0, 8, 8, 0, 0])
        set_hours(ben.user, workday_starts_at=time(13), at_any_time=False)
        news(ben, at=tokyo(24, 9))
        go_on(tokyo(24, 9), tokyo(24, 12, 59))
        assert mailbox.mails == []
        go_on(tokyo(24, 13))
        assert len(mailbox.mails) == 1
        news(ben, at=tokyo(24, 18, 1))
        go_on(tokyo(24, 18, 1), tokyo(25, 14), tokyo(26, 12, 59))
        assert len(mailbox.mails) == 1
        go_on(tokyo(26, 13))
        assert len(mailbox.mails) == 2

    def test_whoever_wants_it_is_told_at_any_time(self, ben, mailbox):
        set_hours(ben.user, workday_starts_at=None, at_any_time=True)
        news(ben, at=tokyo(22, 3))
        go_on(tokyo(22, 3))
        assert len(mailbox.mails) == 1

    def test_leave_that_begins_meanwhile_counts(self, ben, mailbox):
        news(ben, at=tokyo(20, 19))
        go_on(tokyo(20, 19))
        Leave.objects.create(person=ben, starts_on=date(2026, 11, 24), ends_on=date(2027, 2, 1))
        go_on(tokyo(24, 9), tokyo(30, 10))
        assert mailbox.mails == []
        back = datetime(2027, 2, 1, 9, tzinfo=TOKYO)
        go_on(*(tokyo(30) + timedelta(days=days) for days in range(0, 63, 5)), back + timedelta(days=7))
        assert len(mailbox.mails) == 1


class TestDigests:
    def test_a_day_comes_as_one_mail_in_the_next_morning(self, ben, mailbox):
        news(ben, at=tokyo(24, 10), text="First.", kind="test.later")
        news(ben, at=tokyo(24, 16), text="Second.", kind="test.later")
        go_on(tokyo(24, 10), tokyo(24, 16), tokyo(24, 17, 59), tokyo(25, 8))
        assert mailbox.mails == []
        go_on(tokyo(25, 9), tokyo(25, 9, 1))
        assert [mail["Subject"] for mail in mailbox.mails] == ["2 things are new"]

    def test_the_same_with_another_count_is_said_once(self, ben, mailbox):
        for who, count in (("Aiko", 1), ("Aiko", 2), ("Dai", 1), ("Aiko", 3)):
            words = {"who": who, "count": count}
            title = Message(
                "%(who)s set %(count)d target.", words, plural="%(who)s set %(count)d targets.", count=count
            )
            tell([ben.user], kind="test.later", title=title, url="/x/", at=tokyo(24, 10))
        go_on(tokyo(25, 9))
        assert mailbox.mails[0]["Subject"] == "2 things are new"
        assert "Aiko set 6 targets." in mailbox.text()
        assert "Dai set 1 target." in mailbox.text()

    def test_a_week_comes_on_its_first_working_day(self, ben, mailbox):
        news(ben, at=tokyo(18, 10), kind="test.weekly")
        go_on(tokyo(18, 10), tokyo(19, 9), tokyo(20, 9), tokyo(23, 9))
        assert mailbox.mails == []
        go_on(tokyo(24, 9))
        assert len(mailbox.mails) == 1

    def test_what_may_wait_does(self, ben, mailbox):
        news(ben, at=tokyo(24, 10), digest=True)
        go_on(tokyo(24, 10))
        assert mailbox.mails == []
        go_on(tokyo(25, 9))
        assert len(mailbox.mails) == 1

    def test_what_was_seen_is_not_sent(self, ben, mailbox):
        news(ben, at=tokyo(24, 10), kind="test.later")
        Notice.objects.filter(user=ben.user).mark_seen(at=tokyo(24, 11))
        go_on(tokyo(25, 9))
        assert mailbox.mails == []
        assert not Waiting.objects.exists()

    def test_everybody_chooses(self, ben, aiko, mailbox):
        choose(ben.user, {"test.soon": Choice(in_product=False, mail=Rhythm.NEVER, chat=Rhythm.NEVER)})
        choose(aiko.user, {"test.soon": Choice(in_product=False, mail=Rhythm.DAILY, chat=Rhythm.NEVER)})
        news(ben, aiko, at=tokyo(24, 10))
        go_on(tokyo(24, 10))
        assert mailbox.mails == []
        assert [one.in_product for one in Notice.objects.all()] == [False]
        go_on(tokyo(25, 9))
        assert [mail["To"] for mail in mailbox.mails] == ["aiko@example.com"]

    def test_nothing_waits_where_no_mail_is_sent(self, ben, settings):
        settings.KANAME_SENDS_MAIL = False
        news(ben, at=tokyo(24, 10))
        go_on(tokyo(24, 10))
        assert not Waiting.objects.exists()
        assert not Delivery.objects.exists()
        assert Notice.objects.filter(in_product=True).count() == 1


class TestLanguage:
    def test_each_reads_it_in_their_own(self, ben, aiko, mailbox):
        ben.user.language = "ja"
        ben.user.save()
        title = Message(
            "%(metric)s on %(day)s: %(who)s",
            {"metric": {"ja": "架電数", "en": "Calls"}, "day": date(2026, 11, 24), "who": Message("Metrics")},
        )
        tell([ben.user, aiko.user], kind="test.soon", title=title, url="/x/", at=tokyo(24, 10))
        go_on(tokyo(24, 10))
        subjects = {mail["To"]: mail["Subject"] for mail in mailbox.mails}
        assert subjects["aiko@example.com"].startswith("Calls on ")
        assert subjects["aiko@example.com"].endswith("Metrics")
        assert subjects["ben@example.com"].startswith("架電数")
        assert subjects["ben@example.com"].endswith("指標")

    def test_a_message_is_kept_as_it_was(self):
        title = Message(
            "%(count)d thing by %(who)s", {"count": 2, "who": Message("x", context="y"), "at": tokyo(24, 10)},
            plural="%(count)d things by %(who)s", count=2,
        )  # fmt: skip
        assert Message.from_dict(title.as_dict()) == title
        assert title.text() == "2 things by x"
        assert Message.as_is("100 % sure").text() == "100 % sure"


class TestOnce:
    def test_nobody_is_told_twice_of_the_same(self, ben, aiko):
        news(ben, at=tokyo(24, 10), once="report:7")
        news(ben, aiko, at=tokyo(24, 11), once="report:7")
        news(ben, at=tokyo(24, 11), once="report:8")
        assert Notice.objects.filter(user=ben.user).count() == 2
        assert Notice.objects.filter(user=aiko.user).count() == 1

    def test_many_take_few_queries(self, ben, aiko, django_assert_max_num_queries):
        with django_assert_max_num_queries(7):  # with the two of the savepoint
            news(ben, aiko, at=tokyo(24, 10), once="x")


MONDAY = date(2026, 11, 2)
days_worked = st.lists(st.booleans(), min_size=28, max_size=28)


def windows_of(worked):
    found = [datetime(2026, 11, 2 + number, tzinfo=UTC) for number, works in enumerate(worked) if works]
    return [Window(one.date(), one + timedelta(hours=9), one + timedelta(hours=18)) for one in found]


@given(worked=days_worked, minutes=st.integers(0, 20 * 24 * 60), first=st.sampled_from([0, 6]))
def test_news_is_never_due_outside_of_working_hours(worked, minutes, first):
    """Held against a search minute by minute would be slow; hour by hour finds the same mornings."""
    at = datetime(2026, 11, 2, tzinfo=UTC) + timedelta(minutes=minutes)
    windows = windows_of(worked)
    found = {rhythm: due(rhythm, windows, at=at, first_weekday=first) for rhythm in Rhythm if rhythm != Rhythm.NEVER}
    for when in found.values():
        assert when is None or (when >= at and may_be_told(windows, when))
    mornings = [one.since for one in windows if one.since >= at]
    assert found[Rhythm.DAILY] == (mornings[0] if mornings else None)
    firsts = [
        one for one in mornings
        if not any(
            worked[(one.date() - MONDAY).days - back]
            for back in range(1, (one.weekday() - first) % 7 + 1)
            if (one.date() - MONDAY).days >= back
        )
    ]  # fmt: skip
    assert found[Rhythm.WEEKLY] == (firsts[0] if firsts else None)
    if may_be_told(windows, at):
        assert found[Rhythm.AT_ONCE] == at
    else:
        assert found[Rhythm.AT_ONCE] == found[Rhythm.DAILY]
