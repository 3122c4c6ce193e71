"""From a file and a mapping to facts and reasons."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from connectors.calm_for_tests import CALM
from connectors.deals_for_tests import DEALS, HEADER, PIPELINE
from connectors.mappings_for_tests import measurements
from hypothesis import given
from hypothesis import strategies as st

from kaname.connectors.error import ConnectorError
from kaname.connectors.files import read
from kaname.connectors.mapping.mapping import Mapping
from kaname.facts.streams import STREAMS


def test_one_row_gives_several_facts_or_none(file, outcome):
    found = outcome(file(HEADER + DEALS), PIPELINE)
    assert found.rejects == []
    assert found.rows_read == 4
    assert found.only("source_id", "day", "stage", "amount", "account_key") == [
        ("D1|engaged", date(2017, 1, 5), "open", None, "Acme"),
        ("D2|engaged", date(2017, 1, 6), "open", None, None),
        ("D3|engaged", date(2017, 2, 1), "open", None, "Acme"),
        ("D1|closed", date(2017, 3, 1), "won", Decimal(1054), None),
        ("D2|closed", date(2017, 3, 31), "lost", Decimal(0), None),
    ]
    assert found.only("occurred_at") == [None] * 5


def test_batches_have_the_schema_of_their_stream(file):
    for chunk in read(file(HEADER + DEALS), mapping=Mapping.from_yaml(PIPELINE), zone=ZoneInfo("UTC")):
        assert chunk.columns == tuple(HEADER.strip().split(","))
        assert chunk.bytes_done == chunk.bytes_total == len(HEADER + DEALS)
        for stream, batch in chunk.records:
            assert batch.schema == STREAMS[stream].arrow_schema()


def test_text_is_trimmed_and_otherwise_kept(file, outcome):
    path = file("id,day,value,person\n 1 ,2026-04-01,5,\u3000ﾔﾏﾀﾞ  太郎1\u00a0\n")
    assert outcome(path, measurements(person="person")).only("source_id", "person") == [("1", "ﾔﾏﾀﾞ  太郎1")]


def test_a_map_compares_width_and_a_default_stands_for_the_rest(file, outcome):
    path = file("id,day,value,person\n1,2026-04-01,5,A\n2,2026-04-01,5,b\n3,2026-04-01,5,\n4,2026-04-01,5,C\n")
    listed = {"column": "person", "map": {"A": "Aiko", "C": ""}, "default": "others"}
    assert outcome(path, measurements(person=listed)).only("person") == ["Aiko", "others", "others", "others"]
    del listed["default"]
    found = outcome(path, measurements(person=listed))
    assert (found.only("person"), found.reasons) == (["Aiko", None, None], [(3, "person", "value_not_mapped")])


def test_a_closed_vocabulary_is_kept(file, outcome):
    fact = {"stream": "activities", "id": ["id"], "occurred_at": "day", "kind": "kind"}
    path = file("id,day,kind\n1,2026-04-01,Call\n2,2026-04-01,fax\n")
    found = outcome(path, {"source": "s", "facts": [fact]})
    assert found.only("kind") == ["call"]
    assert found.rejects[0].params == {"allowed": STREAMS["activities"].field("kind").values}


@CALM
@given(parts=st.lists(st.tuples(*[st.text(alphabet="ab|\\", min_size=1, max_size=4)] * 2), min_size=1, unique=True))
def test_different_parts_are_different_ids(file, outcome, parts):
    path = file("a\tb\tday\tvalue\n" + "".join(f"{a}\t{b}\t2026-04-01\t1\n" for a, b in parts))
    mapping = measurements(id=["a", "b"], file={"delimiter": "\t", "header_row": 1, "quote": ""})
    assert len(set(outcome(path, mapping).only("source_id"))) == len(parts)


def test_an_id_with_an_empty_part_is_refused_unless_a_default_stands_for_it(file, outcome):
    path = file("a,b,day,value\n1,,2026-04-01,5\n2,x,2026-04-01,5\n")
    assert outcome(path, measurements(id=["a", "b"])).reasons == [(2, "b", "id_missing")]
    found = outcome(path, measurements(id=["a", {"column": "b", "default": "none"}, {"value": "w"}]))
    assert found.only("source_id") == ["1|none|w", "2|x|w"]


def test_columns_of_names_are_put_together(file, outcome):
    path = file("id,day,value,sei,mei\n1,2026-04-01,5,山田,太郎\n2,2026-04-01,5,田中,\n3,2026-04-01,5,,\n")
    assert outcome(path, measurements(person={"columns": ["sei", "mei"]})).only("person") == ["山田 太郎", "田中", None]
    found = outcome(path, measurements(person={"columns": ["sei", "mei"], "join": ""}))
    assert found.only("person") == ["山田太郎", "田中", None]


def test_further_columns_are_kept_as_attributes(file, outcome):
    path = file(
        "id,day,value,size,note\n1,2026-04-01,5,大,\n2,2026-04-01,5,,x\n3,2026-04-01,5,,\n4,2026-04-01,5,小,y\n"
    )
    attributes = {"規模": {"column": "size", "map": {"大": "L", "小": "S"}}, "note": "note"}
    found = outcome(path, measurements(attributes=attributes))
    assert [dict(pairs) for pairs in found.only("attributes")] == [
        {"規模": "L"},
        {"note": "x"},
        {},
        {"規模": "S", "note": "y"},
    ]


def test_a_literal_is_read_as_what_its_field_holds(file, outcome):
    path = file("id,day\n1,2026-04-01\n")
    found = outcome(path, measurements(occurred_at={"value": "R8.4.1"}, value={"value": "1.2万"}))
    assert found.only("day", "value") == [(date(2026, 4, 1), Decimal(12000))]
    for wrong in ({"value": {"value": "many"}}, {"occurred_at": {"value": "01/04/2026"}}):
        with pytest.raises(ConnectorError) as error:
            outcome(path, measurements(**{"value": {"value": "1"}, **wrong}))
        assert error.value.code == "mapping_literal_invalid"


def test_a_column_that_is_not_there_is_named_with_the_nearest(file, outcome):
    with pytest.raises(ConnectorError) as error:
        outcome(file("id,day,value\n1,2026-04-01,5\n"), measurements(value="vlaue"))
    assert error.value.params == {"column": "vlaue", "suggestion": "value", "columns": ("id", "day", "value")}
    with pytest.raises(ConnectorError) as error:
        outcome(file("id,day,value\n1,2026-04-01,5\n"), measurements(id=["di", "x"]))
    assert (error.value.code, error.value.params["id"]) == ("id_without_column", ("di", "x"))


def test_reading_can_be_left_at_any_time(file):
    rows = "".join(f"{number},2026-04-01,5\n" for number in range(600_000))
    chunks = read(file("id,day,value\n" + rows), mapping=Mapping.from_dict(measurements()), zone=ZoneInfo("UTC"))
    first = next(chunks)
    chunks.close()
    assert 0 < first.bytes_done < first.bytes_total


def test_values_can_be_listed_that_make_no_fact(file, outcome):
    path = file(
        "id,day,value,phase\n1,2026-04-01,5,受注\n2,2026-04-01,,提案 A\n3,2026-04-01,7,\n4,2026-04-01,8,提案 B\n"
    )
    found = outcome(path, measurements(skip_when={"phase": ["提案 A", "見積"]}))
    assert found.only("source_id") == ["1", "3", "4"]
    assert (found.rows_read, found.rejects) == (4, [])


def test_numbers_are_multiplied_where_the_header_says_so(file, outcome):
    path = file("id,day,value\n1,2026-04-01,1.5\n2,2026-04-01,△2\n3,2026-04-01,3\n")
    assert outcome(path, measurements(value={"column": "value", "times": 1000})).only("value") == [1500, -2000, 3000]
    fact = {"stream": "activities", "id": ["id"], "occurred_at": "day", "kind": {"value": "call"}}
    fact["duration_seconds"] = {"column": "length", "times": "60"}
    path = file("id,day,length\n1,2026-04-01,5\n2,2026-04-01,0:05:00\n3,2026-04-01,5分\n")
    assert outcome(path, {"source": "s", "facts": [fact]}).only("duration_seconds") == [300, 300, 300]
