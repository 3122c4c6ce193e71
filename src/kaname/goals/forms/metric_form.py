"""A metric as people define it: names, unit, and how its number comes about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kaname.facts.errors import FactsError
from kaname.facts.metrics.definition import Measure, MetricDefinition
from kaname.facts.metrics.validate import MetricProblem
from kaname.goals.forms import choices
from kaname.goals.forms.metric_data import typed_for
from kaname.goals.forms.metric_rows import CONDITION, PART, ConditionForm, PartForm, Row, reshaping, rows_typed
from kaname.goals.problems import problem_words
from kaname.goals.reader import Reader
from kaname.goals.work_groups import metric_groups
from kaname.measures.operation import Operation

KEY_TAKEN = _("There is already a metric with this key. Choose another one, or change that metric.")


def texts(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, **options)


class MetricForm(forms.Form):
    """Conditions and parts are rows beside it. A form with `data` is checked, one with `initial` only shows."""

    name_ja = texts(_("Name in Japanese"), max_length=100)
    name_en = texts(_("Name in English"), max_length=100)
    key = texts(
        _("Key"),
        max_length=64,
        help_text=_("By which files and programs know it. Left empty, it is made from the name."),
    )
    about_ja = texts(_("What it means, in Japanese"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    about_en = texts(_("What it means, in English"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    unit = forms.ChoiceField(label=_("Unit"), choices=choices.UNITS)
    counter_ja = texts(
        _("Counter word in Japanese"), max_length=10, help_text=_("Behind the number, such as 件 or 社.")
    )
    counter_en = texts(_("Counter word in English"), max_length=20)
    direction = forms.ChoiceField(label=_("What is good"), choices=choices.DIRECTIONS)
    kind = forms.ChoiceField(label=_("Where the number comes from"), choices=choices.KINDS, widget=reshaping())
    stream = forms.ChoiceField(label=_("Facts"), required=False, widget=reshaping())
    measure = forms.ChoiceField(
        label=_("What is done with them"), choices=choices.MEASURES, required=False, widget=reshaping()
    )
    field = forms.ChoiceField(label=_("Field"), required=False, widget=reshaping())
    field_column = texts(_("Name of the column"), max_length=200)
    numerator = forms.ChoiceField(label=_("Above the line"), required=False)
    denominator = forms.ChoiceField(label=_("Below the line"), required=False)
    operation = forms.ChoiceField(
        label=_("How they are put together"), choices=choices.OPERATIONS, required=False, widget=reshaping()
    )
    entered = forms.ChoiceField(label=_("How entries become one number"), choices=choices.ENTRIES, required=False)
    on_board = forms.BooleanField(label=_("Show it on boards"), required=False, initial=True)
    reason = texts(_("Why it changes"), max_length=500, help_text=_("Everybody who reads the number can see it."))

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        reader: Reader,
        changed: MetricDefinition | None = None,
        initial: Mapping[str, Any] | None = None,
        conditions: list[Row] | None = None,
        parts: list[Row] | None = None,
    ) -> None:
        """`changed` is the definition in use that this form changes; None adds a metric."""
        super().__init__(data, initial=dict(initial or {}))
        self.reader, self.changed = reader, changed
        self.definition: MetricDefinition | None = None
        self._offer()
        self.conditions = [self._condition(row, number) for number, row in enumerate(self._rows(conditions, CONDITION))]
        self.parts = [self._part(row, number) for number, row in enumerate(self._rows(parts, PART))]

    @classmethod
    def of(cls, definition: MetricDefinition, *, reader: Reader) -> MetricForm:
        """The form as it stands for a definition in use."""
        initial, conditions, parts = typed_for(definition)
        return cls(reader=reader, changed=definition, initial=initial, conditions=conditions, parts=parts)

    @classmethod
    def like(cls, definition: MetricDefinition, *, reader: Reader) -> MetricForm:
        """A form for a new metric that begins as a copy of another one."""
        initial, conditions, parts = typed_for(definition)
        own = dict.fromkeys(("key", "name_en", "name_ja"), "")
        return cls(reader=reader, initial=initial | own, conditions=conditions, parts=parts)

    @classmethod
    def redrawn(cls, post: QueryDict, *, reader: Reader, changed: MetricDefinition | None, action: str) -> MetricForm:
        """The form as typed, with a row added or removed, and nothing checked yet."""
        rows = {"condition": rows_typed(post, CONDITION), "part": rows_typed(post, PART)}
        verb, _underscore, rest = action.partition("_")
        name, _colon, number = rest.partition(":")
        if verb == "add" and name in rows:
            rows[name].append({})
        elif verb == "remove" and name in rows and number.isdigit():
            rows[name][int(number) : int(number) + 1] = []
        initial = {name: post.get(name, "") for name in cls.base_fields}
        return cls(reader=reader, changed=changed, initial=initial, conditions=rows["condition"], parts=rows["part"])

    def _rows(self, given: list[Row] | None, names: tuple[str, ...]) -> list[Row]:
        if self.is_bound:
            return rows_typed(self.data, names)
        return given or []

    def _offer(self) -> None:
        metrics = [("", "—"), *metric_groups(self.reader)]
        numeric = self["measure"].value() not in (Measure.DISTINCT, Measure.COUNT, "", None)
        offered = {
            "stream": choices.streams(),
            "field": [("", "—"), *choices.fields(self.chosen_stream, numeric=numeric)],
            "numerator": metrics,
            "denominator": metrics,
        }
        for name, options in offered.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]

    def _condition(self, row: Row, number: int) -> ConditionForm:
        data = row if self.is_bound else None
        return ConditionForm(data, stream=self.chosen_stream, initial=row, auto_id=f"condition_{number}_%s")

    def _part(self, row: Row, number: int) -> PartForm:
        data = row if self.is_bound else None
        metrics = metric_groups(self.reader)
        return PartForm(data, metrics=metrics, initial=row, auto_id=f"part_{number}_%s")

    @property
    def chosen_kind(self) -> str:
        return str(self["kind"].value() or "stream")

    @property
    def chosen_stream(self) -> str:
        return str(self["stream"].value() or choices.streams()[0][0])

    @property
    def takes_field(self) -> bool:
        return self["measure"].value() not in (Measure.COUNT, "", None)

    @property
    def names_column(self) -> bool:
        return bool(self["field"].value() == choices.OTHER_COLUMN)

    @property
    def weighted(self) -> bool:
        return bool(self["operation"].value() == Operation.WEIGHTED_SUM)

    def clean(self) -> dict[str, Any]:
        """Make the definition of it; every problem stands beside the field that it is about."""
        data = super().clean() or {}
        if not data.get("name_ja") and not data.get("name_en"):
            self.add_error("name_ja", _("Give it a name in at least one language."))
        key = self.changed.key if self.changed else self._key(data)
        if not self.changed and key in self.reader.metrics:
            self.add_error("key", KEY_TAKEN)
        self._check_rows()
        if self.errors:
            return data
        try:
            self.definition = MetricDefinition.from_dict(self._common(data, key) | self._computation(data))
        except FactsError as error:
            self.add_error(None, str(error))
            return data
        for problem in self.definition.validate(self.reader.definitions):
            self._place(problem)
        return data

    def _key(self, data: Mapping[str, Any]) -> str:
        """As typed; else made from the English name; else numbered."""
        typed = str(data.get("key") or "")
        made = typed or re.sub(r"[^a-z0-9]+", "_", str(data.get("name_en") or "").lower()).strip("_")[:64]
        if made and (typed or made[0].isalpha()):
            return made
        number = len(self.reader.metrics) + 1
        while f"metric_{number}" in self.reader.metrics:
            number += 1
        return f"metric_{number}"

    def _check_rows(self) -> None:
        """The rows and choices of the chosen kind; what belongs to other kinds does not matter."""
        for row in self.conditions if self.chosen_kind == "stream" else []:
            if not row.is_valid():
                self.add_error(None, _("One of the conditions cannot be used with these facts."))
        for name in ("numerator", "denominator") if self.chosen_kind == "ratio" else ():
            if not self[name].value():
                self.add_error(name, _("Choose a metric."))
        for part in self.parts if self.chosen_kind == "arithmetic" and self.weighted else []:
            part.full_clean()
            if part.weight is None:
                part.add_error("part_weight", _("Give a number, such as 1 or -0.5."))
                self.add_error(None, _("One of the weights is not a number."))

    def _common(self, data: Mapping[str, Any], key: str) -> dict[str, Any]:
        labels = {name: {"en": data[f"{name}_en"], "ja": data[f"{name}_ja"]} for name in ("name", "about", "counter")}
        return labels | {"key": key, "unit": data["unit"], "direction": data["direction"]}

    def _computation(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """How the number comes about, as plain data."""
        match self.chosen_kind:
            case "ratio":
                return {"ratio": {"numerator": data["numerator"], "denominator": data["denominator"]}}
            case "arithmetic":
                parts = [part for part in self.parts if part.metric]
                weights = {"weights": [part.weight for part in parts]} if self.weighted else {}
                return {"arithmetic": {"op": data["operation"], "of": [part.metric for part in parts]} | weights}
            case "entered":
                return {"entered": data["entered"]}
        column = data["field_column"] if self.names_column else data["field"]
        field = {"field": column} if self.takes_field and column else {}
        conditions = [condition for row in self.conditions if (condition := row.condition())]
        return {"stream": data["stream"], "measure": data["measure"], "conditions": conditions} | field

    def _place(self, problem: MetricProblem) -> None:
        """Put a problem beside the condition or the field that it is about."""
        words = problem_words(problem, definitions=self.reader.definitions, stream=self.chosen_stream)
        about_condition = problem.code.startswith(("value_", "field_not_for", "field_not_numeric"))
        named = problem.params.get("field")
        for row in self.conditions if about_condition else []:
            if named and row.field_key == named:
                row.add_error("condition_field" if problem.code.startswith("field") else "condition_value", words)
                self.add_error(None, words)
                return
        self.add_error(self._field_of(problem), words)

    def _field_of(self, problem: MetricProblem) -> str | None:
        if problem.code == "key_malformed":
            return "key" if not self.changed else None
        if self.chosen_kind == "stream":
            return "stream" if problem.code == "unknown_stream" else "field"
        if self.chosen_kind == "ratio":
            named = problem.params.get("metric")
            return "denominator" if named and named == self["denominator"].value() else "numerator"
        return "operation" if self.chosen_kind == "arithmetic" else None
