from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from facts.world import MONDAY, NOON, batch, call, deal, load, value

from kaname.facts.errors import FactsError
from kaname.facts.streams import STREAMS


def counts(result):
    return result.loaded, result.replaced, result.unchanged


def test_it_loads_new_facts(store):
    result = load(store, call("1"), call("2", day=date(2026, 6, 2)))
    assert counts(result) == (2, 0, 0)
    assert result.days == (MONDAY, date(2026, 6, 2))
    assert value(store, "calls") == 2


def test_it_changes_nothing_when_the_same_facts_come_again(store):
    load(store, call("1"), call("2"))
    again = load(store, call("1"), call("2"))
    assert counts(again) == (0, 0, 2)
    assert again.days == ()
    assert value(store, "calls") == 2


def test_it_replaces_a_corrected_fact(store):
    load(store, deal("1", amount=Decimal("100.10")), stream="deal_changes")
    result = load(store, deal("1", amount=Decimal("99.90")), stream="deal_changes")
    assert counts(result) == (0, 1, 0)
    assert value(store, "revenue") == 99.9


def test_a_correction_moves_a_fact_to_another_day_person_and_kind(store):
    load(store, call("1"))
    result = load(store, call("1", day=date(2026, 5, 29), person="Chie", kind="mail"))
    assert result.days == (date(2026, 5, 29), MONDAY)
    assert value(store, "calls") == 0
    assert value(store, "emails", person="chie", since=date(2026, 5, 1), until=MONDAY) == 1


def test_the_last_of_several_in_one_batch_wins_and_all_are_counted(store):
    result = load(store, call("1"), call("1"), call("1", kind="mail"), call("2"), call("1", kind="mail"))
    assert counts(result) == (2, 1, 2)
    assert (value(store, "calls"), value(store, "emails")) == (1, 1)


def test_repetitions_in_a_batch_are_counted_from_what_was_stored(store):
    load(store, call("1"))
    assert counts(load(store, call("1"), call("1", kind="mail"), call("1"))) == (0, 2, 1)
    assert value(store, "calls") == 1


def test_repetitions_are_found_across_the_chunks_of_a_load(store, monkeypatch):
    monkeypatch.setattr("kaname.facts.engine.chunks.ROWS", 3)
    many = [call(str(i % 5), kind="mail" if i == 13 else "call") for i in range(14)]
    assert counts(load(store, *many)) == (5, 1, 8)
    assert (value(store, "calls"), value(store, "emails")) == (4, 1)


def test_sources_do_not_share_identities(store):
    load(store, call("1"), source="crm")
    assert counts(load(store, call("1"), source="phone")) == (1, 0, 0)
    assert value(store, "calls") == 2


def test_a_batch_that_comes_again_is_recognised(store):
    first = load(store, call("1"), call("2"), batch_id="a")
    again = load(store, call("1"), call("2"), batch_id="a")
    assert again.already_loaded
    assert not first.already_loaded
    assert (counts(again), again.revision, again.days) == (counts(first), first.revision, first.days)


def test_the_same_batch_id_of_another_source_is_another_batch(store):
    load(store, call("1"), batch_id="a")
    assert not load(store, call("1"), batch_id="a", source="phone").already_loaded


def test_a_cancelled_load_leaves_nothing(store):
    revision = store.revision
    seen = []

    def cancelled():
        seen.append(1)
        return len(seen) > 2

    with pytest.raises(FactsError) as error:
        store.load(
            source="crm",
            batch_id="a",
            records=(batch([call(str(i))]) for i in range(5)),
            at=NOON,
            cancelled=cancelled,
        )
    assert error.value.code == "cancelled"
    assert (value(store, "calls"), store.revision) == (0, revision)
    assert not load(store, call("1"), batch_id="a").already_loaded


def test_a_failing_source_leaves_nothing(store):
    def records():
        yield batch([call("1", person="Somebody new")])
        raise OSError("the line is dead")

    with pytest.raises(OSError, match="dead"):
        store.load(source="crm", batch_id="a", records=records(), at=NOON)
    assert value(store, "calls") == 0
    assert store.unmatched() == []
    assert load(store, call("1", person="Somebody new")).loaded == 1
    assert value(store, "calls") == 1


def test_it_tells_how_far_it_is(store, monkeypatch):
    monkeypatch.setattr("kaname.facts.engine.chunks.ROWS", 2)
    told = []
    records = [batch([call(str(i))]) for i in range(5)]
    store.load(source="crm", batch_id="a", records=records, at=NOON, on_progress=told.append)
    assert told == [2, 4, 5]


