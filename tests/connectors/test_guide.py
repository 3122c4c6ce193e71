"""The guide to the mapping file names every key, and what it shows works."""

import re
from pathlib import Path

import pytest

from kaname.connectors.mapping.mapping import Mapping
from kaname.connectors.mapping.origins import FileOptions, FromColumn, FromColumns
from kaname.connectors.mapping.reading import FACT_KEYS, FILE_KEYS
from kaname.connectors.shapes import ORDERS_AND_MARKS
from kaname.facts.streams import STREAMS

GUIDES = [Path(__file__).parents[2] / "docs" / "guide" / language / "mapping.md" for language in ("en", "ja")]
EITHER = pytest.mark.parametrize("guide", GUIDES, ids=["en", "ja"])


@EITHER
def test_it_names_every_key(guide):
    text = guide.read_text(encoding="utf-8")
    origins = {*FromColumn.__dataclass_fields__, *FromColumns.__dataclass_fields__, "value", "from", "to"}
    for key in ("source", "file", "facts", *FACT_KEYS, *FILE_KEYS, *origins, *STREAMS):
        assert re.search(rf"\b{key}\b", text), key
    for value in ORDERS_AND_MARKS:
        assert f"`{value}`" in text


@EITHER
def test_its_examples_are_mappings(guide):
    examples = re.findall(r"```yaml\n(.*?)```", guide.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        assert Mapping.from_yaml(example).facts


def test_both_languages_show_the_same_examples():
    english, japanese = (
        re.findall(r"```yaml\n(.*?)```", guide.read_text(encoding="utf-8"), flags=re.DOTALL) for guide in GUIDES
    )
    assert [Mapping.from_yaml(text) for text in english] == [Mapping.from_yaml(text) for text in japanese]
    assert FileOptions() == Mapping.from_yaml(english[0]).file
