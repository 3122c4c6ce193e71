"""What a KPI's target asks of an hour, against what people ever reached in one."""

from datetime import date
from math import inf

import numpy as np
import pytest

from kaname.goals.kpi_tree.planting import plant
from kaname.goals.kpis.carriers import carriers_of, record_of, threshold_for
from kaname.goals.kpis.choosing import add_kpi
from kaname.goals.kpis.overload_watch import overload_of
from kaname.goals.kpis.overload_words import overload_lines
from kaname.goals.reader import Reader
from kaname.people.models import Meeting, Team
from kaname.people.queries import hours
from tests.conftest import person
from tests.goals.kgi_world import AT, begun, of
from tests.goals.kpi_tree_world import load, months_from

NOVEMBER = of("2026-11-01", "2026-12-01")
LEFT = of("2026-11-24", "2026-12-01")
MONTHS = months_from(date(2025, 11, 1), 12)
NAMES = [f"P{number}" for number in range(10)]


@pytest.fixture
def reader(emi):
    return Reader(user=emi.user, at=AT)


@pytest.fixture
def sellers(east):
    """Ten people, and somebody who does other work."""
    people = [person(name, team=east) for name in NAMES]
    person("Quiet", team=east)
    return people


@pytest.fixture
def calls(store, sellers):
    """Person n makes 10 + n calls in every month, and 40 more in October."""
    rows = []
    for number, name in enumerate(NAMES):
        for month in MONTHS:
            made = 10 + number + (40 if month == MONTHS[-1] else 0)
            rows += [("activities", {"day": month, "person": name, "kind": "call"})] * made
    load(store, rows)
    return rows


def best_rates(people):
    """Each person's calls ÷ hours of October, their best month."""
    october = of("2026-10-01", "2026-11-01")
    worked = hours([one.key for one in people], october).hours.sum(axis=1)
    return np.array([50 + number for number in range(10)]) / worked


def asked(reader, target, actual=0.0, **more):
    named = {"team": None, "period": NOVEMBER, "reader": reader} | more
    return overload_of("calls", target=target, actual=actual, **named)


class TestThreshold:
    def test_it_is_what_nine_of_ten_never_went_above(self, calls, sellers, reader, east):
        record = record_of("calls", reader=reader)
        carriers = carriers_of(record, east, NOVEMBER)
        assert [one.name for one in carriers] == NAMES  # not those who do other work
        threshold = threshold_for(record, carriers)
        rates = np.sort(best_rates(sellers))
        assert (threshold.people, threshold.not_above) == (10, 9)
        assert threshold.rate == pytest.approx(rates[8])

    def test_a_small_team_is_compared_with_everybody_who_does_such_work(self, calls, reader, organisation):
        small = Team.objects.create(key="small", name="Small")
        person("Newcomer", team=small)
        record = record_of("calls", reader=reader)
        assert threshold_for(record, carriers_of(record, small, NOVEMBER)).people == 10

    def test_of_what_nobody_did_yet_there_is_none(self, store, sellers, reader, east):
        load(store, [])
        record = record_of("calls", reader=reader)
        assert len(carriers_of(record, east, NOVEMBER)) == 11
        assert threshold_for(record, carriers_of(record, east, NOVEMBER)).rate is None


