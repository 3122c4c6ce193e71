"""A review while it runs and after: its numbers, what comes out of it, and its minutes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from kaname.goals.models import TargetRevision
from kaname.goals.operations import revise_target, set_target
from kaname.goals.proposing import propose
from kaname.measures.periods import Period
from kaname.people.models import Meeting, Membership
from kaname.reviews.errors import ReviewsError
from kaname.reviews.kinds import Kind
from kaname.reviews.models import Decision, FollowUp, ReviewMeeting
from kaname.reviews.operations import Plan, agree, close, complete, open_occurrence, plan_meeting
from kaname.reviews.pack.freezing import kept_pack
from kaname.reviews.pack.pack import Pack
from kaname.reviews.pack.span import span_of
from kaname.reviews.telling import MINUTES
from kaname.telling.message import Message
from kaname.telling.models import Notice
from tests.conftest import person
from tests.reviews.conftest import NOW, TODAY, fresh, reader, url
from tests.reviews.world_of_calls import load_calls, target_of

HTMX = {"HTTP_HX_REQUEST": "true"}


def figures(client, meeting):
    blocks = client.get(url("meeting", meeting.pk)).context["page"].other_blocks
    return {one.key: one for block in blocks for one in block.figures}


class TestDays:
    def test_no_day_is_looked_at_twice_nor_left_out(self, morning, pair, aiko):
        mine = reader(aiko)
        monday_off = open_occurrence(morning, rule_day=TODAY, reader=mine)
        # The last morning meeting was on Friday the 20th: its day, the weekend and the holiday are looked at now.
        span = span_of(monday_off, mine)
        assert (span.since, span.until, span.previous_on) == (date(2026, 11, 20), TODAY, date(2026, 11, 20))
        assert span.working_days == 1
        friday = open_occurrence(pair, rule_day=date(2026, 11, 27), reader=mine)
        span = span_of(friday, mine)
        # From the 14th to the 27th: ten weekdays without the holiday on the 23rd.
        assert (span.since, span.until, span.working_days) == (date(2026, 11, 14), date(2026, 11, 28), 9)

    def test_a_cancelled_review_leaves_its_days_to_the_next_one(self, sign_in, morning, aiko):
        friday = open_occurrence(morning, rule_day=date(2026, 11, 20), reader=reader(aiko))
        sign_in(aiko).post(url("cancellation", friday.pk), {"note": "Stocktaking."})
        today = open_occurrence(morning, rule_day=TODAY, reader=reader(aiko))
        assert span_of(today, reader(aiko)).since == date(2026, 11, 19)


class TestNumbers:
    @pytest.fixture
    def loaded(self, known, ben, east):
        load_calls(known)
        target_of(100, team=east)
        return known

    def test_the_pack_shows_the_days_since_the_last_one(self, sign_in, loaded, today_morning, aiko):
        # Friday the 20th to the 23rd: 6 calls. The month until today: 4 + 6 + 3.
        calls = figures(sign_in(aiko), today_morning)["calls"]
        assert (calls.value, calls.month, calls.target) == ("6 calls", "13", "100")

    def test_the_difference_is_that_of_the_numbers_beside_it(self, sign_in, loaded, today_morning, aiko, ben):
        load_calls(loaded, {date(2026, 11, 19): 25, date(2026, 11, 20): 30}, batch="more")
        Meeting.objects.create(person=ben, name="Training", hours_per_week=3, starts_on=date(2026, 11, 20))
        calls = figures(sign_in(aiko), today_morning)["calls"]
        assert (calls.value, calls.expected, calls.difference) == ("36 calls", "28", "+8")

    def test_it_is_live_until_it_is_closed_and_then_stays_as_seen(self, sign_in, loaded, today_morning, aiko, ben):
        load_calls(loaded, {date(2026, 11, 20): 5}, batch="late")
        assert figures(sign_in(aiko), today_morning)["calls"].value == "11 calls"
        sign_in(aiko).post(url("closing", today_morning.pk))
        load_calls(loaded, {date(2026, 11, 20): 7}, batch="later")
        assert figures(sign_in(aiko), today_morning)["calls"].value == "11 calls"
        # Ben sees the copy that was made for those who do not lead; the minutes say when it was seen.
        assert figures(sign_in(ben), today_morning)["calls"].value == "11 calls"
        kept = fresh(today_morning).pack
        assert {language for copies in kept.values() for language in copies} == {"ja", "en"}
        assert "as of" in sign_in(aiko).get(url("meeting", today_morning.pk)).content.decode()
        sign_in(aiko).post(url("reopening", today_morning.pk))
        assert figures(sign_in(aiko), today_morning)["calls"].value == "18 calls"

    def test_who_still_looks_at_it_reads_that_it_is_over(self, sign_in, loaded, today_morning, aiko, ben):
        live = {**HTMX, "HTTP_HX_TARGET": "review"}
        over = "This review is over meanwhile."
        assert over not in sign_in(ben).get(url("meeting", today_morning.pk), **live).content.decode()
        sign_in(aiko).post(url("closing", today_morning.pk))
        assert over in sign_in(ben).get(url("meeting", today_morning.pk), **live).content.decode()

    def test_nobody_closes_a_review_of_another_day_unseen(self, sign_in, friday, today_morning, aiko):
        early = "It has not begun yet"
        assert early in sign_in(aiko).get(url("closing", friday.pk)).content.decode()
        assert early not in sign_in(aiko).get(url("closing", today_morning.pk)).content.decode()

    def test_the_live_part_alone_brings_everything_that_changes(self, sign_in, loaded, today_morning, aiko):
        part = sign_in(aiko).get(url("meeting", today_morning.pk), **HTMX, HTTP_HX_TARGET="review").content.decode()
        assert "<html" not in part
        for name in ("r-topics", "r-carried", "r-numbers", "r-decided"):
            assert f'id="{name}"' in part
            assert part.count('hx-swap-oob="morph"') == 4

    def test_numbers_of_a_team_are_not_shown_to_who_may_not_see_them(self, sign_in, loaded, aiko, chie, east):
        plan = Plan(kind=Kind.WEEKLY, leader=aiko, team=east)
        made = plan_meeting(plan, starts_at=NOW, reader=reader(aiko))
        made.people.add(chie)
        assert made in ReviewMeeting.objects.visible_to(chie.user, on=TODAY)
        assert figures(sign_in(chie), made) == {}
        sign_in(aiko).post(url("closing", made.pk))
        assert set(fresh(made).pack) == {"managers", "everybody"}
        assert figures(sign_in(aiko), made)["calls"].value == "13 calls"
        assert figures(sign_in(chie), made) == {}

    def test_a_member_who_leads_sees_what_members_see(self, loaded, aiko, ben, east):
        """Names of colleagues in the copy of whoever manages the team are not for them."""
        plan = Plan(kind=Kind.WEEKLY, leader=ben, team=east)
        made = plan_meeting(plan, starts_at=NOW, reader=reader(ben))
        close(made, reader=reader(aiko))
        copies = fresh(made).pack
        assert kept_pack(fresh(made), reader=reader(ben)) == Pack.from_dict(copies["everybody"]["en"])
        assert kept_pack(fresh(made), reader=reader(aiko)) == Pack.from_dict(copies["managers"]["en"])


class TestOutcomes:
    def test_decisions_are_written_down_and_taken_back_with_undo(self, sign_in, today_morning, ben):
        client = sign_in(ben)
        answer = client.post(url("decisions", today_morning.pk), {"text": " Call  first ", "reason": "Tested."}, **HTMX)
        made = Decision.objects.get()
        assert (made.text, made.reason, made.by) == ("Call first", "Tested.", ben.user)
        assert "Call first" in answer.content.decode()
        assert client.post(url("decisions", today_morning.pk), {"text": " "}, **HTMX).status_code == 422
        taken = client.post(url("decision_withdrawal", made.pk), **HTMX).content.decode()
        assert "Undo" in taken
        assert not Decision.objects.standing().exists()
        client.post(url("decision_withdrawal", made.pk), {"back": "1"})
        assert Decision.objects.standing().get() == made

    def test_what_was_refused_stays_in_the_form(self, sign_in, today_morning, ben):
        page = sign_in(ben).post(url("follow_ups", today_morning.pk), {"text": "Call back", "owner": "0"})
        assert page.status_code == 422
        assert 'value="Call back"' in page.content.decode()

    def test_a_follow_up_comes_back_until_it_is_done(self, sign_in, morning, today_morning, aiko, ben):
        typed = {"text": "Sort the list", "owner": ben.pk, "due_on": "2026-11-25"}
        assert sign_in(aiko).post(url("follow_ups", today_morning.pk), typed).status_code == 302
        row = FollowUp.objects.get()
        assert [one.text for one in sign_in(ben).get(url("reviews")).context["to_do"]] == ["Sort the list"]
        later = open_occurrence(morning, rule_day=date(2026, 11, 26), reader=reader(aiko))
        assert sign_in(ben).get(url("meeting", later.pk)).context["page"].carried == [row]
        client = sign_in(ben)
        client.post(url("follow_up_completion", row.pk), {"done": "1", "on": later.pk}, **HTMX)
        row.refresh_from_db()
        assert (row.done_by, row.done_at) == (ben.user, NOW)
        # It shows as done in the next review, and no more in the one after that.
        after = open_occurrence(morning, rule_day=date(2026, 12, 1), reader=reader(aiko))
        assert client.get(url("meeting", after.pk)).context["page"].carried == []
        client.post(url("follow_up_completion", row.pk), {"done": ""})
        assert client.get(url("meeting", after.pk)).context["page"].carried == [row]

    def test_it_comes_back_in_the_1on1_of_its_owner_but_never_out_of_one(
        self, sign_in, today_morning, friday, aiko, ben, east
    ):
        agree(today_morning, text="From the team", owner=ben, due_on=None, reader=reader(aiko))
        agree(friday, text="Between us", owner=ben, due_on=None, reader=reader(aiko))
        carried = [row.text for row in sign_in(aiko).get(url("meeting", friday.pk)).context["page"].carried]
        assert carried == ["From the team"]
        # Ben's 1on1 with somebody else, and the next meeting of the team, say nothing of what the two agreed.
        hana = person("Hana", team=east, manager=aiko)
        plan = Plan(kind=Kind.ONE_ON_ONE, leader=hana, member=ben)
        other = plan_meeting(plan, starts_at=NOW + timedelta(9), reader=reader(ben))
        carried = [row.text for row in sign_in(ben).get(url("meeting", other.pk)).context["page"].carried]
        assert carried == ["From the team"]

    def test_only_who_takes_part_can_own_a_follow_up(self, sign_in, today_morning, aiko, chie):
        answer = sign_in(aiko).post(url("follow_ups", today_morning.pk), {"text": "Call", "owner": chie.pk})
        assert (answer.status_code, FollowUp.objects.count()) == (422, 0)

    def test_topics_come_with_the_kind_of_answer_wished(self, sign_in, friday, aiko, ben):
        client = sign_in(ben)
        client.post(url("topics", friday.pk), {"text": "Too many meetings", "wish": "decide"})
        client.post(url("topics", friday.pk), {"text": "Prices", "wish": "advise"}, **HTMX)
        page = sign_in(aiko).get(url("meeting", friday.pk)).content.decode()
        assert "Let us decide together" in page
        topic = friday.topics.get(text="Prices")
        client.post(url("topic_talked", topic.pk), {"talked": "1"}, **HTMX)
        topic.refresh_from_db()
        assert topic.talked_at == NOW

    def test_follow_ups_can_be_had_as_a_table(self, sign_in, today_morning, aiko, ben, chie):
        row = agree(today_morning, text="=Sort", owner=ben, due_on=date(2026, 11, 20), reader=reader(aiko))
        page = sign_in(ben).get(url("my_follow_ups", state="overdue"))
        assert [one.pk for one, _name in page.context["rows"]] == [row.pk]
        text = b"".join(sign_in(ben).get(url("follow_ups_table")).streaming_content).decode("utf-8-sig")
        assert text.splitlines()[1].startswith("'=Sort,Ben,2026-11-20,,Morning meeting of East,2026-11-24")
        assert sign_in(ben).get(url("follow_ups_table", form="xlsx"))["Content-Type"].endswith("sheet")
        empty = b"".join(sign_in(chie).get(url("follow_ups_table", whose="all", state="all")).streaming_content)
        assert empty.decode("utf-8-sig").count("\n") == 1


class TestTargets:
    def test_targets_of_months_to_come_are_offered_too(self, sign_in, friday, known, aiko, ben):
        for month in range(1, 13):
            for key in list(reader(aiko).definitions)[:6]:
                owned = {"metric_key": key, "person": ben, "by": None, "at": NOW, "value": Decimal(9)}
                set_target(period=Period(date(2027, month, 1), date(2027 + month // 12, month % 12 + 1, 1)), **owned)
        page = sign_in(aiko).get(url("target_choice", friday.pk)).content.decode()
        assert page.count("<section") == 12
        assert page.count('<details class="r-targets"') == 72

    def test_a_target_is_changed_from_the_review_with_its_reason(self, sign_in, friday, known, aiko, ben):
        target = target_of(50, person=ben)
        client = sign_in(aiko)
        assert (
            url("target_change", friday.pk, target.pk) in client.get(url("target_choice", friday.pk)).content.decode()
        )
        typed = {"value": "46", "reason": "14 hours of meetings a week.", "seen": target.revisions.last().pk}
        assert client.post(url("target_change", friday.pk, target.pk), typed).url == url("meeting", friday.pk)
        made = Decision.objects.get()
        revision = TargetRevision.objects.last()
        assert (revision.old_value, revision.new_value, revision.reason) == (50, 46, "14 hours of meetings a week.")
        assert (made.target_revision, made.reason) == (revision, "14 hours of meetings a week.")
        assert "50 calls → 46 calls" in made.text

    def test_a_decision_becomes_the_reason_and_keeps_the_link(self, sign_in, friday, known, aiko, ben):
        target = target_of(50, person=ben)
        client = sign_in(aiko)
        client.post(url("decisions", friday.pk), {"text": "Fewer calls, longer ones"})
        decision = Decision.objects.get()
        address = f"{url('target_change', friday.pk, target.pk)}?decision={decision.pk}"
        form = client.get(address).context["form"]
        assert form["reason"].value() == "Fewer calls, longer ones"
        client.post(address, {"value": "40", "reason": form["reason"].value(), "seen": form["seen"].value()})
        decision.refresh_from_db()
        assert (decision.target_revision.new_value, Decision.objects.count()) == (40, 1)

    def test_nobody_changes_a_target_that_is_not_theirs_to_set(self, sign_in, friday, known, ben, chie):
        own, other = target_of(50, person=ben), target_of(50, person=chie)
        for target in (own, other):
            assert sign_in(ben).get(url("target_change", friday.pk, target.pk)).status_code == 404

    def test_two_changes_at_once_are_noticed(self, sign_in, friday, known, aiko, ben):
        target = target_of(50, person=ben)
        seen = target.revisions.last().pk
        revise_target(target, value=Decimal(48), reason="Earlier.", by=aiko.user, at=NOW)
        typed = {"value": "46", "reason": "Later.", "seen": seen}
        answer = sign_in(aiko).post(url("target_change", friday.pk, target.pk), typed)
        assert (answer.status_code, Decision.objects.count()) == (422, 0)


class TestMinutes:
    def test_closing_tells_who_takes_part_and_keeps_what_was_agreed(self, sign_in, today_morning, aiko, ben, chie):
        client = sign_in(aiko)
        client.post(url("decisions", today_morning.pk), {"text": "Call | first", "reason": "It works."})
        client.post(url("note", today_morning.pk, "shared"), {"text": "**Good** week", "base": "0"})
        agree(today_morning, text="Sort the list", owner=ben, due_on=date(2026, 11, 25), reader=reader(aiko))
        client.post(url("closing", today_morning.pk))
        told = Notice.objects.filter(kind="review_minutes")
        assert [one.user for one in told] == [ben.user]
        # Kept so that Ben reads it in his language, whatever Aiko's was when she closed.
        with translation.override("ja"):
            said = Message.from_dict(told[0].body).text()
        assert said.splitlines()[1] == "- Sort the list(Ben、11月25日(水)まで)"
        text = sign_in(ben).get(url("minutes_markdown", today_morning.pk)).content.decode()
        assert "# Morning meeting of East" in text
        assert "- Call \\| first (reason: It works.)" in text
        assert "- Sort the list (Ben, until Wed, Nov 25)" in text
        assert "**Good** week" in text
        page = sign_in(ben).get(url("minutes", today_morning.pk)).content.decode()
        assert "<strong>Good</strong>" in page

    def test_a_closed_review_takes_nothing_more(self, sign_in, today_morning, aiko, ben):
        close(today_morning, reader=reader(aiko))
        client = sign_in(ben)
        for name, typed in (("decisions", {"text": "Late"}), ("topics", {"text": "Late", "wish": "listen"})):
            assert client.post(url(name, today_morning.pk), typed).status_code == 422
        assert client.get(url("closing", today_morning.pk)).status_code == 404

    def test_follow_ups_can_be_done_after_closing(self, today_morning, aiko, ben):
        row = agree(today_morning, text="Sort", owner=ben, due_on=None, reader=reader(aiko))
        close(today_morning, reader=reader(aiko))
        complete(row, done=True, reader=reader(ben))
        assert row.done_at == NOW


class TestChanging:
    def test_moving_and_cancelling_tell_whoever_takes_part(self, sign_in, today_morning, aiko, ben):
        client = sign_in(aiko)
        typed = {"day": "2026-11-24", "time_of_day": "13:30", "minutes": "20", "note": "The client calls at nine."}
        client.post(url("move", today_morning.pk), typed)
        moved = fresh(today_morning)
        assert (moved.starts_at, moved.minutes) == (datetime(2026, 11, 24, 4, 30, tzinfo=UTC), 20)
        assert [one.user for one in Notice.objects.filter(kind="review_change")] == [ben.user]
        page = sign_in(ben).get(url("reviews"))
        assert "The client calls at nine." in page.content.decode()
        assert client.post(url("cancellation", today_morning.pk), {"note": ""}).status_code in {404, 422}
        sign_in(aiko).post(url("cancellation", today_morning.pk), {"note": "Snow."})
        assert "Snow." in sign_in(ben).get(url("meeting", today_morning.pk)).content.decode()
        sign_in(aiko).post(url("restoration", today_morning.pk))
        assert fresh(today_morning).cancelled_at is None
        assert ReviewMeeting.objects.count() == 1

    def test_a_moved_review_is_not_held_twice(self, sign_in, morning, today_morning, aiko):
        typed = {"day": "2026-11-27", "time_of_day": "09:00", "minutes": "15", "note": "Later."}
        sign_in(aiko).post(url("move", today_morning.pk), typed)
        page = sign_in(aiko).get(url("reviews"))
        assert page.context["today"] == []
        on_friday = [line for line in page.context["coming"] if line.held.held_on == date(2026, 11, 27)]
        assert len(on_friday) == 2  # Friday's own, and the moved one

    def test_it_goes_into_a_calendar_and_says_when_it_was_cancelled(self, sign_in, today_morning, aiko):
        from icalendar import Calendar

        event = Calendar.from_ical(sign_in(aiko).get(url("event", today_morning.pk)).content).walk("VEVENT")[0]
        assert (event["summary"], event.decoded("dtstart")) == ("Morning meeting of East", today_morning.starts_at)
        sign_in(aiko).post(url("cancellation", today_morning.pk), {"note": "Snow."})
        again = Calendar.from_ical(sign_in(aiko).get(url("event", today_morning.pk)).content).walk("VEVENT")[0]
        assert (again["uid"], again["status"]) == (event["uid"], "CANCELLED")


def test_two_who_close_at_once_close_it_once(today_morning, aiko):
    first, second = (ReviewMeeting.objects.get(pk=today_morning.pk) for _window in range(2))
    close(first, reader=reader(aiko))
    with pytest.raises(ReviewsError, match="is closed"):
        close(second, reader=reader(aiko))
    told = Notice.objects.filter(kind=MINUTES).values_list("user", flat=True)
    assert told
    assert len(told) == len(set(told))


def test_the_copy_that_everybody_reads_holds_nobodys_own_proposal(sign_in, known, aiko, ben, east):
    load_calls(known)
    target_of(100, team=east)
    own = target_of(60, person=ben)
    propose(own, value=Decimal(50), reason="Parental leave", by=ben.user, at=NOW)
    weekly = plan_meeting(Plan(kind=Kind.WEEKLY, leader=aiko, team=east), starts_at=NOW, reader=reader(aiko))
    goro = person("Goro")
    Membership.objects.create(person=goro, team=east, starts_on=date(2026, 1, 1))
    sign_in(aiko).post(url("closing", weekly.pk))
    assert "Parental leave" in sign_in(aiko).get(url("meeting", weekly.pk)).content.decode()
    assert "Parental leave" not in sign_in(goro).get(url("meeting", weekly.pk)).content.decode()
