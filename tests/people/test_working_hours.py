"""Available working time against examples worked out by hand on a calendar of 2026."""

from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pytest

from kaname.measures.periods import Period
from kaname.people import operations, queries
from kaname.people.models import Membership, Person

MAY = Period(date(2026, 5, 1), date(2026, 6, 1))
AT = datetime(2026, 4, 1, tzinfo=UTC)
BY = {"by": None, "at": AT}


def total(person, period=MAY):
    return queries.hours([person.key], period).hours.sum()


def test_may_2026_has_21_weekdays_and_three_of_them_are_holidays(ben):
    assert total(ben) == 18 * 8


def test_the_substitute_holiday_of_golden_week_is_closed(ben):
    found = queries.hours([ben.key], Period(date(2026, 5, 4), date(2026, 5, 9)))
    assert found.hours.tolist() == [[0, 0, 0, 8, 8]]
    assert found.days.astype(str).tolist()[2] == "2026-05-06"


def test_a_country_without_holidays_in_may_has_21_days(ben, organisation):
    operations.edit_organisation(holiday_country="", **BY)
    assert total(ben) == 21 * 8


def test_company_holidays_close_their_days_and_no_others(ben):
    obon = {"starts_on": date(2026, 8, 12), "ends_on": date(2026, 8, 16)}
    august = Period(date(2026, 8, 1), date(2026, 9, 1))
    # 21 weekdays, 11 August is 山の日 (a Tuesday), 12 to 14 August are Wednesday to Friday.
    assert total(ben, august) == 20 * 8
    operations.add_company_holiday(name="お盆", **obon, **BY)
    assert total(ben, august) == 17 * 8


def test_half_a_day_of_leave_takes_half_a_day(ben):
    operations.add_leave(person=ben, starts_on=date(2026, 5, 7), ends_on=date(2026, 5, 8), share=Decimal("0.5"), **BY)
    assert total(ben) == 18 * 8 - 4


def test_leave_over_a_weekend_and_holidays_takes_working_days_only(ben):
    operations.add_leave(person=ben, starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 9), **BY)
    # Friday 1, Thursday 7 and Friday 8 May; the rest was closed anyway.
    assert total(ben) == 15 * 8


def test_overlapping_leave_counts_a_day_once(ben):
    for share in ("1", "0.5"):
        operations.add_leave(
            person=ben, starts_on=date(2026, 5, 7), ends_on=date(2026, 5, 8), share=Decimal(share), **BY
        )
    assert total(ben) == 17 * 8


def test_part_time_hours_replace_the_organisations(ben):
    operations.set_personal_hours(person=ben, weekday_hours=[6, 6, 6, 0, 0, 0, 0], **BY)
    # Mondays, Tuesdays and Wednesdays: 12, less the three holidays.
    assert total(ben) == 9 * 6


def test_hours_that_change_within_the_period_hold_from_their_day(ben):
    operations.set_personal_hours(
        person=ben, weekday_hours=[4, 4, 4, 4, 4, 0, 0], starts_on=date(2026, 5, 18), ends_on=date(2026, 5, 25), **BY
    )
    assert total(ben) == 13 * 8 + 5 * 4


def test_new_hours_end_the_ones_in_force(ben):
    operations.set_personal_hours(person=ben, weekday_hours=[4, 4, 4, 4, 4, 0, 0], **BY)
    operations.set_personal_hours(person=ben, weekday_hours=[8, 8, 8, 8, 8, 0, 0], starts_on=date(2026, 5, 18), **BY)
    # 8 working days before 18 May, 10 from it.
    assert total(ben) == 8 * 4 + 10 * 8


def test_a_meeting_is_spread_over_the_week_and_falls_away_on_holidays(ben):
    operations.add_meeting(person=ben, name="朝礼", hours_per_week=Decimal(5), **BY)
    assert total(ben) == pytest.approx(18 * 7)


def test_a_meeting_takes_nothing_from_a_day_off(ben):
    operations.add_meeting(person=ben, name="朝礼", hours_per_week=Decimal(5), **BY)
    operations.add_leave(person=ben, starts_on=date(2026, 5, 7), ends_on=date(2026, 5, 8), **BY)
    assert total(ben) == pytest.approx(17 * 7)


def test_a_teams_meeting_is_everybodys_below_it(ben, chie, east, west):
    below = operations.add_team(name="East 1", parent=east, **BY)
    Membership.objects.filter(person=ben).update(team=below)
    operations.add_meeting(team=east, name="定例", hours_per_week=Decimal(5), **BY)
    assert (total(ben), total(chie)) == (pytest.approx(18 * 7), 18 * 8)


def test_a_teams_meeting_ends_for_somebody_who_leaves_the_team(ben, east, west):
    operations.add_meeting(team=east, name="定例", hours_per_week=Decimal(5), **BY)
    ben.move(team=west, since=date(2026, 5, 18), **BY)
    assert total(ben) == pytest.approx(8 * 7 + 10 * 8)


def test_a_meeting_holds_from_its_first_day_until_its_end(ben):
    operations.add_meeting(
        person=ben,
        name="定例",
        hours_per_week=Decimal(10),
        starts_on=date(2026, 5, 11),
        ends_on=date(2026, 5, 16),
        **BY,
    )
    assert total(ben) == pytest.approx(13 * 8 + 5 * 6)


def test_nobody_works_before_they_came_or_after_they_left(organisation, east):
    yuki = Person.objects.create(name="Yuki")
    yuki.join(team=east, starts_on=date(2026, 5, 18), **BY)
    assert total(yuki) == 10 * 8
    yuki.deactivate(on=date(2026, 5, 25), **BY)
    assert total(yuki) == 5 * 8


def test_it_answers_in_the_order_asked_and_knows_nothing_of_strangers(ben, chie):
    operations.add_leave(person=chie, starts_on=date(2026, 5, 1), ends_on=date(2026, 6, 1), **BY)
    found = queries.hours([chie.key, "nobody", ben.key], MAY)
    assert found.hours.sum(axis=1).tolist() == [0, 0, 144]


def test_a_teams_hours_are_those_of_the_people_in_it_that_day(aiko, ben, chie, east, west):
    ben.move(team=west, since=date(2026, 5, 18), **BY)
    _, in_east = queries.team_hours("east", MAY)
    _, in_west = queries.team_hours("west", MAY)
    _, everywhere = queries.team_hours(None, MAY)
    assert (in_east.sum(), in_west.sum()) == (18 * 8 + 8 * 8, 18 * 8 + 10 * 8)
    assert np.array_equal(everywhere, in_east + in_west)


def test_people_outside_every_team_are_no_capacity(ben, emi, dai):
    assert queries.team_hours(None, MAY)[1].sum() == 2 * 144


def test_an_organisation_without_people_has_its_own_calendar(organisation):
    assert queries.team_hours(None, MAY)[1].sum() == 144
    assert queries.team_hours("unknown", MAY)[1].sum() == 0


def test_hours_of_a_hundred_people_take_few_queries(organisation, east, django_assert_max_num_queries):
    people = Person.objects.bulk_create(Person(key=f"p{n}", name=f"P{n}") for n in range(100))
    Membership.objects.bulk_create(Membership(person=person, team=east) for person in people)
    with django_assert_max_num_queries(12):
        assert queries.hours([person.key for person in people], MAY).hours.sum() == 100 * 144
