"""What a period's targets come to, against sums done by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pytest

from kaname.facts.metrics.catalogue import catalogue
from kaname.goals.models import Target
from kaname.goals.queries import Origin, Targets, targets_for
from kaname.measures.periods import Period
from kaname.people.models import Leave, Membership, Person, Team
from kaname.people.queries import hours

# November 2026: 21 weekdays, of which the 3rd and the 23rd are public holidays: 19 working days of 8 hours.
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
# October 2026: 22 weekdays, the 12th is a holiday: 21 working days. December: 23, no public holiday.
OCTOBER, DECEMBER = Period(date(2026, 10, 1), NOVEMBER.starts_on), Period(NOVEMBER.ends_on, date(2027, 1, 1))
QUARTER = Period(OCTOBER.starts_on, DECEMBER.ends_on)


def target(value, period, *, metric="calls", **figures):
    return Target.objects.create(
        metric_key=metric, starts_on=period.starts_on, ends_on=period.ends_on, value=Decimal(str(value)), **figures
    )


def resolved(period=NOVEMBER, *, metrics=("calls",), **asked) -> Targets:
    return targets_for(metric_keys=metrics, period=period, definitions=catalogue(), **asked)


def test_it_takes_the_target_of_exactly_this_period(east):
    set_for_november = target(120, NOVEMBER, team=east, baseline=100)
    target(1000, QUARTER, team=east)
    found = resolved(team_key="east").team["calls"]
    assert (found.value, found.baseline, found.upper) == (120, 100, None)
    assert (found.origin, found.target_ids) == (Origin.EXACT, (set_for_november.pk,))


def test_it_sums_months_that_tile_a_quarter(east):
    months = [target(value, period, team=east) for value, period in ((90, OCTOBER), (120, NOVEMBER), (80, DECEMBER))]
    found = resolved(QUARTER, team_key="east").team["calls"]
    assert (found.value, found.origin, found.target_ids) == (290, Origin.SUMMED, tuple(t.pk for t in months))


def test_it_finds_no_sum_where_a_month_is_missing(east):
    target(90, OCTOBER, team=east)
    target(80, DECEMBER, team=east)
    assert resolved(QUARTER, team_key="east").team == {}


def test_it_gives_a_month_its_share_of_the_quarters_working_time(east, ben):
    target(630, QUARTER, team=east)
    found = resolved(team_key="east").team["calls"]
    # Ben and Aiko work the same days: 19 of 21 + 19 + 23.
    assert found.value == pytest.approx(630 * 19 / 63)
    assert found.origin is Origin.PRORATED


def test_it_gives_a_person_the_share_of_their_own_working_time(east, ben):
    Leave.objects.create(person=ben, starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 7))
    target(590, QUARTER, person=ben)
    # Four of the five days of that week are working days, the 3rd is a holiday: 15 of 59 days are left.
    assert resolved(person_keys=["ben"]).people["calls", "ben"].value == pytest.approx(590 * 15 / 59)


def test_it_gives_the_organisation_shares_before_anybody_is_entered(organisation):
    target(63, QUARTER)
    assert resolved().team["calls"].value == pytest.approx(19)


def test_it_prorates_both_months_of_a_week_that_crosses_them(east, ben):
    week = Period(date(2026, 11, 30), date(2026, 12, 7))
    november, december = target(190, NOVEMBER, team=east), target(230, DECEMBER, team=east)
    target(5000, QUARTER, team=east)
    found = resolved(week, team_key="east").team["calls"]
    assert found.value == pytest.approx(190 * 1 / 19 + 230 * 4 / 23)
    assert found.target_ids == (november.pk, december.pk)


def test_the_tightest_of_overlapping_targets_wins(east, ben):
    half = Period(date(2026, 10, 1), date(2027, 4, 1))
    target(9999, half, team=east)
    quarter = target(630, QUARTER, team=east)
    assert resolved(team_key="east").team["calls"].target_ids == (quarter.pk,)


def test_it_never_splits_a_rate(east):
    target("0.25", QUARTER, metric="win_rate", team=east)
    found = resolved(metrics=["win_rate"], team_key="east").team["win_rate"]
    assert (found.value, found.origin) == (0.25, Origin.COVERING)


def test_it_never_adds_rates(east):
    for value, period in (("0.2", OCTOBER), ("0.25", NOVEMBER), ("0.3", DECEMBER)):
        target(value, period, metric="win_rate", team=east)
    assert resolved(QUARTER, metrics=["win_rate"], team_key="east").team == {}


def test_it_takes_the_one_rate_that_all_months_ask_for(east):
    for period in (OCTOBER, NOVEMBER, DECEMBER):
        target("0.25", period, metric="win_rate", team=east)
    assert resolved(QUARTER, metrics=["win_rate"], team_key="east").team["win_rate"].value == 0.25


def test_it_leaves_withdrawn_targets_out(east):
    target(120, NOVEMBER, team=east, withdrawn_at=datetime(2026, 11, 5, tzinfo=UTC))
    assert resolved(team_key="east").team == {}


def test_it_keeps_the_upper_end_of_a_range(east, ben):
    target(630, QUARTER, team=east, upper=Decimal(1260))
    found = resolved(team_key="east").team["calls"]
    assert found.upper == pytest.approx(2 * found.value)


def test_people_share_the_teams_target_by_their_hours(east, aiko, ben):
    Leave.objects.create(person=ben, starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 12))
    of_team = target(100, NOVEMBER, team=east)
    people = resolved(person_keys=["aiko", "ben"]).people
    # Aiko 19 days, Ben 19 - 7 = 12: 61.29 and 38.71, in whole units.
    assert [people["calls", key].value for key in ("aiko", "ben")] == [61, 39]
    assert people["calls", "ben"].origin is Origin.SHARED
    assert people["calls", "ben"].target_ids == (of_team.pk,)


def test_a_persons_own_target_comes_before_their_share_and_out_of_it(east, aiko, ben):
    target(100, NOVEMBER, team=east)
    target(30, NOVEMBER, person=ben)
    people = resolved(person_keys=["aiko", "ben"]).people
    assert [people["calls", key].value for key in ("aiko", "ben")] == [70, 30]
    assert people["calls", "ben"].origin is Origin.EXACT


def test_what_was_set_for_a_team_below_is_not_asked_of_others(east, aiko, chie, organisation):
    north = Team.objects.create(key="north", name="North", parent=east)
    dora = Person.objects.create(key="dora", name="Dora")
    Membership.objects.create(person=dora, team=north)
    target(100, NOVEMBER, team=east)
    target(60, NOVEMBER, team=north)
    people = resolved(person_keys=["aiko", "dora", "chie"]).people
    assert {key: people[key].value for key in people} == {("calls", "aiko"): 40, ("calls", "dora"): 60}


def test_nobody_gets_a_share_where_all_is_assigned(east, aiko, ben):
    target(100, NOVEMBER, team=east)
    target(120, NOVEMBER, person=ben)
    assert ("calls", "aiko") not in resolved(person_keys=["aiko", "ben"]).people


def test_the_rate_of_the_team_holds_for_each_of_its_people(east, ben):
    target("0.25", QUARTER, metric="win_rate", team=east)
    found = resolved(metrics=["win_rate"], person_keys=["ben"]).people["win_rate", "ben"]
    assert (found.value, found.origin) == (0.25, Origin.ABOVE)


def test_the_rate_of_the_nearest_team_above_holds_for_teams_without_their_own(east, west, organisation):
    quarter = target("0.25", QUARTER, metric="win_rate")
    own = target("0.3", NOVEMBER, metric="win_rate", team=west)
    inner = Team.objects.create(key="inner", name="Inner", parent=west)
    target(100, NOVEMBER)  # a count: each team has its own part of it, and none of them was agreed
    metrics = ["win_rate", "calls"]
    found = resolved(metrics=metrics, team_key="east", team_keys=["west", inner.key])
    assert {key: (one.value, one.origin, one.target_ids) for key, one in found.teams.items()} == {
        ("win_rate", "east"): (0.25, Origin.ABOVE, (quarter.pk,)),
        ("win_rate", "west"): (0.3, Origin.EXACT, (own.pk,)),
        ("win_rate", "inner"): (0.3, Origin.ABOVE, (own.pk,)),
    }
    assert resolved(metrics=metrics, team_key="east").team["win_rate"].target_ids == (quarter.pk,)
    assert resolved(metrics=metrics).team["win_rate"].origin is Origin.COVERING


def test_the_organisations_target_reaches_people_whose_team_has_none(east, west, ben, aiko, chie):
    target(90, NOVEMBER)
    people = resolved(person_keys=["aiko", "ben", "chie"]).people
    assert [target.value for target in people.values()] == [30, 30, 30]


def test_somebody_who_moves_gets_a_part_from_each_team(east, west, ben, chie, aiko):
    moved = date(2026, 11, 16)
    Membership.objects.filter(person=ben).update(ends_on=moved)
    Membership.objects.create(person=ben, team=west, starts_on=moved)
    targets = [target(100, NOVEMBER, team=east), target(200, NOVEMBER, team=west)]
    found = resolved(person_keys=["aiko", "ben", "chie"]).people
    # 9 working days in the East beside Aiko's 19, then 10 in the West beside Chie's 19.
    assert found["calls", "ben"].value == round(100 * 9 / 28) + round(200 * 10 / 29)
    assert found["calls", "ben"].target_ids == tuple(t.pk for t in targets)
    assert sum(target.value for target in found.values()) == 300


def test_shares_of_a_prorated_target_are_fractions_that_sum_to_it(east, aiko, ben):
    target(631, QUARTER, team=east)
    found = resolved(team_key="east", person_keys=["aiko", "ben"])
    assert sum(target.value for target in found.people.values()) == pytest.approx(found.team["calls"].value)


def test_it_answers_for_several_teams_at_once(east, west):
    target(10, NOVEMBER, team=east)
    target(20, NOVEMBER, team=west)
    teams = resolved(team_keys=["east", "west"]).teams
    assert {key: found.value for key, found in teams.items()} == {("calls", "east"): 10, ("calls", "west"): 20}


def test_it_needs_three_queries_however_many_people_and_metrics(east, django_assert_num_queries):
    people = Person.objects.bulk_create([Person(name=f"P{number}", key=f"p{number}") for number in range(60)])
    Membership.objects.bulk_create([Membership(person=person, team=east) for person in people])
    metrics = list(catalogue())[:20]
    for metric in metrics:
        target(500, NOVEMBER, metric=metric, team=east)
    keys = [person.key for person in people]
    working = hours(keys, NOVEMBER)
    with django_assert_num_queries(3):
        found = resolved(metrics=metrics, team_key="east", person_keys=keys, working=working)
        sums = np.nansum(found.people.figures.value, axis=1)
    calls = metrics.index("calls")
    assert sums[calls] == 500


def test_unknown_metrics_teams_and_people_have_no_target(organisation):
    found = resolved(metrics=["nothing"], team_key="nowhere", person_keys=["nobody"])
    assert (dict(found.team), dict(found.people)) == ({}, {})


def test_it_makes_no_months_target_of_a_years_different_leads(east):
    """A lead that is contacted in two months counts once: no month has all of them, and none a sure part."""
    target(600, QUARTER, metric="leads_contacted", team=east)
    assert resolved(metrics=["leads_contacted"], team_key="east").team == {}
    set_for_november = target(250, NOVEMBER, metric="leads_contacted", team=east)
    found = resolved(metrics=["leads_contacted"], team_key="east").team["leads_contacted"]
    assert (found.value, found.origin, found.target_ids) == (250, Origin.EXACT, (set_for_november.pk,))


def test_it_adds_no_months_of_different_leads_up(east):
    for period in (OCTOBER, NOVEMBER, DECEMBER):
        target(250, period, metric="leads_contacted", team=east)
    assert resolved(QUARTER, metrics=["leads_contacted"], team_key="east").team == {}


def test_it_shares_a_target_of_different_leads_by_working_time(east, aiko, ben):
    target(250, NOVEMBER, metric="leads_contacted", team=east)
    people = resolved(metrics=["leads_contacted"], team_key="east", person_keys=["aiko", "ben"]).people
    shares = {key: people["leads_contacted", key] for key in ("aiko", "ben")}
    assert {key: (one.value, one.origin) for key, one in shares.items()} == {
        "aiko": (125, Origin.SHARED),
        "ben": (125, Origin.SHARED),
    }
