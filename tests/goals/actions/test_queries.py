from datetime import date
from decimal import Decimal

import pytest

from kaname.goals.actions.queries import actions_of, adherence, combined, plans_of
from kaname.goals.models import Kpi, OnClosed
from kaname.measures.periods import Period
from kaname.people.models import Leave, Meeting, Membership, PersonalHours
from tests.goals.actions.conftest import NOVEMBER, tick

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def line(found, person):
    (one,) = [one for one in found if one.person_key == person.key]
    return one


class TestToday:
    def test_facts_say_what_was_done(self, plan, facts, ben, reader):
        plan(ben, quota=Decimal(10), metric_key="calls")
        (one,) = actions_of(ben, day=date(2026, 11, 4), reader=reader)  # six calls were made on the 4th
        assert (one.quota, one.done, one.left, one.is_counted, one.is_done) == (10, 6, 4, True, False)

    def test_ticks_say_it_where_no_metric_does(self, plan, store, ben, reader):
        action = plan(ben, name="Role-play")
        tick(action, ben, TODAY, note="With Chie")
        (one,) = actions_of(ben, day=TODAY, reader=reader)
        assert (one.quota, one.done, one.is_done, one.note) == (1, 1, True, "With Chie")

    def test_what_was_taken_back_does_not_count(self, plan, store, ben, reader):
        tick(plan(ben), ben, TODAY).undo(by=ben.user, at=reader.at)
        assert [one.done for one in actions_of(ben, day=TODAY, reader=reader)] == [0]

    def test_a_tick_does_not_change_what_was_counted(self, plan, facts, ben, reader):
        tick(plan(ben, quota=Decimal(10), metric_key="calls"), ben, date(2026, 11, 4), note="Bad line")
        (one,) = actions_of(ben, day=date(2026, 11, 4), reader=reader)
        assert (one.done, one.note) == (6, "Bad line")

    def test_the_quota_follows_the_hours(self, plan, store, ben, chie, east, reader):
        Membership.objects.filter(person=chie).update(team=east)
        PersonalHours.objects.create(person=chie, weekday_hours=[4, 4, 4, 4, 4, 0, 0])
        Meeting.objects.create(person=ben, name="Project", hours_per_week=10)
        plan(east, quota=Decimal(10), scales=True)
        # Ben has 8 - 2 = 6 of 8 hours: 7.5, which is 8 whole ones; Chie half a day.
        assert [one.quota for one in actions_of(ben, day=TODAY, reader=reader)] == [8]
        assert [one.quota for one in actions_of(chie, day=TODAY, reader=reader)] == [5]

    def test_nothing_is_due_on_days_off(self, plan, store, ben, reader):
        plan(ben)
        Leave.objects.create(person=ben, starts_on=TODAY, ends_on=date(2026, 11, 25))
        for day in (date(2026, 11, 21), date(2026, 11, 23), TODAY):  # Saturday, holiday, leave
            assert actions_of(ben, day=day, reader=reader) == []

    def test_what_moves_is_due_on_the_next_day_of_work(self, plan, store, ben, reader):
        plan(ben, cadence="FREQ=WEEKLY;BYDAY=MO", on_closed=OnClosed.MOVE)
        assert [one.quota for one in actions_of(ben, day=TODAY, reader=reader)] == [1]  # Monday the 23rd is a holiday
        plan(ben, cadence="FREQ=WEEKLY;BYDAY=MO", name="Skipped")
        assert len(actions_of(ben, day=TODAY, reader=reader)) == 1

    def test_what_is_free_in_the_week_stays_until_it_is_done(self, plan, store, ben, reader):
        action = plan(ben, cadence="FREQ=WEEKLY", quota=Decimal(2))
        tick(action, ben, date(2026, 11, 24))
        tick(action, ben, date(2026, 11, 20))  # the week before
        (one,) = actions_of(ben, day=date(2026, 11, 26), reader=reader)
        assert (one.quota, one.done, one.period) == (2, 1, Period(date(2026, 11, 23), date(2026, 11, 30)))

    def test_a_teams_action_is_that_of_its_members_and_of_nobody_else(self, plan, store, aiko, ben, chie, east, reader):
        plan(east)
        assert len(actions_of(ben, day=TODAY, reader=reader)) == 1
        assert actions_of(aiko, day=TODAY, reader=reader) == []  # she manages
        assert actions_of(chie, day=TODAY, reader=reader) == []  # she is in the West

    def test_drafts_archived_plans_and_given_up_kpis_ask_for_nothing(self, plan, store, ben, initiative, kpi, reader):
        plan(ben)
        for row, field, value in (
            (initiative, "archived_at", reader.at),
            (kpi, "removed_at", reader.at),
            (kpi.goal, "archived_at", reader.at),
        ):
            type(row).objects.filter(pk=row.pk).update(**{field: value})
            assert actions_of(ben, day=TODAY, reader=reader) == []
            type(row).objects.filter(pk=row.pk).update(**{field: None})
        assert len(actions_of(ben, day=TODAY, reader=reader)) == 1


