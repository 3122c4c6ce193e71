"""Changing single values of a sheet: what stays, what follows, and what is refused."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaname.goals.errors import GoalsError
from kaname.goals.kpis.choosing import add_kpi
from kaname.goals.models import PlannedTarget
from kaname.goals.reader import Reader
from kaname.goals.spreading.editing import edit_part, edit_share
from kaname.goals.spreading.filling import fill
from kaname.goals.spreading.sheet import Sheet
from kaname.measures.periods import Period
from kaname.people.models import Person, Team
from tests.goals.spreading_world import (
    AT,
    QUARTER,
    asked,
    away,
    columns_hold,
    draft,
    joined,
    months_of,
    on_sheet,
    works,
)

FIRSTS = months_of(QUARTER)
PARTS = [Period(*pair) for pair in pairwise(FIRSTS)]
APRIL, MAY, JUNE = PARTS
WHOLE = {"starts_on": QUARTER.starts_on, "ends_on": QUARTER.ends_on}


@pytest.fixture
def reader(dai):
    return Reader(user=dai.user, at=AT)


@pytest.fixture
def goal(store, organisation):
    return draft(None, metric="revenue")


@pytest.fixture
def kpi(goal, reader, east, west):
    """Calls of the organisation as a KPI: East has three people, one of them part-time and one away; West has two."""
    add_kpi(goal, metric_key="calls", by=None, at=AT)
    for name, team in (("Ann", east), ("Bob", east), ("Cat", east), ("Dee", west), ("Eve", west)):
        joined(name, team)
    works(Person.objects.get(key="bob"), 4)
    away(Person.objects.get(key="cat"), date(2027, 4, 1), date(2027, 6, 15))
    return goal


def filled(goal, reader, *, total=600, teams=("east", "west")):
    PlannedTarget.objects.filter(goal=goal).delete()
    sheet = Sheet(goal, "calls")
    sheet.set(QUARTER, Decimal(total), fixed=True)
    sheet.save()
    fill(goal, "calls", total=Decimal(total), team=None, reader=reader)
    for key in teams:
        fill(goal, "calls", total=None, team=Team.objects.get(key=key), reader=reader)


def whole(goal):
    return PlannedTarget.objects.get(goal=goal, team=None, person=None, **WHOLE).value


def typed(goal, reader, key, part, value):
    """The value of a share becomes somebody's word."""
    edit_share(asked(goal, reader=reader), sharer_key=key, part=part, new=value, keep_sum=True, reader=reader)


