from datetime import date
from decimal import Decimal

import pytest
from facts.world import MONDAY, call, deal, load, value

from kaname.facts.errors import FactsError

SUNDAY = date(2026, 5, 31)


@pytest.fixture
def full(store):
    load(store, call("1", day=SUNDAY), call("2"), call("3", person="Chie"), batch_id="a")
    load(store, call("1"), source="phone")
    load(store, deal("1", amount=Decimal(10)), deal("2", person="Chie", amount=Decimal(5)), stream="deal_changes")
    return store


def test_it_deletes_a_person_everywhere(full):
    assert full.count(person_key="ben") == {"activities": 3, "deal_changes": 1}
    assert full.delete(person_key="ben") == 4
    assert (value(full, "calls"), value(full, "revenue")) == (1, 5)
    assert value(full, "calls", team="east") == 0


def test_it_deletes_a_source(full):
    assert full.delete(source="phone") == 1
    assert value(full, "calls") == 3


def test_it_deletes_days_of_a_stream_from_the_first_until_before_the_last(full):
    assert full.delete(stream="activities", since=SUNDAY, until=MONDAY) == 1
    assert (value(full, "calls"), value(full, "revenue")) == (3, 15)


def test_all_that_is_given_must_hold(full):
    assert full.delete(source="crm", person_key="ben", since=MONDAY) == 2
    assert (value(full, "calls", person="ben"), value(full, "deals_won")) == (2, 1)


def test_names_of_the_deleted_are_not_kept(full):
    full.delete(person_key="ben")
    with full.reading() as connection:
        assert connection.execute("SELECT DISTINCT person FROM places").fetchall() == [("Chie",)]


def test_what_was_deleted_may_be_imported_again(full):
    full.delete(source="crm", stream="activities")
    again = load(full, call("1", day=SUNDAY), call("2"), call("3", person="Chie"), batch_id="a")
    assert (again.loaded, again.already_loaded) == (3, False)


def test_listeners_hear_which_days_changed(full):
    heard = []
    full.subscribe(lambda revision, days: heard.append((revision, days)))
    full.delete(stream="activities", source="crm")
    assert heard == [(full.revision, (SUNDAY, MONDAY))]


def test_deleting_nothing_in_particular_is_refused(full):
    with pytest.raises(FactsError) as error:
        full.delete()
    assert error.value.code == "nothing_chosen"
    assert value(full, "calls") == 4


def test_the_census_tells_what_is_held_from_whom(full):
    assert [held[:5] for held in full.census()] == [
        ("crm", "activities", 3, SUNDAY, MONDAY),
        ("crm", "deal_changes", 2, MONDAY, MONDAY),
        ("phone", "activities", 1, MONDAY, MONDAY),
    ]