class TestAdherence:
    def test_more_on_one_day_makes_up_for_no_other(self, plan, facts, ben, reader):
        plan(ben, quota=Decimal(5), metric_key="calls")
        found = line(adherence(person_keys=["ben"], period=NOVEMBER, reader=reader), ben)
        # Working days from the 2nd to yesterday without the two holidays: 14. Six and four calls on two of them.
        assert (found.occurrences, found.kept, found.due, found.done) == (14, 1, 70, 9)
        assert found.share == pytest.approx(9 / 70)

    def test_today_is_not_due_yet_and_the_running_week_as_far_as_it_is_over(self, plan, store, ben, reader):
        action = plan(ben, cadence="FREQ=WEEKLY", quota=Decimal(4), starts_on=date(2026, 11, 16))
        tick(action, ben, date(2026, 11, 18), amount=4)
        # The running week has four days of work, none of which is over.
        found = line(adherence(person_keys=["ben"], period=NOVEMBER, reader=reader), ben)
        assert (found.due, found.done, found.share) == (4, 4, 1)
        later = type(reader)(user=reader.user, at=reader.at.replace(day=26))
        found = line(adherence(person_keys=["ben"], period=NOVEMBER, reader=later), ben)
        assert (found.due, found.done) == (6, 4)  # two of four days are over: 2 of 4 are due, and none is done

    def test_a_running_week_does_not_count_for_the_month_before(self, plan, store, ben, reader):
        plan(ben, cadence="FREQ=WEEKLY", starts_on=date(2026, 11, 30))
        later = type(reader)(user=reader.user, at=reader.at.replace(month=12, day=3))
        assert line(adherence(person_keys=["ben"], period=NOVEMBER, reader=later), ben).share is None

    def test_whoever_came_later_owes_nothing_from_before(self, plan, store, ben, east, reader):
        Membership.objects.filter(person=ben).update(starts_on=date(2026, 11, 18))
        plan(east)
        assert line(adherence(person_keys=["ben"], period=NOVEMBER, reader=reader), ben).due == 3  # 18th, 19th, 20th

    def test_actions_weigh_the_same_whatever_their_unit(self, plan, facts, ben, reader):
        plan(ben, quota=Decimal(5), metric_key="calls")
        action = plan(ben, name="Role-play", cadence="FREQ=WEEKLY;BYDAY=FR")
        for day in (6, 13):
            tick(action, ben, date(2026, 11, day))
        found = adherence(person_keys=["ben"], period=NOVEMBER, reader=reader)
        # 9/70 over 14 occurrences and 2/3 over 3: (14 x 9/70 + 2) / 17.
        assert combined(found) == pytest.approx((14 * 9 / 70 + 2) / 17)

    def test_it_asks_few_questions_however_many_people_there_are(
        self, plan, facts, aiko, ben, chie, east, reader, django_assert_max_num_queries
    ):
        for number in range(10):
            plan(east, name=f"Action {number}", metric_key="calls" if number % 2 else "")
        with django_assert_max_num_queries(20):
            adherence(person_keys=["aiko", "ben", "chie"], period=NOVEMBER, reader=reader)


class TestPlans:
    def test_a_kpi_without_one_has_none(self, plan, facts, kpi, ben, reader):
        other = Kpi.objects.create(goal=kpi.goal, metric_key="appointments", position=2)
        plan(ben, quota=Decimal(5), metric_key="calls")
        found = plans_of([kpi, other], period=NOVEMBER, reader=reader)
        assert list(found) == [kpi.pk]
        assert found[kpi.pk].n_actions == 1
        assert found[kpi.pk].share == pytest.approx(9 / 70)