def test_a_preview_shows_the_numbers_and_keeps_nothing(store):
    load(store, call("1"))
    revision = store.revision
    with store.preview(source="crm", records=[batch([call("1", kind="mail"), call("2"), call("3")])]) as preview:
        assert counts(preview.result) == (2, 1, 0)
        assert (value(preview, "calls"), value(preview, "emails")) == (2, 1)
        assert value(store, "calls") == 1
    assert (value(store, "calls"), store.revision) == (1, revision)
    assert counts(load(store, call("2"))) == (1, 0, 0)


def test_one_load_may_bring_several_streams(store):
    records = [batch([call("1")]), batch([deal("1", amount=Decimal(5))], "deal_changes"), batch([call("2")])]
    result = store.load(source="crm", batch_id="a", records=records, at=NOON)
    assert counts(result) == (3, 0, 0)
    assert (value(store, "calls"), value(store, "revenue")) == (2, 5)


def test_visits_without_a_number_count_as_one(store):
    day = {"day": MONDAY}
    load(store, {"source_id": "1", **day}, {"source_id": "2", "visits": 3, **day}, stream="web_traffic")
    assert value(store, "visits") == 4


def test_attributes_in_another_order_are_the_same_fact(store):
    load(store, call("1", attributes=[("a", "1"), ("b", "2")]))
    assert counts(load(store, call("1", attributes=[("b", "2"), ("a", "1")]))) == (0, 0, 1)
    assert counts(load(store, call("1", attributes=[("b", "1"), ("a", "2")]))) == (0, 1, 0)
    assert store.attribute_names("activities") == ["a", "b"]


def test_a_time_is_kept_in_utc(store):
    load(store, call("1", occurred_at=datetime(2026, 6, 1, 0, 30, tzinfo=UTC)))
    assert counts(load(store, call("1", occurred_at=datetime(2026, 6, 1, 0, 30, tzinfo=UTC)))) == (0, 0, 1)


@pytest.mark.parametrize(
    ("stream", "row", "code"),
    [
        ("activities", {"source_id": None}, "value_missing"),
        ("activities", {"day": None}, "value_missing"),
        ("activities", {"kind": "telepathy"}, "value_unknown"),
        ("calls", {}, "unknown_stream"),
    ],
)
def test_it_refuses_what_the_stream_does_not_declare(store, stream, row, code):
    records = [(stream, pa.RecordBatch.from_pylist([call() | row], schema=STREAMS["activities"].arrow_schema()))]
    with pytest.raises(FactsError) as error:
        store.load(source="crm", batch_id="a", records=records, at=NOON)
    assert error.value.code == code


def test_it_names_columns_that_are_missing_or_unknown(store):
    records = [("activities", pa.RecordBatch.from_pylist([{"source_id": "1", "colour": "red"}]))]
    with pytest.raises(FactsError) as error:
        store.load(source="crm", batch_id="a", records=records, at=NOON)
    assert error.value.code == "wrong_columns"
    assert {"colour", "kind"} <= set(error.value.params["columns"])


def test_an_empty_batch_is_a_batch(store):
    assert counts(load(store, batch_id="a")) == (0, 0, 0)
    assert load(store, batch_id="a").already_loaded


def test_listeners_hear_of_each_commit_after_it(store):
    heard = []
    stop = store.subscribe(lambda revision, days: heard.append((revision, days, value(store, "calls"))))
    load(store, call("1"))
    stop()
    load(store, call("2"))
    assert heard == [(store.revision - 1, (MONDAY,), 1)]


def test_a_failing_listener_does_not_undo_the_load(store):
    store.subscribe(lambda revision, days: 1 / 0)
    assert load(store, call("1")).loaded == 1
    assert value(store, "calls") == 1


def test_it_remembers_when_streams_were_loaded(store):
    assert store.loaded_at() is None
    load(store, call("1"))
    later = datetime(2026, 6, 2, tzinfo=UTC)
    load(store, deal("1"), stream="deal_changes", at=later)
    assert (store.loaded_at(), store.loaded_at("activities"), store.loaded_at("tickets")) == (later, NOON, None)


def test_hostile_texts_are_only_texts(store):
    nasty = "'; DROP TABLE activities; --"
    load(store, call(nasty, person=nasty, industry=nasty, attributes=[(nasty, nasty)]), source=nasty, batch_id=nasty)
    for by in ("industry", nasty):
        assert value(store, "calls", **{by: nasty}) == 1
        assert value(store, "calls", where={by: [nasty]}) == 1
    assert store.unmatched()[0].ref == nasty
    assert store.delete(source=nasty) == 1
