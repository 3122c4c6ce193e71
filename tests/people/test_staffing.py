"""Who worked where, day by day."""

from datetime import date

import numpy as np
import pytest

from kaname.measures.periods import Period
from kaname.people.models import Membership, Organisation
from kaname.people.staffing import NO_TEAM, roster_of_person, roster_of_teams

pytestmark = pytest.mark.django_db
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))


def test_it_knows_everybodys_team_on_each_day(aiko, ben, west, organisation):
    Membership.objects.filter(person=ben).update(ends_on=date(2026, 11, 11))
    Membership.objects.create(person=ben, team=west, starts_on=date(2026, 11, 16))
    roster = roster_of_teams(None, organisation=organisation, span=NOVEMBER)
    row = roster.row_of["ben"]
    named = [roster.team_keys[number] if number != NO_TEAM else "" for number in roster.teams[row]]
    assert named == ["east"] * 10 + [""] * 5 + ["west"] * 15


def test_hours_of_all_count_who_was_there(aiko, ben, west, organisation):
    """Aiko has 19 days; Ben's first five are in the East: 2, 4, 5, 6 and 9 November."""
    Membership.objects.filter(person=ben).update(ends_on=date(2026, 11, 10))
    Membership.objects.create(person=ben, team=west, starts_on=date(2026, 11, 10))
    east = roster_of_teams(["east"], organisation=organisation, span=NOVEMBER)
    assert east.hours_of_all.sum() == (19 + 5) * 8
    assert east.hours_in({"east"}).sum() == (19 + 5) * 8
    assert east.hours.sum() == (19 + 19) * 8


def test_a_part_of_the_span_has_its_own_days(ben, organisation):
    whole = roster_of_person(ben, within=None, organisation=organisation, span=NOVEMBER)
    week = whole.within(Period(date(2026, 11, 2), date(2026, 11, 9)))
    assert week.days.tolist() == [date(2026, 11, day) for day in range(2, 9)]
    assert week.hours_of_all.tolist() == [8, 0, 8, 8, 8, 0, 0]
    assert np.array_equal(week.hours[0], week.hours_of_all)


def test_without_anybody_one_person_stands_for_the_organisation(organisation):
    roster = roster_of_teams(None, organisation=Organisation.objects.get(), span=NOVEMBER)
    assert roster.person_keys == ()
    assert roster.hours_of_all.sum() == 19 * 8
