"""Setting up series and single reviews, changing them, agendas of one's own, and hours as meeting time."""

from datetime import date, time
from decimal import Decimal

import numpy as np
import pytest
from django.urls import reverse

from kaname.measures.periods import Period
from kaname.people.models import Meeting
from kaname.people.operations import add_meeting
from kaname.people.queries import hours
from kaname.reviews.kinds import Kind
from kaname.reviews.models import AgendaTemplate, ReviewMeeting, Series
from kaname.reviews.operations import Cadence, Plan, change_series, count_hours, end_series
from kaname.reviews.scheduling.hours import weekly_hours
from tests.reviews.conftest import NOW, TODAY, reader, url

WEEKLY = {
    "kind": "weekly", "often": "weekly", "weekdays": ["1"], "time_of_day": "10:00", "minutes": "60",
    "starts_on": "2026-11-24", "on_closed": "later",
}  # fmt: skip


def plan(client, name="series_new", **typed):
    return client.post(url(name), {key: value for key, value in typed.items() if value is not None})


class TestForms:
    def test_a_manager_sets_up_a_series_for_the_team(self, sign_in, known, aiko, ben, east):
        answer = plan(sign_in(aiko), **WEEKLY, leader=aiko.pk, team=east.pk)
        made = Series.objects.get()
        assert answer.url == made.get_absolute_url()
        assert (made.rule, list(made.teams.all()), made.by) == ("FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", [east], aiko.user)
        page = sign_in(ben).get(made.get_absolute_url())
        assert "every week on Tuesday, 10:00" in page.content.decode()
        assert sign_in(ben).get(url("series_edit", made.pk)).status_code == 404

    def test_a_member_asks_their_manager_for_a_1on1(self, sign_in, known, aiko, ben):
        page = sign_in(ben).get(url("series_new", kind="1on1"))
        assert (page.context["form"]["leader"].value(), page.context["form"]["member"].value()) == (aiko.pk, ben.pk)
        answer = plan(
            sign_in(ben), kind="1on1", often="biweekly", weekdays=["4"], time_of_day="16:30", minutes="30",
            starts_on="2026-11-27", on_closed="skip", leader=aiko.pk, member=ben.pk,
        )  # fmt: skip
        assert answer.status_code == 302
        assert Series.objects.get().member == ben

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"weekdays": []}, "at least one weekday"),
            ({"often": "own", "rule": "FREQ=NOW"}, "no rule that can be read"),
            ({"often": "own"}, "Write the rule"),
            ({"starts_on": "2026-11-24", "last_on": "2026-11-01"}, "first day has to be before"),
            ({"kind": "client"}, "which client"),
            ({"kind": "1on1"}, "two different people"),
            ({"team": None}, "who takes part"),
            ({"minutes": "0"}, "greater than or equal to 1"),
        ],
    )
    def test_what_cannot_be_stands_on_the_form(self, sign_in, known, aiko, east, wrong, says):
        answer = plan(sign_in(aiko), **(WEEKLY | {"leader": aiko.pk, "team": east.pk} | wrong))
        assert (answer.status_code, Series.objects.count()) == (422, 0)
        assert says in answer.content.decode()

    def test_nobody_chooses_people_and_teams_that_are_not_theirs_to_see(self, sign_in, known, ben, aiko, chie, west):
        client = sign_in(ben)
        for theirs in (
            {"leader": chie.pk},
            {"leader": ben.pk, "team": west.pk},
            {"leader": ben.pk, "people": [chie.pk]},
        ):
            assert plan(client, **(WEEKLY | theirs)).status_code == 422
        assert not Series.objects.exists()

    def test_a_kickoff_is_held_once(self, sign_in, known, aiko, east):
        client = sign_in(aiko)
        assert client.get(url("meeting_new")).context["form"]["kind"].value() == "kickoff"
        typed = {"kind": "kickoff", "day": "2026-12-01", "time_of_day": "10:00", "minutes": "60"}
        answer = plan(client, "meeting_new", **typed, leader=aiko.pk, team=east.pk, title="Q4 kickoff")
        made = ReviewMeeting.objects.get()
        assert (answer.url, made.title, made.held_on) == (made.get_absolute_url(), "Q4 kickoff", date(2026, 12, 1))
        assert "The goal and why it matters" in client.get(made.get_absolute_url()).content.decode()

    def test_changing_a_series_leaves_what_was_opened(self, sign_in, morning, today_morning, aiko):
        client = sign_in(aiko)
        form = client.get(url("series_edit", morning.pk)).context["form"]
        assert form["often"].value() == "daily"
        typed = {
            "kind": "morning", "often": "daily", "time_of_day": "09:30", "minutes": "20", "starts_on": "2026-11-02",
            "on_closed": "skip", "leader": aiko.pk, "team": morning.team_id, "teams": [morning.team_id],
        }  # fmt: skip
        assert client.post(url("series_edit", morning.pk), typed).status_code == 302
        page = client.get(morning.get_absolute_url())
        assert [line.held.minutes for line in page.context["coming"]][:2] == [15, 20]

    def test_ending_a_series_can_be_undone(self, sign_in, morning, today_morning, aiko):
        client = sign_in(aiko)
        client.post(url("series_end", morning.pk))
        assert [line.name for line in client.get(url("reviews")).context["coming"]] == []
        assert client.get(url("occurrence", morning.pk, "2026-11-25")).status_code == 404
        assert client.get(url("meeting", today_morning.pk)).status_code == 200
        client.post(url("series_resumption", morning.pk))
        assert client.get(url("occurrence", morning.pk, "2026-11-25")).status_code == 302