class TestOnePart:
    def edit(self, goal, reader, part, new, *, keep=True):
        new = None if new is None else Decimal(new)
        edit_part(asked(goal, reader=reader), part=part, new=new, keep_sum=keep, reader=reader)

    def test_the_other_months_take_the_difference_by_their_weights(self, kpi, reader):
        filled(kpi, reader)
        before = on_sheet(kpi)
        self.edit(kpi, reader, APRIL, 300)
        after = on_sheet(kpi)
        taken = [before[one.starts_on] - after[one.starts_on] for one in (MAY, JUNE)]
        assert after[APRIL.starts_on] == 300
        assert sum(after.values()) == 600
        assert sum(taken) == 300 - before[APRIL.starts_on]
        assert taken[0] < taken[1]  # May has Golden Week

    def test_or_the_sum_changes_and_the_whole_with_it(self, kpi, reader):
        filled(kpi, reader)
        before = on_sheet(kpi)
        self.edit(kpi, reader, APRIL, 300, keep=False)
        assert on_sheet(kpi) == before | {APRIL.starts_on: 300}
        assert whole(kpi) == 600 + 300 - before[APRIL.starts_on]

    def test_people_follow(self, kpi, reader, east, west):
        filled(kpi, reader)
        self.edit(kpi, reader, APRIL, 300)
        assert columns_hold(kpi, None, [east, west])
        for team in (east, west):
            assert columns_hold(kpi, team, people_of(team))

    def test_months_whose_shares_are_all_typed_do_not_move(self, kpi, reader, east, west):
        filled(kpi, reader, teams=())
        june = on_sheet(kpi)[JUNE.starts_on]
        for team in (east, west):
            value = on_sheet(kpi, team=team)[JUNE.starts_on]
            typed(kpi, reader, f"team:{team.key}", JUNE, value)
        self.edit(kpi, reader, APRIL, 300)
        assert on_sheet(kpi)[JUNE.starts_on] == june
        assert columns_hold(kpi, None, [east, west])

    def test_more_than_typed_shares_leave_is_refused_and_changes_nothing(self, kpi, reader, east):
        filled(kpi, reader)
        value = on_sheet(kpi, team=east)[MAY.starts_on]
        typed(kpi, reader, "team:east", MAY, value)
        before = everything(kpi)
        with pytest.raises(GoalsError) as refused:
            self.edit(kpi, reader, MAY, 1)
        assert refused.value.code == "typed_exceed"
        assert everything(kpi) == before

    @pytest.mark.parametrize(("new", "code"), [(-1, "value_negative"), (601, "fixed_exceed_total")])
    def test_what_cannot_be_is_refused(self, kpi, reader, new, code):
        filled(kpi, reader)
        with pytest.raises(GoalsError) as refused:
            self.edit(kpi, reader, APRIL, new)
        assert refused.value.code == code

    def test_a_value_that_is_let_go_changes_with_the_others_again(self, kpi, reader):
        filled(kpi, reader)
        before = on_sheet(kpi)
        self.edit(kpi, reader, APRIL, 300)
        self.edit(kpi, reader, APRIL, None)
        assert on_sheet(kpi) == before

    def test_a_part_that_is_there_no_more_is_refused(self, kpi, reader):
        filled(kpi, reader)
        with pytest.raises(GoalsError) as refused:
            self.edit(kpi, reader, Period(date(2027, 4, 5), date(2027, 4, 12)), 5)
        assert refused.value.code == "part_unknown"

    def test_the_kgis_own_target_is_revised_by_itself(self, goal, reader, east, ben):
        fill(goal, "revenue", total=Decimal(600), team=None, reader=reader)
        edit_part(asked(goal, "revenue", reader=reader), part=APRIL, new=Decimal(500), keep_sum=False, reader=reader)
        assert not PlannedTarget.objects.filter(goal=goal, **WHOLE).exists()


class TestOneShare:
    def edit(self, goal, reader, key, part, new, *, keep=True, of=""):
        new = None if new is None else Decimal(new)
        edit_share(asked(goal, of=of, reader=reader), sharer_key=key, part=part, new=new, keep_sum=keep, reader=reader)

    def test_colleagues_take_the_difference(self, kpi, reader, east):
        filled(kpi, reader)
        before = on_sheet(kpi, team=east)
        self.edit(kpi, reader, "person:ann", JUNE, 10, of="east")
        assert on_sheet(kpi, person=Person.objects.get(key="ann"))[JUNE.starts_on] == 10
        assert on_sheet(kpi, team=east) == before
        assert columns_hold(kpi, east, people_of(east))

    def test_or_the_sum_changes_in_every_team_above(self, kpi, reader, east, west):
        filled(kpi, reader)
        own, all_of_it = on_sheet(kpi, team=east), on_sheet(kpi)
        ann = on_sheet(kpi, person=Person.objects.get(key="ann"))[JUNE.starts_on]
        self.edit(kpi, reader, "person:ann", JUNE, ann + 7, keep=False, of="east")
        assert on_sheet(kpi, team=east) == own | {JUNE.starts_on: own[JUNE.starts_on] + 7}
        assert on_sheet(kpi) == all_of_it | {JUNE.starts_on: all_of_it[JUNE.starts_on] + 7}
        assert whole(kpi) == 607
        assert columns_hold(kpi, None, [east, west])

    def test_a_teams_people_follow_its_share(self, kpi, reader, east, west):
        filled(kpi, reader)
        self.edit(kpi, reader, "team:east", JUNE, 150)
        assert columns_hold(kpi, None, [east, west])
        assert columns_hold(kpi, east, people_of(east))
        assert columns_hold(kpi, west, people_of(west))

    def test_what_nobody_has_yet_goes_first(self, kpi, reader, west):
        works(Person.objects.get(key="eve"), 0)
        filled(kpi, reader)
        dee, eve = (Person.objects.get(key=key) for key in ("dee", "eve"))
        works(dee, 0)
        fill(kpi, "calls", total=None, team=west, reader=reader)
        rest = on_sheet(kpi, team=west)[APRIL.starts_on]
        self.edit(kpi, reader, "person:dee", APRIL, rest - 1, of="west")
        self.edit(kpi, reader, "person:eve", APRIL, 1, of="west")
        assert on_sheet(kpi, person=dee)[APRIL.starts_on] == rest - 1
        assert on_sheet(kpi, person=eve)[APRIL.starts_on] == 1

    def test_nobody_else_is_changed_by_a_stranger(self, kpi, reader):
        filled(kpi, reader)
        with pytest.raises(GoalsError) as refused:
            self.edit(kpi, reader, "person:dee", APRIL, 1, of="east")
        assert refused.value.code == "sharer_unknown"


