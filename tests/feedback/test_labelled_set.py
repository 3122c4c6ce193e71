"""The set that marks are measured on is well formed, large enough, and holds each message once."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "labelled"
LABELS = ("only_missing", "blame_or_absolute", "no_suggestion", "named_comparison", "no_observation")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
both = pytest.mark.parametrize("language", ["ja", "en"])


def messages(language):
    lines = (FOLDER / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    return [(text, labels.split(",")) for text, labels in (line.split("\t") for line in lines)]


def bare(text):
    """The text without what hides that two are the same: numbers, spaces, signs, capitals."""
    return re.sub(r"[\d\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


@both
def test_it_has_two_columns_and_known_labels(language):
    for text, labels in messages(language):
        assert text == text.strip(), text
        assert text, "an empty message"
        assert bool(JAPANESE.search(text)) == (language == "ja"), text
        # each label once, in the order of the table, and none only alone
        assert labels == ["none"] or labels == [label for label in LABELS if label in labels], text


@both
def test_it_is_large_and_has_enough_of_every_label(language):
    found = messages(language)
    counts = Counter(label for _, labels in found for label in labels)
    assert len(found) >= 340
    assert 0.4 <= counts["none"] / len(found) <= 0.5
    assert all(counts[label] >= 40 for label in LABELS)
    assert len({tuple(labels) for _, labels in found}) >= 20


@both
def test_it_holds_every_message_once_even_with_other_numbers(language):
    repeated = [text for text, times in Counter(bare(text) for text, _ in messages(language)).items() if times > 1]
    assert repeated == []


@both
def test_its_readme_says_how_many_there_are(language):
    table = (FOLDER / "README.md").read_text(encoding="utf-8")
    counts = Counter(label for _, labels in messages(language) for label in labels)
    column = 1 if language == "ja" else 2
    said = {cells[0].strip(): cells for cells in (line.strip("| ").split("|") for line in table.splitlines())}
    assert {label: int(said[f"`{label}`"][column]) for label in counts} == dict(counts)


@both
def test_it_stays_apart_from_the_sentences_that_rules_are_made_of(language):
    development = {bare(text) for text in _development(language)}
    assert development.isdisjoint(bare(text) for text, _ in messages(language))


def _development(language):
    for path in sorted((FOLDER.parent / "development").glob(f"*{language}*")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from line.split("\t")
