"""Numbers that the fact store once had wrong."""

from datetime import date
from decimal import Decimal

import pytest
from facts.world import CATALOGUE, MONDAY, WORLD, batch, call, deal, load, value

from kaname.facts.directory import Directory
from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.store import FactStore


@pytest.fixture
def store():
    store = FactStore.open(None, threads=1)
    store.set_directory(WORLD)
    yield store
    store.close()


def test_a_correction_of_the_amount_alone_reaches_the_team(store):
    """The team's rollup dropped what a load added up to no facts: one fewer and one more, though of another amount."""
    load(store, deal("1", amount=Decimal(100)), stream="deal_changes")
    load(store, deal("1", amount=Decimal(120)), stream="deal_changes")
    assert value(store, "revenue", team="west") == 120


def test_names_keep_all_their_memberships_after_a_deletion(store):
    """Deleting forgot the spans of Ben's that no fact was left in, and a new fact in one counted for another team."""
    load(store, call("1", day=date(2026, 5, 29)), call("2", day=MONDAY))
    store.delete(since=MONDAY)
    load(store, call("3", day=MONDAY))
    assert value(store, "calls", team="west") == 1
    assert value(store, "calls", team="east") == 1


def test_a_repetition_far_into_a_load_is_found_whatever_its_hash(store, monkeypatch):
    """Hashes of more than 63 bits could not be compared with rows of the same load: the load failed."""
    monkeypatch.setattr("kaname.facts.engine.chunks.ROWS", 10)
    result = load(store, *[call(str(i)) for i in range(40)], *[call(str(i), kind="mail") for i in range(40)])
    assert (result.loaded, result.replaced) == (40, 40)
    assert (value(store, "calls"), value(store, "emails")) == (0, 40)


def test_the_difference_of_exact_sums_is_exact(store):
    """0.3 − 0.1 was 0.19999999999999998."""
    load(
        store,
        deal("1", amount=Decimal("0.3")),
        deal("2", amount=Decimal("0.1"), stage="churned"),
        stream="deal_changes",
    )
    data = {"key": "left", "arithmetic": {"op": "difference", "of": ["revenue", "churned_revenue"]}}
    assert value(store, "left", definitions=CATALOGUE | {"left": MetricDefinition.from_dict(data)}) == 0.2


def test_two_people_matched_at_once_do_not_double_the_facts(store):
    """A name under two sources and a person in two teams at once must not fan out: each fact counts once."""
    load(store, call("1"), call("2", person="Benny"), call("3", person="ＢＥＮ"))
    overlapping = [("ben", "east", None, None, None), ("ben", "west", None, MONDAY, None)]
    store.set_directory(Directory(WORLD.people, WORLD.person_refs, WORLD.teams, WORLD.team_refs, overlapping))
    assert value(store, "calls") == 3
    assert value(store, "calls", team="west") == 3


def test_preview_after_a_failed_load_counts_from_what_is_stored(store):
    """What a load had seen before it failed must not be taken for stored."""
    with pytest.raises(OSError, match="gone"):
        store.load(source="crm", batch_id="x", records=_failing(), at=None)
    with store.preview(source="crm", records=[batch([call("1")])]) as preview:
        assert (preview.result.loaded, value(preview, "calls")) == (1, 1)


def _failing():
    yield batch([call("1")])
    raise OSError("gone")