class TestOverload:
    def test_it_asks_what_is_left_of_the_hours_that_are_left(self, calls, sellers, reader):
        found = asked(reader, target=500, actual=200)
        worked = hours([one.key for one in sellers], LEFT).hours.sum()
        assert (found.remaining, found.people) == (300, 10)
        assert found.hours == pytest.approx(worked)
        assert found.required == pytest.approx(300 / worked)

    def test_nine_of_ten_decide_whether_it_is_too_much(self, calls, sellers, reader):
        worked = hours([one.key for one in sellers], LEFT).hours.sum()
        most = float(np.sort(best_rates(sellers))[8] * worked)
        assert asked(reader, target=most * 0.999).too_much is False
        assert asked(reader, target=most * 1.001).too_much is True

    def test_each_relief_alone_would_be_enough(self, calls, sellers, reader):
        for one in sellers:
            Meeting.objects.create(person=one, name="Weekly", hours_per_week=10)
        free = asked(reader, target=1.0)
        target = free.threshold.rate * free.hours * 1.1
        found = asked(reader, target=target)
        assert found.too_much
        assert found.relief.lower_target == pytest.approx(target / 1.1)
        assert found.relief.lower_by == pytest.approx(1 - 1 / 1.1)
        assert found.relief.more_hours == pytest.approx(found.hours * 0.1)
        assert found.meeting_hours > 0
        assert target / (found.hours + found.relief.fewer_meeting_hours) == pytest.approx(found.threshold.rate)

    def test_what_was_reached_asks_nothing_more(self, calls, reader):
        found = asked(reader, target=100, actual=150)
        assert (found.remaining, found.required, found.too_much) == (0, 0, False)

    def test_a_period_to_come_has_nothing_behind_it(self, calls, reader):
        december = of("2026-12-01", "2027-01-01")
        assert asked(reader, target=100, actual=80, period=december).remaining == 100

    def test_a_period_that_is_over_asks_nothing(self, calls, reader):
        assert asked(reader, target=100, period=of("2026-10-01", "2026-11-01")) is None

    @pytest.mark.parametrize("metric", ["connect_rate", "average_handling_seconds", "deals_lost"])
    def test_rates_and_what_should_fall_ask_nothing_of_an_hour(self, calls, reader, metric):
        assert overload_of(metric, target=1.0, actual=None, team=None, period=NOVEMBER, reader=reader) is None

    def test_numbers_that_belong_to_no_person_have_no_threshold(self, store, sellers, reader, east):
        load(store, [("web_traffic", {"day": date(2026, 10, 5), "team": "East", "visits": 500})])
        found = overload_of("visits", target=1e6, actual=0.0, team=east, period=NOVEMBER, reader=reader)
        assert (found.threshold.rate, found.too_much) == (None, None)

    def test_a_team_without_people_cannot_carry_anything(self, calls, reader, organisation):
        empty = Team.objects.create(key="empty", name="Empty")
        found = asked(reader, target=10, team=empty)
        assert (found.hours, found.required, found.too_much) == (0, inf, True)
        assert found.relief.more_hours is not None


class TestWords:
    def test_they_name_the_numbers_and_every_relief(self, calls, reader, east):
        goal = begun("calls", period=NOVEMBER, team=east)
        plant(goal, by=None, at=AT)
        kpi = add_kpi(goal, metric_key="calls", by=None, at=AT)
        free = asked(reader, target=1.0, team=east)
        target = free.threshold.rate * free.hours * 1.5
        (line,) = overload_lines(goal, [kpi], keys=["calls"], asked=[target], actuals=[0.0], reader=reader)
        assert line.text.startswith("East, Calls: ")
        assert "9 of 10 comparable people never went above" in line.text
        assert "a target lower by 33.3%" in line.reliefs[-1]

    def test_a_team_without_people_is_told_so(self, calls, reader, organisation):
        empty = Team.objects.create(key="empty", name="Empty")
        goal = begun("calls", period=NOVEMBER, team=empty)
        kpi = add_kpi(goal, metric_key="calls", by=None, at=AT)
        (line,) = overload_lines(goal, [kpi], keys=["calls"], asked=[10.0], actuals=[0.0], reader=reader)
        assert line.text == "Empty, Calls: 10 calls would still be to do, and no working time is left."
        (relief,) = line.reliefs
        assert relief.endswith("more working time until the end")

    def test_what_can_be_done_is_not_mentioned(self, calls, reader, east):
        goal = begun("calls", period=NOVEMBER, team=east)
        kpi = add_kpi(goal, metric_key="calls", by=None, at=AT)
        named = {"keys": ["calls"], "actuals": [0.0], "reader": reader}
        assert overload_lines(goal, [kpi], asked=[1.0], **named) == []
        assert overload_lines(goal, [kpi], asked=[float("nan")], **named) == []
        assert overload_lines(goal, [add_kpi(goal, metric_key="emails", by=None, at=AT)], asked=[1e9], **named) == []
