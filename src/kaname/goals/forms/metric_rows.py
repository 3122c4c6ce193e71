"""The rows of a metric's form: conditions on facts, and metrics put together. They can be added and removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.connectors.values.numbers import read_number
from kaname.connectors.values.texts import folded
from kaname.connectors.values.unreadable import UnreadableError
from kaname.facts.metrics.definition import Condition, Test, Value
from kaname.facts.streams import STREAMS
from kaname.goals.forms.choices import OTHER_COLUMN, TESTS, fields, values
from kaname.goals.words import listed

Row = dict[str, str]
CONDITION = ("condition_field", "condition_column", "condition_test", "condition_value")
PART = ("part_metric", "part_weight")
SEVERAL = frozenset({Test.IN, Test.NOT_IN})
NO_VALUE = frozenset({Test.PRESENT, Test.MISSING})


def reshaping() -> forms.Select:
    """A select whose choice decides which fields come with it; the page draws the form anew when it changes."""
    return forms.Select(attrs={"class": "k-reshapes"})


class ConditionForm(forms.Form):
    """field, test, value; `condition_column` names a column that the stream does not declare."""

    condition_field = forms.ChoiceField(label=_("Field"), required=False, widget=reshaping())
    condition_column = forms.CharField(label=_("Name of the column"), max_length=200, required=False)
    condition_test = forms.ChoiceField(label=_("Condition"), choices=TESTS, required=False, widget=reshaping())
    condition_value = forms.CharField(
        label=_("Value"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 1, "spellcheck": "false"})
    )

    def __init__(self, *args: Any, stream: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stream = stream
        self.fields["condition_field"].choices = [("", "—"), *fields(stream, conditions=True)]  # type: ignore[attr-defined]

    @property
    def field_key(self) -> str:
        chosen = str(self["condition_field"].value() or "")
        return str(self["condition_column"].value() or "").strip() if chosen == OTHER_COLUMN else chosen

    @property
    def names_column(self) -> bool:
        return bool(self["condition_field"].value() == OTHER_COLUMN)

    @property
    def takes_value(self) -> bool:
        return self["condition_test"].value() not in NO_VALUE

    @property
    def takes_several(self) -> bool:
        return self["condition_test"].value() in SEVERAL

    @property
    def vocabulary(self) -> list[tuple[str, str]]:
        """Known values of the field, to pick from."""
        return values(self.stream, self.field_key)

    @property
    def vocabulary_words(self) -> str:
        return listed(name for _key, name in self.vocabulary)

    def condition(self) -> dict[str, Any] | None:
        """The condition as data; None for a row that was left empty."""
        if not self.field_key:
            return None
        test = Test(self["condition_test"].value() or Test.IS)
        if test in NO_VALUE:
            return {"field": self.field_key, str(test): True}
        lines = [line.strip() for line in str(self["condition_value"].value() or "").splitlines() if line.strip()]
        read = [self._value(line) for line in (lines if test in SEVERAL else lines[:1])]
        return {"field": self.field_key, str(test): read if test in SEVERAL else (read or [""])[0]}

    def _value(self, text: str) -> Value:
        """A value of the vocabulary by its key or its name; a number where the field holds numbers."""
        stream = STREAMS.get(self.stream)
        field = stream.field(self.field_key) if stream and stream.has_field(self.field_key) else None
        if field is None:
            return text
        for key in field.values:
            name = field.name_of(key)
            if folded(text) in {folded(key), folded(name["en"]), folded(name["ja"])}:
                return key
        return _number(text) if field.numeric else text


class PartForm(forms.Form):
    """One metric of an arithmetic, and its weight in a weighted sum."""

    part_metric = forms.ChoiceField(label=_("Metric"), required=False)
    part_weight = forms.CharField(label=_("Weight"), required=False, max_length=20)

    def __init__(self, *args: Any, metrics: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part_metric"].choices = [("", "—"), *metrics]  # type: ignore[attr-defined]

    @property
    def metric(self) -> str:
        return str(self["part_metric"].value() or "")

    @property
    def weight(self) -> float | None:
        """1 where nothing is typed, None for what is no number."""
        try:
            weight = float(str(self["part_weight"].value() or "1").strip())
        except ValueError:
            return None
        return weight if isfinite(weight) else None


def rows_typed(post: Mapping[str, Any], names: Sequence[str]) -> list[Row]:
    """Rows from parallel lists of inputs with the same names."""
    lists = [post.getlist(name) for name in names]  # type: ignore[attr-defined]
    length = max(map(len, lists), default=0)
    return [
        {name: found[row] if row < len(found) else "" for name, found in zip(names, lists, strict=True)}
        for row in range(length)
    ]


def condition_row(condition: Condition, stream: str) -> Row:
    """A condition as it would be typed: values by their names, several of them one per line."""
    known = stream in STREAMS and STREAMS[stream].has_field(condition.field)
    named = dict(values(stream, condition.field))
    return {
        "condition_field": condition.field if known else OTHER_COLUMN,
        "condition_column": "" if known else condition.field,
        "condition_test": str(condition.test),
        "condition_value": "\n".join(named.get(str(value), str(value)) for value in condition.values),
    }


def _number(text: str) -> Value:
    try:
        value = read_number(text).settled(mark=None)
    except UnreadableError:
        return text
    return int(value) if value == value.to_integral() else float(value)
