"""The plan of the demo organisation: teams, people, calendars and targets that fit together."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from demo.world_of_demo import demo
from hypothesis import given, settings
from hypothesis import strategies as st

from kaname.demo.names import names
from kaname.demo.organisation import plan_of
from kaname.demo.plan import Plan
from kaname.demo.seats import Job, structure
from kaname.facts.metrics.catalogue import catalogue


@pytest.fixture(scope="module")
def plan(world) -> Plan:
    return plan_of(world)


@given(people=st.integers(6, 500))
@settings(max_examples=60, deadline=None)
def test_it_has_as_many_seats_as_people_asked_for(people):
    found = structure(people)
    assert [seat.number for seat in found.seats] == list(range(people))
    assert max(Counter(seat.team_key for seat in found.seats if seat.team_key).values()) <= 15
    assert found.seats[2].is_manager
    assert found.seats[3].job is Job.INSIDE
    assert not found.seats[3].is_manager
    keys = {team.key for team in found.teams}
    assert {seat.team_key for seat in found.seats if seat.team_key} <= keys
    assert {team.parent_key for team in found.teams if team.parent_key} <= keys


def test_it_signs_in_one_person_of_each_role(plan):
    assert {one.email: one.role for one in plan.people if one.signs_in} == {
        "executive@example.jp": "executive",
        "admin@example.jp": "administrator",
        "manager@example.jp": "manager",
        "member@example.jp": "member",
    }


def test_it_uses_names_and_mail_addresses_once_and_only_reserved_domains(plan):
    assert len({one.name for one in plan.people}) == len({one.email for one in plan.people}) == len(plan.people)
    assert all(one.email.endswith("@example.jp") for one in plan.people)


def test_it_has_3599_different_names():
    everybody = names(3599, seed=1)
    assert len({name for name, _ in everybody}) == len({mail for _, mail in everybody}) == 3599
    assert names(10, seed=1) == everybody[:10]
    with pytest.raises(ValueError, match="3599 names"):
        names(3600, seed=1)


def test_it_has_24_people_today(plan):
    assert sum(one.left_on is None for one in plan.people) == 24


@pytest.mark.parametrize("today", [date(2026, 11, 24), date(2027, 4, 1), date(2028, 10, 2)])
def test_it_puts_a_person_in_one_team_at_a_time(today):
    stays = defaultdict(list)
    for member in plan_of(demo(today=today, years=3)).memberships:
        stays[member.person_key].append((member.starts_on or date.min, member.ends_on or date.max))
    for spans in stays.values():
        spans.sort()
        assert all(ends <= starts for (_, ends), (starts, _) in pairwise(spans))
        assert all(starts < ends for starts, ends in spans)


def test_it_moves_somebody_from_west_to_east_in_october(plan):
    moved = [one for one in plan.memberships if one.starts_on == date(2026, 10, 1)]
    assert [(one.team_key, one.ends_on) for one in moved] == [("inside-east", None)]
    before = [one for one in plan.memberships if one.person_key == moved[0].person_key and one != moved[0]]
    assert before[-1].team_key == "inside-west"
    assert before[-1].ends_on == date(2026, 10, 1)


def test_it_gives_everybody_a_manager_who_is_somebody_else(plan):
    known = {one.key for one in plan.people}
    for member in plan.memberships:
        assert member.manager_key in known
        assert member.manager_key != member.person_key


def test_it_splits_every_team_target_into_personal_ones_without_rest(plan):
    definitions = catalogue()
    teams, people = {}, defaultdict(Decimal)
    for target in plan.targets:
        if target.person_key is None:
            teams[target.metric_key, target.team_key, target.starts_on] = target.value
    for target in plan.targets:
        if target.person_key:
            team = next(
                member.team_key
                for member in plan.memberships
                if member.person_key == target.person_key
                and (member.starts_on or date.min) < target.ends_on
                and (member.ends_on or date.max) > target.starts_on
            )
            people[target.metric_key, team, target.starts_on] += target.value
    split = {key: value for key, value in people.items() if definitions[key[0]].additive(definitions)}
    assert len(split) == 12 * (2 + 2 + 2 + 1)
    for key, value in split.items():
        assert teams[key] == value, key


def test_it_sets_at_most_three_kpis_per_owner_for_the_months_of_the_fiscal_year(plan):
    owners = defaultdict(set)
    for target in plan.targets:
        owners[target.team_key, target.person_key].add(target.metric_key)
        assert date(2026, 4, 1) <= target.starts_on < date(2027, 4, 1)
        assert target.starts_on.day == target.ends_on.day == 1
    assert max(len(keys) for keys in owners.values()) == 3
    assert {team for team, _ in owners if team} == {
        "sales", "inside-east", "inside-west", "field", "support", "marketing",
    }  # fmt: skip


def test_it_uses_metrics_of_the_catalogue(plan):
    assert {target.metric_key for target in plan.targets} <= set(catalogue())


def test_it_aims_at_sums_of_sections_in_a_large_organisation(plan):
    large = plan_of(demo(people=120, years=1))
    values = {
        (one.metric_key, one.team_key): one.value
        for one in large.targets
        if one.team_key and one.starts_on == date(2026, 11, 1)
    }
    sections = [key for _, key in values if key and key.startswith("inside-east-")]
    assert len(set(sections)) > 2
    for metric in ("appointments", "connects"):
        assert values[metric, "inside-east"] == sum(values[metric, key] for key in set(sections))


def test_it_knows_leave_and_holidays_ahead(plan):
    assert max(away.starts_on for away in plan.leave) > date(2026, 11, 24)
    assert any(holiday.starts_on == date(2026, 12, 29) for holiday in plan.holidays)
