import pyarrow as pa
import pytest

from kaname.facts.errors import FactsError
from kaname.facts.streams import STREAMS, stream_of


@pytest.mark.parametrize("key", STREAMS)
def test_every_stream_declares_what_a_load_needs(key):
    stream = STREAMS[key]
    required = {field.key for field in stream.fields if field.required}
    assert {"source_id", "day"} <= required
    assert set(stream.rollup_by) <= {field.key for field in stream.fields}
    assert all([stream.name.en, stream.name.ja, stream.about.en, stream.about.ja])


@pytest.mark.parametrize("key", STREAMS)
def test_every_field_and_value_has_a_name_in_both_languages(key):
    for field in STREAMS[key].fields:
        names = [field.name, *(field.name_of(value) for value in field.values)]
        assert all(name.en and name.ja for name in names)


def test_the_arrow_schema_is_that_of_the_declaration():
    schema = STREAMS["deal_changes"].arrow_schema()
    assert schema.field("amount").type == pa.decimal128(18, 4)
    assert schema.field("occurred_at").type == pa.timestamp("us", tz="UTC")
    assert schema.field("attributes").type == pa.map_(pa.string(), pa.string())
    assert not schema.field("deal_key").nullable


def test_a_value_without_a_name_names_itself():
    assert STREAMS["activities"].field("outcome").name_of("資料請求").ja == "資料請求"


def test_unknown_streams_and_fields_are_errors_with_a_code():
    with pytest.raises(FactsError) as error:
        stream_of("nothing")
    assert error.value.code == "unknown_stream"
    with pytest.raises(FactsError) as error:
        STREAMS["activities"].field("nothing")
    assert error.value.code == "unknown_field"
