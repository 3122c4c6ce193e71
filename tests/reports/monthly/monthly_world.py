"""How reports are asked for in tests."""

from datetime import date

from kaname.boards.selection import ORGANISATION, Subject
from kaname.measures.periods import FiscalCalendar, Grain, period_of
from kaname.people.models import Organisation
from kaname.reports.monthly.asked import Asked
from kaname.reports.monthly.making import make_report
from tests.goals.kpi_tree_world import load
from tests.reports.monthly.conftest import NOW

EAST, WEST, BEN = Subject(team="east"), Subject(team="west"), Subject(person="ben")
NOVEMBER = period_of(date(2026, 11, 1), grain=Grain.MONTH, calendar=FiscalCalendar())
DECEMBER = period_of(date(2026, 12, 1), grain=Grain.MONTH, calendar=FiscalCalendar())


def report_of(subject=ORGANISATION, *, month=NOVEMBER, language="en", at=NOW):
    return make_report(Asked(subject, month, Organisation.objects.get(), language, at)).document


def values(table):
    """Numbers by the keys of row and column."""
    return {
        (row.key, column.key): cell.value
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if cell.value is not None
    }


def late_deal(store, *, amount=500_000, day=date(2026, 11, 20)):
    """A deal of November that comes in after the report."""
    row = {"day": day, "person": "Ben", "stage": "won", "amount": amount}
    load(store, [("deal_changes", row)], batch_id=f"late-{amount}", at=NOW)