@dataclass(frozen=True)
class Edit:
    """`row` is team, or the key of a sharer; `of` the sheet."""

    of: str
    row: str
    part: Period
    new: Decimal | None
    keep: bool

    def apply(self, goal, reader):
        sheet = asked(goal, of=self.of, reader=reader)
        if self.row == "team":
            edit_part(sheet, part=self.part, new=self.new, keep_sum=self.keep, reader=reader)
        else:
            edit_share(sheet, sharer_key=self.row, part=self.part, new=self.new, keep_sum=self.keep, reader=reader)

    @property
    def cell(self):
        key = None if self.row == "team" else self.row
        return key, self.part.starts_on

    @property
    def above(self):
        """Cells of the teams above, which change where the sum does."""
        teams = {f"team:{self.of}"} if self.of else set()
        return {(key, self.part.starts_on) for key in ({None} | teams if self.row != "team" else set())}


CELLS = [("", "team"), ("", "team:east"), ("", "team:west")] + [
    (team, f"person:{key}")
    for team, keys in (("east", ("ann", "bob", "cat")), ("west", ("dee", "eve")))
    for key in keys
]
edits = st.builds(
    lambda cell, part, new, keep: Edit(cell[0], cell[1], part, None if new is None else Decimal(new), keep),
    st.sampled_from(CELLS),
    st.sampled_from(PARTS),
    st.none() | st.integers(0, 400),
    st.booleans(),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=st.lists(edits, min_size=1, max_size=6))
def test_whatever_is_changed_the_sums_hold_and_typed_values_stay(kpi, reader, east, west, sequence):
    filled(kpi, reader)
    words: dict = {}
    for edit in sequence:
        before, total = everything(kpi), whole(kpi)
        try:
            edit.apply(kpi, reader)
        except GoalsError:
            assert everything(kpi) == before
            continue
        after = everything(kpi)
        may_change = {edit.cell} | (set() if edit.keep else edit.above)
        for cell, value in words.items():
            assert cell in may_change or after[cell] == value
        words = {cell: after[cell] for cell in words if cell != edit.cell}
        if edit.new is not None:
            assert after[edit.cell] == edit.new
            words |= {cell: after[cell] for cell in may_change}
        assert all(value >= 0 and value == int(value) for value in after.values())
        own = sum(value for (key, _day), value in after.items() if key is None)
        assert whole(kpi) == own
        if edit.keep or edit.new is None:
            assert own == total
        assert columns_hold(kpi, None, [east, west])
        assert columns_hold(kpi, east, people_of(east))
        assert columns_hold(kpi, west, people_of(west))


def people_of(team):
    return list(Person.objects.filter(memberships__team=team).distinct())


def everything(goal):
    """Each value of the sheet by owner and first day."""
    rows = PlannedTarget.objects.filter(goal=goal, metric_key="calls").select_related("team", "person")
    return {(key_of(row), row.starts_on): row.value for row in rows.exclude(**WHOLE)}


def key_of(row):
    if row.person:
        return f"person:{row.person.key}"
    return f"team:{row.team.key}" if row.team else None
