"""What comes in whole units is handed out in whole units; what is left over is shown, and nothing is lost."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaname.goals.models import Goal, PlannedTarget
from kaname.goals.reader import Reader
from kaname.goals.spreading.editing import edit_part, edit_share
from kaname.goals.spreading.filling import fill
from kaname.goals.spreading.sheet import Sheet
from kaname.goals.spreading.sheet_page import sheet_page
from kaname.goals.spreading.sums import sums_of
from kaname.measures.periods import Period
from tests.goals.conftest import url
from tests.goals.spreading_world import AT, QUARTER, asked, draft, on_sheet

APRIL = Period(date(2027, 4, 1), date(2027, 5, 1))
MAY = Period(date(2027, 5, 1), date(2027, 6, 1))
ODD = Decimal("734.8")


@pytest.fixture
def reader(dai):
    return Reader(user=dai.user, at=AT)


@pytest.fixture
def goal(store, east, aiko, ben):
    """Calls of East in a quarter: 734.8, as an older version or a file may have it."""
    goal = draft(east)
    Goal.objects.filter(pk=goal.pk).update(value=ODD)
    goal.refresh_from_db()
    return goal


def spread(goal, reader, total=ODD):
    fill(goal, "calls", total=total, team=goal.team, reader=reader)


def page_of(goal, reader, of=""):
    return sheet_page(goal, asked(goal, of=of, reader=reader), reader=reader)


def are_whole(goal):
    rows = PlannedTarget.objects.filter(goal=goal)
    assert [row for row in rows if row.value % 1] == []
    return True


def test_every_part_and_share_is_whole_and_the_rest_is_shown(goal, reader, east):
    spread(goal, reader)
    page = page_of(goal, reader)
    assert are_whole(goal)
    assert sum(on_sheet(goal, team=east).values()) == 734
    assert (page.whole, page.odd, page.difference) == (ODD, Decimal("0.8"), Decimal("-0.8"))
    assert [one.difference for one in sums_of(goal, reader=reader)] == [Decimal("-0.8")]


def test_the_page_says_what_nobody_can_have(goal, manager):
    manager.post(url("goal_people_spread", goal.key), {"metric": "calls"})
    page = " ".join(manager.get(url("goal_people", goal.key, metric="calls")).content.decode().split())
    assert "0.8 calls of this target is less than a whole unit" in page
    assert "The parts differ" not in page


def test_another_difference_is_called_out_beside_it(goal, reader, east):
    spread(goal, reader, total=Decimal(700))
    page = page_of(goal, reader)
    assert page.difference == Decimal("-34.8") != page.odd_difference


def test_a_whole_target_says_nothing(goal, reader):
    Goal.objects.filter(pk=goal.pk).update(value=735)
    goal.refresh_from_db()
    spread(goal, reader, total=Decimal(735))
    page = page_of(goal, reader)
    assert (page.odd, page.difference) == (0, 0)


def test_so_it_is_where_a_month_is_the_whole(store, reader, east, aiko, ben):
    goal = draft(east, period=APRIL)
    Goal.objects.filter(pk=goal.pk).update(value=Decimal("23.8"))
    goal.refresh_from_db()
    spread(goal, reader, total=Decimal("23.8"))
    shares = [value for person in (aiko, ben) for value in on_shares(goal, person)]
    assert (sum(shares), [one % 1 for one in shares]) == (23, [0, 0])
    assert (page_of(goal, reader).odd, page_of(goal, reader).difference) == (Decimal("0.8"), Decimal("-0.8"))


def on_shares(goal, person):
    return list(PlannedTarget.objects.filter(goal=goal, person=person).values_list("value", flat=True))


class TestChangingWhatIsOdd:
    """A March of 23.8 was spread before; its sum was 734.8."""

    @pytest.fixture
    def odd(self, goal, reader, east):
        spread(goal, reader)
        sheet = Sheet(goal, "calls")
        sheet.set(APRIL, sheet.value(APRIL, team=east) + Decimal("0.8"), team=east)
        sheet.save()
        return goal

    def test_typing_a_whole_value_leaves_no_other_odd_one(self, odd, reader, east):
        before = on_sheet(odd, team=east)
        new = before[APRIL.starts_on].to_integral() + 10
        edit_part(asked(odd, reader=reader), part=APRIL, new=new, keep_sum=True, reader=reader)
        after = on_sheet(odd, team=east)
        assert (after[APRIL.starts_on], sum(after.values()), are_whole(odd)) == (new, 734, True)

    def test_changing_another_one_mends_it(self, odd, reader, east):
        edit_part(asked(odd, reader=reader), part=MAY, new=Decimal(200), keep_sum=True, reader=reader)
        assert (sum(on_sheet(odd, team=east).values()), are_whole(odd)) == (734, True)

    def test_what_was_agreed_stays_even_if_it_is_odd(self, odd, reader, east):
        """Somebody revised April on its own page to a value that is not whole."""
        PlannedTarget.objects.filter(goal=odd, team=east, starts_on=APRIL.starts_on, ends_on=APRIL.ends_on).update(
            fixed=True
        )
        april = on_sheet(odd, team=east)[APRIL.starts_on]
        edit_part(asked(odd, reader=reader), part=MAY, new=Decimal(200), keep_sum=True, reader=reader)
        after = on_sheet(odd, team=east)
        assert after.pop(APRIL.starts_on) == april
        assert all(value % 1 == 0 for value in after.values())

    def test_a_share_takes_from_others_in_whole_units(self, odd, reader, aiko, ben):
        sheet = Sheet(odd, "calls")
        sheet.set(APRIL, sheet.value(APRIL, person=ben) + Decimal("0.8"), person=ben)
        sheet.save()
        had = on_sheet(odd, person=aiko)[APRIL.starts_on], on_sheet(odd, person=ben)[APRIL.starts_on]
        edit_share(
            asked(odd, reader=reader),
            sharer_key="person:aiko",
            part=APRIL,
            new=had[0] + 5,
            keep_sum=True,
            reader=reader,
        )
        assert on_sheet(odd, person=aiko)[APRIL.starts_on] == had[0] + 5
        assert on_sheet(odd, person=ben)[APRIL.starts_on] == had[1] - 5 - Decimal("0.8")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(total=st.decimals(min_value=0, max_value=5000, places=2))
def test_less_than_a_unit_is_left_over_and_nothing_else(goal, reader, east, total):
    PlannedTarget.objects.filter(goal=goal).delete()
    spread(goal, reader, total=total)
    parts = on_sheet(goal, team=east)
    assert are_whole(goal)
    assert 0 <= total - sum(parts.values()) < 1
    assert QUARTER.starts_on in parts
