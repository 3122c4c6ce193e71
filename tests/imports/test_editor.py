"""A mapping as a form and back."""

import pytest
from django.http import QueryDict

from kaname.facts.streams import STREAMS
from kaname.imports.editor.blocks import Sight, blocks_of
from kaname.imports.editor.choices import Choice, Kind
from kaname.imports.editor.draft import read_draft
from kaname.imports.editor.meanings import meaning_of
from kaname.imports.editor.unused import unused_columns

COLUMNS = ["ID", "日付", "時刻", "終了", "担当", "結果"]
DEALS, CALLS = STREAMS["deal_changes"], STREAMS["activities"]


@pytest.mark.parametrize(
    ("origin", "field"),
    [
        ("日付", CALLS.field("occurred_at")),
        ({"columns": ["日付", "時刻"]}, CALLS.field("occurred_at")),
        ({"columns": ["日付", "時刻"], "time_zone": "UTC"}, CALLS.field("occurred_at")),
        ({"from": "時刻", "to": "終了"}, CALLS.field("duration_seconds")),
        ({"value": "call"}, CALLS.field("kind")),
        ({"column": "結果", "map": {"不在": "no_answer"}, "default": "connected"}, CALLS.field("outcome")),
        ({"column": "結果", "decimal_mark": "comma"}, DEALS.field("amount")),
        ({"columns": ["ID", "担当"], "join": "-"}, DEALS.field("deal_key")),
        (None, CALLS.field("outcome")),
    ],
)
def test_it_gives_back_what_a_mapping_says(origin, field):
    assert Choice.of(origin, field=field).origin(before=origin, field=field) == origin


def test_it_drops_the_options_of_another_column():
    before = {"column": "結果", "decimal_mark": "comma"}

    assert Choice(Kind.COLUMN, column="ID").origin(before=before, field=DEALS.field("amount")) == "ID"


def sight(found=None):
    return Sight(columns=COLUMNS, samples={}, found=found or {}, language="ja")


def block(fact, found=None):
    return blocks_of({"facts": [fact]}, sight=sight(found))[0]


def test_it_shows_needed_and_chosen_fields_first():
    shown = block({"stream": "activities", "id": ["ID"], "occurred_at": "日付", "outcome": "結果"})

    assert {line.key for line in shown.lines} == {"kind", "occurred_at", "outcome"}
    assert "person" in {line.key for line in shown.more}


def test_it_offers_a_meaning_for_each_value_found():
    fact = {"stream": "deal_changes", "id": ["ID"], "stage": "結果"}
    line = next(one for one in block(fact, {"結果": ["受注", "失注", "保留"]}).lines if one.key == "stage")

    assert [(one.found, one.meant) for one in line.translations] == [("受注", "won"), ("失注", "lost"), ("保留", "")]


def test_it_keeps_meanings_that_the_file_does_not_have_this_time():
    fact = {"stream": "deal_changes", "id": ["ID"], "stage": {"column": "結果", "map": {"受注": "won", "失注": "lost"}}}
    line = next(one for one in block(fact, {"結果": ["受注"]}).lines if one.key == "stage")

    assert [(one.found, one.meant) for one in line.translations] == [("受注", "won"), ("失注", "lost")]


def test_it_says_when_there_are_too_many_values():
    fact = {"stream": "deal_changes", "id": ["ID"], "stage": "結果"}
    line = next(one for one in block(fact, {"結果": None}).lines if one.key == "stage")

    assert line.too_many


def read(text, before):
    return read_draft(QueryDict(text), before=before, columns=COLUMNS)["facts"][0]


def test_it_reads_meanings_and_leaves_out_a_map_that_changes_nothing():
    before = {"facts": [{"stream": "deal_changes", "id": ["ID"], "stage": "結果"}]}
    form = "f0-stage-column=5&f0-stage-mapped=結果&f0-stage-found=受注&f0-stage-meant={}&f0-id=0"

    assert read(form.format("won"), before)["stage"] == {"column": "結果", "map": {"受注": "won"}}
    assert read(form.format(""), before)["stage"] == "結果"


def test_it_forgets_meanings_of_another_column():
    before = {"facts": [{"stream": "deal_changes", "id": ["ID"], "stage": {"column": "担当", "map": {"a": "won"}}}]}
    form = "f0-stage-column=5&f0-stage-mapped=担当&f0-stage-found=a&f0-stage-meant=won&f0-id=0"

    assert read(form, before)["stage"] == "結果"


@pytest.mark.parametrize(
    ("parts", "form", "after"),
    [
        (["結果", "ID", "x"], "f0-id=0&f0-id=5&f0-id-literal=x", ["結果", "ID", "x"]),
        (["ID", {"value": "x"}], "f0-id=0&f0-id-literal=x", ["ID", {"value": "x"}]),
        (["ID", "x"], "f0-id=0&f0-id-literal=y", ["ID", {"value": "y"}]),
        (["ID", "x"], "f0-id=0&f0-id-literal=", ["ID"]),
        (["ID"], "f0-id=0&f0-id=1", ["ID", "日付"]),
        (["a", "ID", "b"], "f0-id=0&f0-id-literal=a+b", ["a", "ID", "b"]),
        ([{"column": "ID", "default": "-"}], "f0-id=0", [{"column": "ID", "default": "-"}]),
    ],
)
def test_it_keeps_the_order_of_what_identifies_a_fact(parts, form, after):
    before = {"facts": [{"stream": "deal_changes", "id": parts}]}

    assert read(form, before)["id"] == after