class TestHours:
    def of_a_day(self, person):
        found = hours([person.key], Period(date(2026, 11, 25), date(2026, 11, 26)))
        return float(np.sum(found.hours))

    def test_its_hours_count_as_meeting_time_once(self, sign_in, morning, aiko, ben):
        assert weekly_hours(morning) == Decimal("1.25")
        assert self.of_a_day(ben) == 8
        client = sign_in(aiko)
        for _twice in range(2):
            client.post(url("series_hours", morning.pk))
        assert (Meeting.objects.count(), self.of_a_day(ben)) == (1, pytest.approx(7.75))
        client.post(url("series_hours", morning.pk), {"action": "uncount"})
        assert (Meeting.objects.count(), self.of_a_day(ben)) == (0, 8)

    def test_it_takes_the_place_of_what_was_entered_by_hand(self, sign_in, morning, aiko, ben, east):
        by_hand = add_meeting(name="朝礼", hours_per_week=Decimal(2), team=east, by=None, at=NOW)
        client = sign_in(aiko)
        assert "朝礼" in client.get(url("series_hours", morning.pk)).content.decode()
        client.post(url("series_hours", morning.pk), {"instead_of": [by_hand.pk]})
        assert [one.hours_per_week for one in Meeting.objects.all()] == [Decimal("1.25")]

    def test_a_1on1_counts_for_both_and_follows_the_series(self, pair, aiko, ben):
        count_hours(pair, reader=reader(aiko))
        assert {one.person for one in pair.counted_as.all()} == {aiko, ben}
        longer = Plan(kind=Kind.ONE_ON_ONE, leader=aiko, member=ben, minutes=60)
        change_series(pair, longer, Cadence(pair.rule, pair.starts_on, time(16)), reader=reader(aiko))
        assert {one.hours_per_week for one in Meeting.objects.all()} == {Decimal("0.5")}
        end_series(pair, reader=reader(aiko))
        assert not Meeting.objects.exists()


class TestAgendas:
    def form(self, *rows):
        typed = {"s-TOTAL_FORMS": str(len(rows)), "s-INITIAL_FORMS": "0", "name": "Ours"}
        for number, (place, source, title) in enumerate(rows):
            typed |= {f"s-{number}-place": place, f"s-{number}-source": source, f"s-{number}-title": title}
        return typed

    def test_a_manager_copies_an_agenda_and_reviews_begin_with_it(self, sign_in, known, aiko, ben, east):
        client = sign_in(aiko)
        first = client.get(url("template_new", kind="weekly")).context["rows"][0]
        assert (first["source"].value(), first["title"].value()) == ("went_well", "What went well")
        address = url("template_new", kind="weekly")
        client.post(address, self.form(("2", "went_well", ""), ("1", "", "A song"), ("", "split", "left out")))
        made = AgendaTemplate.objects.get()
        assert [(one["source"], one["title"]) for one in made.sections] == [("", "A song"), ("went_well", "")]
        plan(client, **WEEKLY, leader=aiko.pk, team=east.pk, template=made.pk)
        meeting = client.get(url("occurrence", Series.objects.get().pk, str(TODAY))).url
        client.post(url("template", made.pk), self.form(("1", "", "Another song")))
        page = client.get(meeting).content.decode()
        assert "A song" in page
        assert "Another song" not in page

    def test_members_read_agendas_and_managers_change_their_own(self, sign_in, known, aiko, ben, emi):
        sign_in(aiko).post(url("template_new", kind="weekly"), self.form(("1", "", "A song")))
        made = AgendaTemplate.objects.get()
        assert "A song" in sign_in(ben).get(url("templates")).content.decode()
        assert sign_in(ben).get(url("template_new")).status_code == 403
        assert sign_in(ben).get(url("template", made.pk)).status_code == 404
        assert sign_in(emi).get(url("template", made.pk)).status_code == 200
        refused = sign_in(aiko).post(url("template", made.pk), self.form(("", "", "nothing")))
        assert refused.status_code == 422
        taken = sign_in(aiko).post(url("template_archiving", made.pk))
        assert "Undo" in sign_in(aiko).get(taken.url).content.decode()
        sign_in(aiko).post(url("template_archiving", made.pk), {"back": "1"})
        assert AgendaTemplate.objects.in_use().exists()


def test_a_persons_board_leads_to_their_1on1s(sign_in, pair, known, ben, aiko, emi, chie):
    asked = reverse("reviews:one_on_one", args=["ben"])
    assert asked in sign_in(aiko).get(reverse("boards:board"), {"person": "ben"}).content.decode()
    assert sign_in(aiko).get(asked).url == pair.get_absolute_url()
    # Nobody learns of somebody else's 1on1s; who has none yet begins them.
    begun = sign_in(emi).get(asked).url
    assert begun == reverse("reviews:series_new") + "?kind=1on1&member=ben"
    assert sign_in(emi).get(begun).context["form"]["member"].value() == ben.pk
    assert sign_in(chie).get(asked).status_code == 404


def test_an_id_that_cannot_be_is_refused_beside_its_field(sign_in, pair, aiko):
    answer = plan(sign_in(aiko), people=["9" * 30])
    assert answer.status_code == 422
    assert "people" in answer.context["form"].errors
