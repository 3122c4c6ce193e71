"""What is typed, proposed and over on a goal's sheet."""

from datetime import date
from decimal import Decimal

import pytest

from kaname.goals.kgi.drafting import change_goal
from kaname.goals.kgi.publishing import publish_goal
from kaname.goals.kpis.choosing import add_kpi
from kaname.goals.models import Node, PlannedTarget
from kaname.goals.reader import Reader
from kaname.goals.spreading.errors import SheetError
from kaname.goals.spreading.filling import fill
from kaname.goals.spreading.sheet import Sheet
from kaname.goals.spreading.sheet_page import sheet_page
from kaname.goals.spreading.sums import sums_of
from kaname.goals.spreading.totals import total_of, write_totals
from kaname.measures.periods import Period
from tests.goals.spreading_world import (
    AT,
    QUARTER,
    asked,
    columns_hold,
    draft,
    joined,
    on_sheet,
)

APRIL, MAY, JUNE = date(2027, 4, 1), date(2027, 5, 1), date(2027, 6, 1)


@pytest.fixture
def reader(dai):
    return Reader(user=dai.user, at=AT)


def page_of(goal, reader, metric="calls", of=""):
    return sheet_page(goal, asked(goal, metric, of=of, reader=reader), reader=reader)


class TestTypedValues:
    @pytest.fixture
    def goal(self, store, east, aiko, ben):
        return draft(east)

    def test_they_stay_and_the_rest_takes_the_difference(self, goal, reader, east, aiko, ben):
        fill(goal, "calls", total=Decimal(300), team=east, reader=reader)
        sheet = Sheet(goal, "calls")
        sheet.set(Period(APRIL, MAY), Decimal(10), person=ben, fixed=True)
        sheet.set(Period(JUNE, QUARTER.ends_on), Decimal(150), team=east, fixed=True)
        sheet.save()
        fill(goal, "calls", total=Decimal(300), team=east, reader=reader, keep_fixed=True)
        assert on_sheet(goal, person=ben)[APRIL] == 10
        assert on_sheet(goal, team=east)[JUNE] == 150
        assert sum(on_sheet(goal, team=east).values()) == 300
        assert columns_hold(goal, east, [aiko, ben])

    def test_more_than_there_is_to_hand_out_is_refused_with_the_place(self, goal, reader, east, ben):
        fill(goal, "calls", total=Decimal(300), team=east, reader=reader)
        sheet = Sheet(goal, "calls")
        sheet.set(Period(APRIL, MAY), Decimal(200), person=ben, fixed=True)
        sheet.save()
        with pytest.raises(SheetError) as refused:
            fill(goal, "calls", total=Decimal(300), team=east, reader=reader, keep_fixed=True)
        assert refused.value.code == "typed_exceed"
        assert "East, April 2027: the typed values come to 200 calls" in str(refused.value)

    def test_parts_that_are_typed_beyond_the_whole_are_called_out(self, goal, reader, east):
        change_goal(goal, value=Decimal(300), by=None, at=AT)
        fill(goal, "calls", total=Decimal(300), team=east, reader=reader)
        sheet = Sheet(goal, "calls")
        sheet.set(Period(APRIL, MAY), Decimal(400), team=east, fixed=True)
        sheet.save()
        fill(goal, "calls", total=Decimal(300), team=east, reader=reader, keep_fixed=True)
        assert list(on_sheet(goal, team=east).values()) == [400, 0, 0]
        assert page_of(goal, reader).difference == 100


class TestProposals:
    """What the tree proposes changes after the sheet was filled."""

    @pytest.fixture
    def goal(self, store, east, aiko, ben):
        goal = draft(east, metric="deals_won", value=20)
        pivot = Node.objects.create(goal=goal, metric_key="deals_won", operation="product")
        for place, (metric, planned) in enumerate({"appointments": 99.2, "close_rate": 0.2}.items()):
            Node.objects.create(goal=goal, parent=pivot, position=place, metric_key=metric, planned=planned)
        add_kpi(goal, metric_key="appointments", by=None, at=AT)
        return goal

    def propose(self, goal, value):
        Node.objects.filter(goal=goal, metric_key="appointments").update(planned=value)

    def test_a_count_is_rounded_to_where_the_goal_is_reached(self, goal, reader):
        assert total_of(goal, "appointments", reader=reader) == 100
        assert total_of(goal, "close_rate", reader=reader) == Decimal("0.2")

    def test_parts_of_the_old_total_do_not_stay_unnoticed(self, goal, reader, east):
        write_totals(goal, reader=reader)
        fill(goal, "appointments", total=Decimal(100), team=east, reader=reader)
        assert page_of(goal, reader, "appointments").difference == 0
        self.propose(goal, 120)
        write_totals(goal, reader=reader)
        page = page_of(goal, reader, "appointments")
        assert (page.whole, page.difference) == (120, -20)
        assert [one.difference for one in sums_of(goal, reader=reader)] == [-20, 0]
        fill(goal, "appointments", total=page.whole, team=east, reader=reader)
        assert page_of(goal, reader, "appointments").difference == 0

    def test_a_typed_total_stays_beside_what_is_proposed(self, goal, reader, east):
        sheet = Sheet(goal, "appointments")
        sheet.set(QUARTER, Decimal(90), team=east, fixed=True)
        sheet.save()
        write_totals(goal, reader=reader)
        page = page_of(goal, reader, "appointments")
        assert (page.whole, page.proposed) == (90, 100)

    def test_without_a_proposal_the_old_one_is_no_target(self, goal, reader, east):
        write_totals(goal, reader=reader)
        self.propose(goal, None)
        write_totals(goal, reader=reader)
        assert page_of(goal, reader, "appointments").whole is None
        assert not PlannedTarget.objects.filter(goal=goal, metric_key="appointments").exists()


class TestAGoalThatRuns:
    def test_months_that_are_over_keep_what_they_ask_for(self, store, dai, east, aiko, ben):
        half = Period(date(2026, 10, 1), date(2027, 4, 1))
        reader = Reader(user=dai.user, at=AT)
        goal = draft(east, period=half, value=600)
        fill(goal, "calls", total=Decimal(600), team=east, reader=reader)
        october = on_sheet(goal, team=east)[date(2026, 10, 1)], on_sheet(goal, person=ben)[date(2026, 10, 1)]
        publish_goal(goal, by=dai.user, at=AT)
        joined("New", east, since=date(2026, 10, 1))
        fill(goal, "calls", total=Decimal(900), team=east, reader=reader)
        assert (on_sheet(goal, team=east)[date(2026, 10, 1)], on_sheet(goal, person=ben)[date(2026, 10, 1)]) == october
        assert sum(on_sheet(goal, team=east).values()) == 900

    def test_a_goal_that_is_over_can_still_be_spread(self, store, dai, east, aiko, ben):
        reader = Reader(user=dai.user, at=AT)
        quarter = Period(date(2026, 7, 1), date(2026, 10, 1))
        goal = draft(east, period=quarter, value=600)
        publish_goal(goal, by=dai.user, at=AT)
        fill(goal, "calls", total=Decimal(600), team=east, reader=reader)
        fill(goal, "calls", total=Decimal(601), team=east, reader=reader)
        assert sum(on_sheet(goal, team=east).values()) == 601
        assert columns_hold(goal, east, [aiko, ben])
