"""Who opens which page of reviews, and that 1on1s are only for the two."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from kaname.feedback.models import Feedback
from kaname.goals.actions.calendar import calendar_of
from kaname.people.models import Membership
from kaname.reviews.kinds import Kind
from kaname.reviews.models import ReviewMeeting
from kaname.reviews.operations import Plan, Typed, agree, keep, open_occurrence, plan_meeting, rate
from kaname.reviews.outcomes.helped import helped
from kaname.reviews.queries import meetings_of, next_meeting_of
from tests.conftest import person
from tests.reviews.conftest import TODAY, reader, url

OF_A_MEETING = [
    ("meeting", ()), ("minutes", ()), ("minutes_markdown", ()), ("event", ()), ("target_choice", ()),
    ("note", ("shared",)), ("note", ("private",)), ("note_revisions", ("shared",)), ("note_revisions", ("private",)),
]  # fmt: skip
OF_WHO_LEADS = ["closing", "move", "cancellation"]
POSTED = ["decisions", "follow_ups", "topics", "rating", "restoration", "reopening", "closing", "cancellation"]


def test_it_opens_a_teams_review_for_the_team_and_its_managers_alone(sign_in, today_morning, aiko, ben, chie, emi, dai):
    for name, more in OF_A_MEETING:
        address = url(name, today_morning.pk, *more)
        answers = {one.name: sign_in(one).get(address).status_code for one in (aiko, ben, emi, dai, chie)}
        assert answers == {"Aiko": 200, "Ben": 200, "Emi": 200, "Dai": 200, "Chie": 404}, address
    for name in OF_WHO_LEADS:
        answers = {one.name: sign_in(one).get(url(name, today_morning.pk)).status_code for one in (aiko, ben, chie)}
        assert answers == {"Aiko": 200, "Ben": 404, "Chie": 404}, name


def test_it_opens_a_1on1_for_the_two_alone_whatever_anybodys_role(sign_in, friday, pair, aiko, ben, chie, emi, dai):
    addresses = [url(name, friday.pk, *more) for name, more in OF_A_MEETING]
    addresses += [url(name, friday.pk) for name in (*OF_WHO_LEADS, "history")]
    addresses += [url("series", pair.pk), url("series_edit", pair.pk), url("series_hours", pair.pk)]
    addresses += [url("occurrence", pair.pk, "2026-12-11")]
    for one, status in ((aiko, {200, 302}), (ben, {200, 302}), (chie, {404}), (emi, {404}), (dai, {404})):
        client = sign_in(one)
        assert {client.get(address).status_code for address in addresses} <= status, one
        if one not in (aiko, ben):
            posted = {client.post(url(name, friday.pk), {"text": "?"}).status_code for name in POSTED}
            assert posted == {404}, one
            page = client.get(url("reviews")).content.decode()
            assert "1on1 with" not in page


def test_it_shows_a_team_its_reviews_of_the_days_that_one_was_in_it(today_morning, east, west):
    goro = person("Goro")
    Membership.objects.create(person=goro, team=east, starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 20))
    Membership.objects.create(person=goro, team=west, starts_on=date(2026, 11, 20))
    mine = ReviewMeeting.objects.visible_to(goro.user, on=TODAY)
    assert today_morning not in mine
    ReviewMeeting.objects.filter(pk=today_morning.pk).update(held_on=date(2026, 11, 19))
    assert today_morning in mine.all()


def test_a_team_above_takes_part_with_the_teams_below(known, aiko, east):
    from kaname.people.models import Team

    below = person("Hana", team=Team.objects.create(key="sub", name="Sub", parent=east))
    plan = Plan(kind=Kind.KICKOFF, leader=aiko, team=east)
    made = plan_meeting(plan, starts_at=datetime(2026, 11, 30, 1, 0, tzinfo=UTC), reader=reader(aiko))
    assert made in ReviewMeeting.objects.visible_to(below.user, on=TODAY)


def test_the_list_says_what_is_today_and_what_comes(sign_in, morning, pair, ben, django_assert_max_num_queries):
    client = sign_in(ben)
    with django_assert_max_num_queries(45):
        page = client.get(url("reviews"))
    assert [line.name for line in page.context["today"]] == ["Morning meeting of East"]
    coming = [(line.name, line.held.held_on) for line in page.context["coming"]]
    assert ("1on1 with Aiko", date(2026, 11, 27)) in coming
    assert url("occurrence", pair.pk, "2026-11-27") in page.content.decode()
    only = client.get(url("reviews", kind="1on1"))
    assert {line.name for line in only.context["coming"]} == {"1on1 with Aiko"}


def test_opening_a_review_twice_makes_one_row(sign_in, morning, aiko, ben):
    first = sign_in(aiko).get(url("occurrence", morning.pk, "2026-11-25"))
    assert sign_in(ben).get(url("occurrence", morning.pk, "2026-11-25")).url == first.url
    # The 23rd is a public holiday, the 28th a Saturday; neither has a review, nor has what is no day.
    for day in ("2026-11-23", "2026-11-28", "soon", "9999-01-01"):
        assert sign_in(ben).get(url("occurrence", morning.pk, day)).status_code == 404


def test_the_empty_list_teaches(sign_in, known, ben):
    page = sign_in(ben).get(url("reviews"))
    assert "No review is planned" in page.content.decode()


def test_others_ask_what_is_held_and_what_is_next(morning, pair, aiko, ben):
    mine = reader(ben)
    assert [one.review for one in meetings_of(ben, day=TODAY, reader=mine)] == [morning]
    assert [one.review for one in meetings_of(ben, day=date(2026, 11, 27), reader=reader(aiko))] == [morning, pair]
    # At noon the morning meeting of today is over.
    assert next_meeting_of(mine).held_on == date(2026, 11, 25)


class TestRating:
    def test_the_member_answers_and_only_the_two_see_it(self, sign_in, friday, aiko, ben):
        client = sign_in(ben)
        assert client.post(url("rating", friday.pk), {"value": "9"}).status_code == 422
        client.post(url("rating", friday.pk), {"value": "4"})
        assert sign_in(aiko).get(url("meeting", friday.pk)).context["page"].rating.value == 4
        refused = sign_in(aiko).post(url("rating", friday.pk), {"value": "1"})
        assert (refused.status_code, friday.rating.value) == (422, 4)

    def test_leaders_see_only_averages_of_many(self, known, aiko, emi, east):
        members = [person(name, team=east, manager=aiko) for name in ("Hana", "Ichi", "Jun")]
        answers = [5, 4, 3, 5, 4]
        for number, value in enumerate(answers):
            member = members[number % 3]
            plan = Plan(kind=Kind.ONE_ON_ONE, leader=aiko, member=member)
            made = plan_meeting(plan, starts_at=timezone.now(), reader=reader(aiko))
            assert helped(reader(emi)) is None
            rate(made, value, reader=reader(member))
        found = helped(reader(emi))
        assert (found.answers, found.mean) == (5, pytest.approx(21 / 5))
        # Aiko knows each of these answers already, and nobody else's; members see no average.
        assert helped(reader(aiko)) is None
        assert helped(reader(members[0])) is None


def test_private_notes_are_their_authors_alone(sign_in, friday, aiko, ben, dai):
    keep(friday, Typed("What I would not say aloud"), private=True, reader=reader(ben))
    for one in (aiko, dai):
        client = sign_in(one)
        for name, more in OF_A_MEETING:
            assert "aloud" not in client.get(url(name, friday.pk, *more)).content.decode()
        assert client.get(url("reviews", q="aloud")).context["found"] == []
    mine = sign_in(ben)
    assert "aloud" in mine.get(url("meeting", friday.pk)).content.decode()
    assert len(mine.get(url("reviews", q="ALOUD")).context["found"]) == 1
    # They are no part of the minutes, whoever asks.
    assert "aloud" not in mine.get(url("minutes_markdown", friday.pk)).content.decode()


def test_a_moved_series_day_opens_by_its_own_day(pair, aiko):
    made = open_occurrence(pair, rule_day=date(2026, 12, 11), reader=reader(aiko))
    assert made.starts_at == datetime(2026, 12, 11, 7, 30, tzinfo=UTC)  # 16:30 in Tokyo


def test_today_shows_todays_reviews_and_what_is_due(sign_in, morning, today_morning, aiko, ben):
    agree(today_morning, text="Sort the list", owner=ben, due_on=date(2026, 11, 20), reader=reader(aiko))
    page = sign_in(ben).get(reverse("boards:today")).content.decode()
    assert url("meeting", today_morning.pk) in page
    assert "Sort the list" in page
    assert "Overdue" in page
    assert "Sort the list" not in sign_in(aiko).get(reverse("boards:today")).content.decode()


def test_a_1on1_shows_what_the_two_said_to_each_other_since(sign_in, friday, aiko, ben, chie):
    said = {"kind": "thanks", "visibility": "private"}
    Feedback.objects.create(author=aiko, receiver=ben, text="Your calls grew", sent_at=timezone.now(), **said)
    Feedback.objects.create(author=chie, receiver=ben, text="Not for Aiko", sent_at=timezone.now(), **said)
    old = datetime(2026, 11, 1, tzinfo=UTC)
    Feedback.objects.create(author=aiko, receiver=ben, text="Long ago", sent_at=old, **said)
    page = sign_in(aiko).get(url("meeting", friday.pk)).content.decode()
    assert "Your calls grew" in page
    assert "Not for Aiko" not in page
    assert "Long ago" not in page


def test_an_executive_sees_what_they_take_part_in_first(sign_in, today_morning, emi):
    client = sign_in(emi)
    assert client.get(url("reviews")).context["today"] == []
    assert [line.name for line in client.get(url("reviews", whose="all")).context["today"]] == [
        "Morning meeting of East"
    ]
    assert url("meeting", today_morning.pk) not in client.get(reverse("boards:today")).content.decode()


def test_the_calendar_feed_holds_what_one_takes_part_in(today_morning, friday, pair, aiko, ben, emi):
    feeds = {
        one: Calendar.from_ical(calendar_of(one, reader=reader(one), base_url="http://kaname")) for one in (ben, emi)
    }
    events = {str(event["uid"]): event for event in feeds[ben].walk("VEVENT")}
    today = events[f"review-series-{today_morning.series_id}-20261124@kaname"]
    assert (today["summary"], today["url"]) == (
        "Morning meeting of East",
        f"http://kaname{url('meeting', today_morning.pk)}",
    )
    assert f"review-series-{pair.pk}-20261211@kaname" in events  # one that nobody opened yet
    assert feeds[emi].walk("VEVENT") == []
