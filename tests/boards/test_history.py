"""Numbers of days that are over are kept, and never outlive a change of their facts."""

from datetime import date

import pytest
from boards.world_of_boards import EAST, TODAY, board, calls, kpi, load

from kaname.boards.selection import Span
from kaname.facts.asking.history import History, history_of
from kaname.facts.store import FactStore
from kaname.measures.periods import Period
from kaname.people.models import Team

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))


@pytest.fixture
def empty():
    opened = FactStore.open(None)
    yield opened
    opened.close()


def test_it_asks_once_while_nothing_changes(empty):
    history, made = History(empty), []
    for _ in range(3):
        history.get("key", OCTOBER, lambda: made.append(1), revision=history.revision)
    assert made == [1]


def test_it_forgets_what_a_change_touches_and_keeps_the_rest(empty):
    history = History(empty)
    history.get("october", OCTOBER, lambda: 1, revision=history.revision)
    history.get("november", Period(date(2026, 11, 1), date(2026, 12, 1)), lambda: 1, revision=history.revision)
    history.forget(7, (date(2026, 10, 31),))
    assert len(history) == 1
    assert history.get("october", OCTOBER, lambda: 2, revision=7) == 2
    assert history.get("november", OCTOBER, lambda: 2, revision=7) == 1


def test_it_keeps_nothing_that_was_read_before_a_change(empty):
    """A slow reader whose facts are older than the newest change must not leave its numbers behind."""
    history = History(empty)
    before = history.revision

    def make():
        history.forget(before + 1, (TODAY,))
        return "old"

    assert history.get("key", OCTOBER, make, revision=before) == "old"
    assert len(history) == 0


def test_it_is_not_used_while_a_change_is_being_told(empty):
    """Between the commit and its telling the store's revision is ahead: what is kept may be old."""
    history = History(empty)
    history.get("key", OCTOBER, lambda: "old", revision=history.revision)
    assert history.get("key", OCTOBER, lambda: "new", revision=history.revision + 1) == "new"


@pytest.mark.django_db
def test_a_correction_of_an_earlier_month_shows_at_once(store, ben):
    rows = calls("Ben", date(2026, 10, 5), n=4) + calls("Ben", TODAY, n=2)
    load(store, "activities", rows)
    first = kpi(board(store, EAST), "calls")
    assert (first.series[-2:], first.previous.before) == ((4, 2), 4)
    corrected = [{**row, "source_id": f"activities-{n}", "outcome": "busy"} for n, row in enumerate(rows)]
    load(store, "activities", [*corrected, *calls("Ben", date(2026, 10, 6), n=5)], batch_id="more")
    again = kpi(board(store, EAST), "calls")
    assert (again.series[-2:], again.previous.before) == ((9, 2), 9)
    assert len(history_of(store)) > 0


@pytest.mark.django_db
def test_a_team_that_moves_takes_its_past_along(store, ben, chie, east, west):
    """Facts keep their teams, so nothing in the store changes; the ledger's journal tells the boards apart."""
    load(store, "activities", calls("Ben", date(2026, 10, 5), n=4) + calls("Chie", date(2026, 10, 5), n=3))
    assert kpi(board(store, EAST, on=date(2026, 10, 1)), "calls").figure.actual == 4
    Team.objects.filter(key="west").update(parent=east)
    load(store, "activities", calls("Chie", TODAY, source_id="later"), batch_id="b")
    assert kpi(board(store, EAST, on=date(2026, 10, 1)), "calls").figure.actual == 7
    assert kpi(board(store, EAST, span=Span.MONTH), "calls").series[-2] == 7
