"""The mapping file: its shape, what is wrong with it, and that nothing of it is lost."""

from decimal import Decimal

import pytest
import yaml
from connectors.calm_for_tests import CALM
from connectors.deals_for_tests import PIPELINE
from hypothesis import given
from hypothesis import strategies as st

from kaname.connectors.error import ConnectorError
from kaname.connectors.mapping.mapping import Mapping
from kaname.connectors.mapping.origins import FromColumn, FromColumns, Literal, Span, Undecided

EVERYTHING = """
source: phone system
file:
  encoding: cp932
  delimiter: "\\t"
  quote: ""
  sheet: 4月
  header_row: 3
  day_order: dmy
  decimal_mark: comma
  short_duration: m:ss
  time_zone: Asia/Tokyo
facts:
  - stream: activities
    id: [call_id, {column: line, default: "0"}, {value: call}, phone]
    skip_when_empty: [call_id]
    skip_when: {result: [テスト, 取消]}
    occurred_at: {columns: [day, time], day_order: mdy, time_zone: "+09:00"}
    person: {columns: [sei, mei], join: ""}
    kind: {value: call}
    outcome: {column: result, map: {不在: no_answer, Yes: connected, 0120: ""}, default: other}
    duration_seconds: {column: length, short_duration: h:mm, decimal_mark: point, round: true, times: "0.001"}
    attributes: {用件: subject, 曜日: {column: weekday, map: {月: Mon}}, 版: {value: "2"}}
  - stream: web_traffic
    id: [session]
    day: {column: date, day_order: ymd}
    dwell_seconds: {from: start, to: {column: end, time_zone: UTC}}
    visits: visits
"""


def test_every_key_is_read():
    mapping = Mapping.from_yaml(EVERYTHING)
    call, visit = mapping.facts
    assert mapping.source == "phone system"
    assert (mapping.file.delimiter, mapping.file.quote, mapping.file.header_row) == ("\t", "", 3)
    assert call.id == (Undecided("call_id"), FromColumn("line", default="0"), Literal("call"), Undecided("phone"))
    assert call.fields["occurred_at"] == FromColumns(("day", "time"), day_order="mdy", time_zone="+09:00")
    assert call.fields["person"] == FromColumns(("sei", "mei"), join="")
    assert call.fields["outcome"].map == {"不在": "no_answer", "Yes": "connected", "0120": ""}
    assert call.fields["duration_seconds"].round is True
    assert call.fields["duration_seconds"].times == Decimal("0.001")
    assert call.skip_when == {"result": ("テスト", "取消")}
    assert call.attributes["版"] == Literal("2")
    assert visit.fields["dwell_seconds"] == Span(FromColumn("start"), FromColumn("end", time_zone="UTC"))


@pytest.mark.parametrize("text", [PIPELINE, EVERYTHING], ids=["pipeline", "everything"])
def test_nothing_is_lost_between_data_and_mapping(text):
    mapping = Mapping.from_yaml(text)
    assert Mapping.from_dict(mapping.to_dict()) == mapping
    assert Mapping.from_yaml(mapping.to_yaml()) == mapping


def test_data_of_a_common_yaml_reader_is_read_too():
    assert Mapping.from_dict(yaml.safe_load(PIPELINE)) == Mapping.from_yaml(PIPELINE)


