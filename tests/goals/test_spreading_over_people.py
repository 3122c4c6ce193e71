"""A goal's numbers over teams and people: the sums by hand and by fractions."""

from datetime import date
from decimal import Decimal

import pytest

from kaname.goals.reader import Reader
from kaname.goals.spreading.filling import fill
from kaname.goals.spreading.grounds import Grounds
from kaname.goals.spreading.settings import RampUp, choose_ramp_up
from kaname.goals.spreading.sheet_page import sheet_page
from kaname.goals.spreading.sums import sums_of
from kaname.people.models import Team
from tests.goals.kpi_tree_world import generated, load
from tests.goals.spreading_world import (
    AT,
    asked,
    away,
    columns_hold,
    draft,
    joined,
    largest_remainder,
    meets,
    on_sheet,
    workdays,
    works,
)

NO_RAMP_UP = RampUp(start=1.0, months=0)
APRIL, MAY, JUNE = date(2027, 4, 1), date(2027, 5, 1), date(2027, 6, 1)


@pytest.fixture
def reader(dai):
    return Reader(user=dai.user, at=AT)


@pytest.fixture
def rows(store, aiko, ben, chie):
    """Facts of Ben (East) and Chie (West) in the 25 months before this one."""
    made = generated(date(2024, 10, 1), date(2026, 11, 1))
    load(store, made)
    return made


def page_of(goal, reader, metric="calls", of=""):
    return sheet_page(goal, asked(goal, metric, of=of, reader=reader), reader=reader)


class TestOverPeople:
    @pytest.fixture
    def goal(self, store, east):
        goal = draft(east)
        choose_ramp_up(goal, NO_RAMP_UP)
        return goal

    def test_part_time_leave_and_meetings_count(self, goal, reader, east):
        full, half, absent, busy = (joined(name, east) for name in ("Full", "Half", "Leave", "Busy"))
        works(half, 4)
        away(absent, date(2027, 4, 5), date(2027, 4, 10))
        meets(busy, 10)
        fill(goal, "calls", total=Decimal(500), team=east, reader=reader)
        april = len(workdays(APRIL, MAY))
        # By name: Busy loses a quarter of each day, Half works 4 h, Leave is away for a week.
        hours = [april * 6, april * 8, april * 4, (april - 5) * 8]
        values = [on_sheet(goal, person=one)[APRIL] for one in (busy, full, half, absent)]
        assert values == largest_remainder(on_sheet(goal, team=east)[APRIL], hours)
        assert columns_hold(goal, east, [full, half, absent, busy])

    def test_newcomers_ramp_up(self, goal, reader, east):
        choose_ramp_up(goal, RampUp(start=0.5, months=2))
        old, new = joined("Old", east), joined("New", east, since=APRIL)
        fill(goal, "calls", total=Decimal(1000), team=east, reader=reader)
        # From a half on the first day in a straight line to 1 after 2 x 30.4375 days.
        factors = [0.5 + 0.5 * (day - APRIL).days / 60.875 for day in workdays(APRIL, MAY)]
        weights = [sum(factors) * 8, len(factors) * 8]
        assert [on_sheet(goal, person=one)[APRIL] for one in (new, old)] == largest_remainder(
            on_sheet(goal, team=east)[APRIL], weights
        )

    def test_nobody_owes_anything_before_they_come_and_after_they_left(self, goal, reader, east):
        stays, leaves = joined("Stays", east), joined("Leaves", east, until=date(2027, 5, 16))
        comes = joined("Comes", east, since=JUNE)
        fill(goal, "calls", total=Decimal(300), team=east, reader=reader)
        assert list(on_sheet(goal, person=leaves)) == [APRIL, MAY]
        assert list(on_sheet(goal, person=comes)) == [JUNE]
        may = [len(workdays(MAY, date(2027, 5, 16))), len(workdays(MAY, JUNE))]
        assert [on_sheet(goal, person=one)[MAY] for one in (leaves, stays)] == largest_remainder(
            on_sheet(goal, team=east)[MAY], may
        )
        assert columns_hold(goal, east, [stays, leaves, comes])

    def test_a_leaver_found_out_later_has_no_months_any_more(self, goal, reader, east):
        stays, leaves = joined("Stays", east), joined("Leaves", east)
        fill(goal, "calls", total=Decimal(300), team=east, reader=reader)
        leaves.memberships.update(ends_on=MAY)
        fill(goal, "calls", total=Decimal(300), team=east, reader=reader)
        assert list(on_sheet(goal, person=leaves)) == [APRIL]
        leaves.memberships.all().delete()
        fill(goal, "calls", total=Decimal(300), team=east, reader=reader)
        assert on_sheet(goal, person=leaves) == {}
        assert columns_hold(goal, east, [stays])

    def test_who_has_no_working_time_gets_nothing(self, goal, reader, east):
        idle, busy = joined("Idle", east), joined("Busy", east)
        works(idle, 0)
        fill(goal, "calls", total=Decimal(300), team=east, reader=reader)
        assert on_sheet(goal, person=idle) == {}
        assert columns_hold(goal, east, [busy])

    def test_where_nobody_has_time_the_page_says_what_is_not_handed_out(self, goal, reader, east):
        idle = joined("Idle", east)
        works(idle, 0)
        fill(goal, "calls", total=Decimal(91), team=east, reader=reader)
        assert list(on_sheet(goal, team=east).values()) == [30, 31, 30]
        assert [column.rest for column in page_of(goal, reader).columns] == [30, 31, 30]
        assert sums_of(goal, reader=reader)[0].rest == 91


