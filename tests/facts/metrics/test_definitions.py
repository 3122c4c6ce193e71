import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.facts.errors import FactsError
from kaname.facts.labels import Label
from kaname.facts.metrics.catalogue import catalogue
from kaname.facts.metrics.definition import MetricDefinition, closure

CALLS = {"key": "m", "stream": "activities"}


def metric(**data):
    return MetricDefinition.from_dict({"key": "m", **data})


def codes(**data):
    return [problem.code for problem in metric(**data).validate(catalogue())]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        ({}, "computation"),
        ({"stream": "activities", "entered": "sum"}, "computation"),
        ({"stream": "activities", "measure": "most"}, "stream"),
        ({"stream": "activities", "conditions": [{"field": "kind"}]}, "stream"),
        ({"stream": "activities", "conditions": [{"is": "call"}]}, "stream"),
        ({"ratio": {"numerator": "calls"}}, "ratio"),
        ({"ratio": "calls / connects"}, "ratio"),
        ({"arithmetic": {"op": "power", "of": ["calls"]}}, "arithmetic"),
        ({"entered": "sometimes"}, "entered"),
        ({"stream": "activities", "unit": "bananas"}, "unit"),
        ({"stream": "activities", "direction": "up"}, "direction"),
        ({"stream": "activities", "colour": "red"}, "key"),
    ],
)
def test_what_cannot_be_read_names_the_part(data, part):
    with pytest.raises(FactsError) as error:
        metric(**data)
    assert (error.value.code, error.value.params["key"], error.value.params["part"]) == ("metric_malformed", "m", part)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"stream": "nothing"}, "unknown_stream"),
        ({"stream": "activities", "measure": "sum"}, "field_needed"),
        ({"stream": "activities", "measure": "sum", "field": "kind"}, "field_not_numeric"),
        ({"stream": "activities", "measure": "median", "field": "weight"}, "unknown_field"),
        ({"stream": "activities", "measure": "distinct", "field": "attributes"}, "field_not_countable"),
        ({"stream": "activities", "conditions": [{"field": "kind", "is": "smoke"}]}, "value_unknown"),
        ({"stream": "activities", "conditions": [{"field": "kind", "in": []}]}, "value_needed"),
        ({"stream": "activities", "conditions": [{"field": "kind", "more_than": 1}]}, "field_not_numeric"),
        ({"stream": "activities", "conditions": [{"field": "duration_seconds", "is": "long"}]}, "value_not_numeric"),
        ({"stream": "activities", "conditions": [{"field": "person", "is": "Ben"}]}, "field_not_for_conditions"),
        ({"ratio": {"numerator": "calls", "denominator": "nothing"}}, "unknown_metric"),
        ({"ratio": {"numerator": "calls", "denominator": "m"}}, "circular"),
        ({"arithmetic": {"op": "difference", "of": ["calls"]}}, "parts_needed"),
        ({"arithmetic": {"op": "weighted_sum", "of": ["calls", "emails"], "weights": [1]}}, "weights_needed"),
        ({"arithmetic": {"op": "sum", "of": ["calls"], "weights": [1]}}, "weights_unwanted"),
    ],
)
def test_what_cannot_be_computed_says_why(data, code):
    assert code in codes(**data)
    assert all(str(problem).startswith("m: ") for problem in metric(**data).validate(catalogue()))


def test_a_metric_made_of_a_broken_one_names_it():
    broken = MetricDefinition.from_dict({"key": "broken", "stream": "nothing"})
    made = metric(ratio={"numerator": "calls", "denominator": "broken"})
    (problem,) = made.validate(catalogue() | {"broken": broken})
    assert (problem.code, problem.params["metric"]) == ("part_broken", "broken")


def test_a_circle_elsewhere_does_not_hang():
    a = MetricDefinition.from_dict({"key": "a", "ratio": {"numerator": "b", "denominator": "calls"}})
    b = MetricDefinition.from_dict({"key": "b", "ratio": {"numerator": "a", "denominator": "calls"}})
    definitions = catalogue() | {"a": a, "b": b}
    assert [problem.code for problem in a.validate(definitions)] == ["circular"]
    assert {one.key for one in closure(["a"], definitions)} == {"a", "b", "calls"}


@pytest.mark.parametrize(
    ("key", "additive"),
    [("calls", True), ("revenue", True), ("appointments", True), ("net_new_revenue", True), ("sales", True)]
    + [
        (key, False) for key in ("win_rate", "leads_contacted", "average_handling_seconds", "customers", "satisfaction")
    ],
)
def test_it_knows_what_adds_up(key, additive):
    assert catalogue()[key].additive(catalogue()) is additive


def test_present_false_is_missing():
    assert metric(stream="activities", conditions=[{"field": "outcome", "present": False}]) == metric(
        stream="activities", conditions=[{"field": "outcome", "missing": True}]
    )


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
conditions = st.one_of(
    st.builds(lambda f, v: {"field": f, "is": v}, texts, texts | st.integers()),
    st.builds(lambda f, v: {"field": f, "in": v}, texts, st.lists(texts | st.integers(), min_size=1, max_size=3)),
    st.builds(lambda f: {"field": f, "missing": True}, texts),
)


@given(name=texts, stream=texts, tests=st.lists(conditions, max_size=3))
def test_whatever_can_be_read_is_the_same_after_writing(name, stream, tests):
    read = metric(name={"en": name, "ja": "指標"}, stream=stream, conditions=tests)
    assert MetricDefinition.from_dict(read.to_dict()) == read
    assert isinstance(read.validate(catalogue()), list)


def test_a_label_falls_back_to_the_language_it_has():
    assert (Label("Calls", "架電数")["ja-JP"], Label("Calls", "")["ja"], Label("", "架電数")["en"]) == (
        "架電数",
        "Calls",
        "架電数",
    )


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
@pytest.mark.parametrize("part", ["name", "about", "counter"])
def test_words_that_no_database_keeps_are_refused(part, text):
    with pytest.raises(FactsError) as refused:
        metric(stream="activities", **{part: {"en": text, "ja": "数"}})
    assert (refused.value.code, refused.value.params["part"]) == ("metric_malformed", "name")