FACT = {"stream": "measurements", "id": ["id"], "occurred_at": "day", "metric": {"value": "m"}, "value": "v"}


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        ([], "mapping_shape", "mapping"),
        ({"facts": [FACT]}, "mapping_key_missing", "mapping"),
        ({"source": "s"}, "mapping_key_missing", "mapping"),
        ({"source": "s", "facts": []}, "mapping_shape", "facts"),
        ({"source": " ", "facts": [FACT]}, "mapping_shape", "source"),
        ({"source": "s", "fact": [FACT]}, "mapping_key_unknown", "mapping"),
        ({"source": "s", "facts": [FACT], "file": {"encodng": "cp932"}}, "mapping_key_unknown", "file"),
        ({"source": "s", "facts": [FACT], "file": {"header_row": "one"}}, "mapping_shape", "file.header_row"),
        ({"source": "s", "facts": [FACT], "file": {"day_order": "ydm"}}, "mapping_value_invalid", "file.day_order"),
        ({"source": "s", "facts": [FACT], "file": {"time_zone": "Tokio"}}, "mapping_zone_unknown", "file.time_zone"),
        ({"source": "s", "facts": [FACT, FACT]}, "mapping_id_twice", "facts[1].id"),
    ],
)
def test_it_names_the_place_that_is_wrong(data, code, where):
    with pytest.raises(ConnectorError) as error:
        Mapping.from_dict(data)
    assert (error.value.code, error.value.params["where"]) == (code, where)


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"stream": "calls"}, "mapping_stream_unknown", "facts[0]"),
        ({"stream": None}, "mapping_key_missing", "facts[0]"),
        ({"id": None}, "mapping_key_missing", "facts[0]"),
        ({"id": []}, "mapping_shape", "facts[0].id"),
        ({"id": [{"columm": "x"}]}, "mapping_key_unknown", "facts[0].id[0]"),
        ({"vlue": "v"}, "mapping_key_unknown", "facts[0]"),
        ({"source_id": "id"}, "mapping_key_unknown", "facts[0]"),
        ({"day": "day"}, "mapping_shape", "facts[0]"),
        ({"occurred_at": ""}, "mapping_shape", "facts[0].occurred_at"),
        ({"value": {"colum": "v"}}, "mapping_shape", "facts[0].value"),
        ({"value": {"column": "v", "mapp": {}}}, "mapping_key_unknown", "facts[0].value"),
        ({"value": {"column": "v", "day_order": "dmy"}}, "mapping_key_unknown", "facts[0].value"),
        ({"value": {"column": "v", "times": "x"}}, "mapping_shape", "facts[0].value.times"),
        ({"value": {"column": "v", "times": 0}}, "mapping_shape", "facts[0].value.times"),
        ({"skip_when": ["a"]}, "mapping_shape", "facts[0].skip_when"),
        ({"value": {"columns": ["a", "b"]}}, "mapping_origin_unfit", "facts[0].value"),
        ({"value": {"from": "a", "to": "b"}}, "mapping_origin_unfit", "facts[0].value"),
        ({"occurred_at": {"columns": ["day"]}}, "mapping_shape", "facts[0].occurred_at.columns"),
        (
            {"occurred_at": {"column": "day", "time_zone": "Tokio"}},
            "mapping_zone_unknown",
            "facts[0].occurred_at.time_zone",
        ),
        ({"person": {"column": "p", "map": {True: "x"}}}, "mapping_shape", "a key of facts[0].person.map"),
        ({"person": {"column": "p", "map": ["x"]}}, "mapping_shape", "facts[0].person.map"),
        ({"skip_when_empty": {"a": "b"}}, "mapping_shape", "facts[0].skip_when_empty"),
    ],
)
def test_it_names_the_field_that_is_wrong(change, code, where):
    with pytest.raises(ConnectorError) as error:
        Mapping.from_dict({"source": "s", "facts": [{**FACT, **change}]})
    assert (error.value.code, error.value.params["where"]) == (code, where)


@pytest.mark.parametrize("key", ["occurred_at", "metric", "value"])
def test_what_a_stream_requires_has_to_be_mapped(key):
    fact = {name: value for name, value in FACT.items() if name != key}
    with pytest.raises(ConnectorError) as error:
        Mapping.from_dict({"source": "s", "facts": [fact]})
    assert (error.value.code, error.value.params["key"]) == ("mapping_key_missing", key)


def test_a_slip_of_the_pen_is_met_with_a_suggestion():
    with pytest.raises(ConnectorError, match="has no key occured_at; the nearest is occurred_at"):
        Mapping.from_dict({"source": "s", "facts": [{**FACT, "occured_at": "day"}]})


@pytest.mark.parametrize("text", ["source: [", "a: b: c", "\t- x"])
def test_what_is_no_yaml_is_an_error(text):
    with pytest.raises(ConnectorError) as error:
        Mapping.from_yaml(text)
    assert error.value.code == "mapping_unreadable"


keys = st.sampled_from(["column", "value", "map", "id", "x"])
data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


@CALM
@given(change=st.dictionaries(st.sampled_from([*FACT, "attributes", "skip_when_empty", "person"]), data, max_size=3))
def test_whatever_is_said_the_answer_is_a_mapping_or_its_error(change):
    try:
        Mapping.from_dict({"source": "s", "facts": [{**FACT, **change}]})
    except ConnectorError as error:
        assert error.code.startswith("mapping_")  # noqa: PT017 - most changes are errors