def test_it_takes_other_fields_when_the_kind_of_fact_changes():
    before = {"facts": [{"stream": "deal_changes", "id": ["ID"], "amount": "結果", "person": "担当"}]}
    fact = read("f0-stream=activities&f0-person-column=4&f0-id=0", before)

    assert (fact["stream"], fact["person"]) == ("activities", "担当")
    assert "amount" not in fact


def test_it_keeps_attributes_under_the_names_they_were_given():
    before = {
        "facts": [{"stream": "activities", "id": ["ID"], "attributes": {"result": "結果", "fixed": {"value": "x"}}}]
    }

    assert read("f0-id=0&f0-attributes=5&f0-attributes=4", before)["attributes"] == {
        "担当": "担当",
        "result": "結果",
        "fixed": {"value": "x"},
    }


@pytest.mark.parametrize(("value", "meaning"), [("受注", "won"), ("Won", "won"), ("ＬＯＳＴ", "lost"), ("保留", "")])
def test_it_knows_a_value_by_its_name_in_either_language(value, meaning):
    assert meaning_of(value, field=DEALS.field("stage")) == meaning


def test_it_leaves_out_the_rows_of_a_value():
    before = {"facts": [{"stream": "deal_changes", "id": ["ID"], "stage": "結果"}]}
    form = "f0-stage-column=5&f0-stage-mapped=結果&f0-id=0&f0-stage-found=受注&f0-stage-meant=won"
    fact = read(form + "&f0-stage-found=テスト&f0-stage-meant=//skip", before)

    assert fact["skip_when"] == {"結果": ["テスト"]}
    assert fact["stage"] == {"column": "結果", "map": {"受注": "won"}}
    line = next(one for one in block(fact, {"結果": ["受注", "テスト"]}).lines if one.key == "stage")
    assert [(one.found, one.meant) for one in line.translations] == [("受注", "won"), ("テスト", "//skip")]


def test_it_keeps_values_to_skip_of_columns_that_it_does_not_list():
    before = {"facts": [{"stream": "deal_changes", "id": ["ID"], "stage": "結果", "skip_when": {"担当": ["試験"]}}]}

    assert read("f0-stage-column=5&f0-id=0", before)["skip_when"] == {"担当": ["試験"]}


def test_it_keeps_a_factor_of_a_number():
    before = {"facts": [{"stream": "deal_changes", "id": ["ID"], "amount": {"column": "結果", "times": "1000"}}]}

    assert read("f0-amount-column=5&f0-id=0", before)["amount"] == {"column": "結果", "times": "1000"}


def test_it_names_the_columns_that_nothing_reads():
    fact = {
        "stream": "deal_changes",
        "id": ["id", {"value": "担当"}],
        "occurred_at": {"columns": ["日付", "時刻"]},
        "amount": {"column": "結果"},
    }

    assert unused_columns({"facts": [fact]}, columns=[*COLUMNS, "Kaname: row"]) == ["終了", "担当"]
    more = {**fact, "skip_when_empty": ["終了"], "attributes": {"x": "担当"}}
    assert unused_columns({"facts": [more]}, columns=COLUMNS) == []
    span = {**fact, "skip_when": {"担当": ["x"]}, "duration": {"from": "日付", "to": {"column": "終了"}}}
    assert unused_columns({"facts": [span]}, columns=COLUMNS) == []


def test_it_tells_facts_of_one_kind_apart_by_what_they_say():
    opened = {"stream": "deal_changes", "id": ["ID", "open"], "stage": {"value": "open"}}
    closed = {
        "stream": "deal_changes",
        "id": ["ID", "closed"],
        "stage": {"column": "結果", "map": {"○": "won", "×": "lost"}},
    }
    other = {"stream": "deal_changes", "id": ["ID", "other"], "stage": "結果"}
    names = [one.name for one in blocks_of({"facts": [opened, closed, other, {"stream": "activities"}]}, sight=sight())]

    assert names[0].endswith("(商談化)")
    assert "受注" in names[1]
    assert "失注" in names[1]
    assert names[2].endswith("(other)")
    assert names[3] == "活動"


def test_it_says_when_columns_do_not_tell_rows_apart():
    rows = [("1", "a"), ("1", "b"), ("2", "a")]
    told = Sight(columns=["ID", "日付"], samples={}, found={}, language="ja", sample=rows)
    alike = [
        blocks_of({"facts": [{"stream": "activities", "id": parts}]}, sight=told)[0].alike
        for parts in (["ID"], ["ID", "日付"], [])
    ]

    assert alike == [1, 0, 2]