class TestMoving:
    """Who goes to another team has one target for a month: that of the team in which most of it is spent."""

    @pytest.fixture
    def goal(self, store, organisation, east, west):
        goal = draft(None)
        choose_ramp_up(goal, NO_RAMP_UP)
        return goal

    @pytest.fixture
    def mover(self, east, west):
        found = joined("Mover", east, until=date(2027, 5, 20))
        joined("Mover", west, since=date(2027, 5, 20))
        return found

    def test_both_teams_sheets_hold(self, goal, reader, east, west, mover):
        stays, other = joined("Stays", east), joined("Other", west)
        fill(goal, "calls", total=Decimal(600), team=None, reader=reader)
        for team in (east, west, east):
            fill(goal, "calls", total=None, team=team, reader=reader)
        assert columns_hold(goal, None, [east, west])
        east_months, west_months = on_sheet(goal, team=east), on_sheet(goal, team=west)
        mine = on_sheet(goal, person=mover)
        assert list(mine) == [APRIL, MAY, JUNE]
        assert mine[APRIL] + on_sheet(goal, person=stays)[APRIL] == east_months[APRIL]
        assert mine[MAY] + on_sheet(goal, person=stays)[MAY] == east_months[MAY]
        assert mine[JUNE] + on_sheet(goal, person=other)[JUNE] == west_months[JUNE]
        assert on_sheet(goal, person=other)[MAY] == west_months[MAY]

    def test_teams_get_their_part_day_by_day(self, goal, reader, east, west, mover):
        joined("Stays", east)
        joined("Other", west)
        fill(goal, "calls", total=Decimal(600), team=None, reader=reader)
        whole, here = len(workdays(MAY, JUNE)), len(workdays(MAY, date(2027, 5, 20)))
        assert [on_sheet(goal, team=one)[MAY] for one in (east, west)] == largest_remainder(
            on_sheet(goal)[MAY], [whole + here, whole + whole - here]
        )

    def test_the_other_teams_months_are_no_fields_of_the_sheet(self, goal, reader, east, west, mover):
        joined("Stays", east)
        fill(goal, "calls", total=Decimal(600), team=None, reader=reader)
        fill(goal, "calls", total=None, team=east, reader=reader)
        row = next(row for row in page_of(goal, reader, of="east").rows if row.name == "Mover")
        assert [cell.elsewhere for cell in row.cells] == [False, False, True]


class TestTeamsBelow:
    @pytest.fixture
    def tree(self, organisation, east, west):
        """North has two teams of two people each, and a manager of its own."""
        north = Team.objects.create(key="north", name="North")
        Team.objects.filter(pk__in=[east.pk, west.pk]).update(parent=north)
        for team in (east, west):
            team.refresh_from_db()
        people = {team: [joined(f"{team.name}{number}", team) for number in range(2)] for team in (east, west)}
        return north, people, joined("Manager", north)

    def test_every_level_holds(self, store, reader, tree):
        north, people, _manager = tree
        goal = draft(None)
        for team in (None, north, *people):
            fill(goal, "calls", total=Decimal(1003) if team is None else None, team=team, reader=reader)
        assert columns_hold(goal, None, [north])
        assert columns_hold(goal, north, list(people))
        for team, members in people.items():
            assert columns_hold(goal, team, members)

    def test_spreading_again_goes_down_to_those_who_had_theirs(self, store, reader, tree):
        north, people, _manager = tree
        goal = draft(None)
        for team in (None, north, *people):
            fill(goal, "calls", total=Decimal(1003) if team is None else None, team=team, reader=reader)
        fill(goal, "calls", total=Decimal(2001), team=None, reader=reader)
        for team, members in people.items():
            assert columns_hold(goal, team, members)
        assert sum(on_sheet(goal).values()) == 2001

    def test_who_stands_above_teams_shares_only_where_they_do_the_work(self, rows, reader, tree, east, west):
        north, _people, manager = tree
        goal = draft(north)
        assert [one.key for one in Grounds(goal, "calls", top=north, reader=reader).of(north).sharers] == [
            "team:east",
            "team:west",
            "person:manager",
        ]
        fill(goal, "calls", total=Decimal(100), team=north, reader=reader)
        assert on_sheet(goal, person=manager) == {}
        assert columns_hold(goal, north, [east, west])


class TestWhoTakesAShare:
    def test_those_whose_work_it_is_and_newcomers_beside_them(self, rows, reader, east, ben, aiko):
        # Ben has calls; Aiko, who was always there, has none; Nao came this month.
        nao = joined("Nao", east, since=date(2026, 11, 2))
        goal = draft(east)
        fill(goal, "calls", total=Decimal(300), team=east, reader=reader)
        assert columns_hold(goal, east, [ben, nao])
        assert on_sheet(goal, person=aiko) == {}

    def test_without_any_facts_everybody(self, store, reader, east, ben, aiko):
        goal = draft(east)
        fill(goal, "calls", total=Decimal(300), team=east, reader=reader)
        assert columns_hold(goal, east, [aiko, ben])

    def test_only_teams_that_do_such_work(self, rows, reader, east, west, organisation):
        support = Team.objects.create(key="support", name="Support")
        joined("Sue", support)
        goal = draft(None)
        fill(goal, "calls", total=Decimal(300), team=None, reader=reader)
        assert columns_hold(goal, None, [east, west])
        assert on_sheet(goal, team=support) == {}

    def test_a_team_counts_by_those_in_it_who_do_the_work(self, rows, reader, east, west, ben, chie, aiko):
        # East has Aiko, who manages, and Ben; West has Chie. Ben and Chie make the calls.
        goal = draft(None)
        fill(goal, "calls", total=Decimal(300), team=None, reader=reader)
        for first_on, value in on_sheet(goal).items():
            parts = [on_sheet(goal, team=team)[first_on] for team in (east, west)]
            assert parts == largest_remainder(value, [1, 1])
