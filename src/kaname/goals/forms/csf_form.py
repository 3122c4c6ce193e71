"""A candidate as people type it: everything is kept, what can be read counts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from kaname.facts.metrics.definition import MetricDefinition, Unit
from kaname.goals.csf.parts import (
    FIGURES,
    LONGEST_DESCRIPTION,
    LONGEST_NAME,
    CsfParts,
    figure,
    named,
    require_ordered,
)
from kaname.goals.csf.set_aside_words import say_anew
from kaname.goals.csf.units import BUDGET, CONFIDENCE, EFFORT
from kaname.goals.errors import GoalsError
from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.linked_metrics import linked
from kaname.goals.models import Csf
from kaname.goals.reader import Reader
from kaname.goals.typed import examples, read_value, typing


def typed_figure(**options: Any) -> forms.CharField:
    attrs = {"inputmode": "text", "autocomplete": "off", "class": "form-control"}
    return forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs=attrs), **options)


def written(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "form-control"})


class CsfForm(forms.Form):
    """Bound to what was typed; `parts` is what of it can be read, `typed` the texts that cannot, word for word."""

    name = forms.CharField(
        label=_("What would be done"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    description = forms.CharField(
        label=_("Description"), max_length=LONGEST_DESCRIPTION, required=False, widget=written(2)
    )
    effect_low = typed_figure(label=_("Effect, low end"))
    effect_high = typed_figure(label=_("Effect, high end"))
    confidence = typed_figure(label=_("Confidence"))
    budget = typed_figure(label=_("Budget"))
    effort_days = typed_figure(label=pgettext_lazy("of a candidate", "Person-days"))
    reason = forms.CharField(
        label=_("Why not this one"),
        max_length=500,
        required=False,
        widget=written(1),
        help_text=_("Stays with it, for whoever asks later."),
    )

    def __init__(self, data: Any, *, csf: Csf, reader: Reader, metric: MetricDefinition | None) -> None:
        super().__init__(data, auto_id=f"csf-{csf.pk}-%s")
        self.csf, self.reader, self.metric = csf, reader, metric
        self.fields["effect_low"].help_text = say_anew(csf, metric, reader)
        for name, field in self.fields.items():
            described_by = ("helptext", "problem") if field.help_text else ("problem",)
            field.widget.attrs["aria-describedby"] = " ".join(f"csf-{csf.pk}-{name}_{part}" for part in described_by)
        self._show_examples()
        self.parts: CsfParts = {}
        self.typed: dict[str, str] = {}
        self.is_valid()

    @classmethod
    def of(cls, csf: Csf, *, reader: Reader, metric: MetricDefinition | None) -> CsfForm:
        """The form as it was left."""
        return cls(standing(csf, metric), csf=csf, reader=reader, metric=metric)

    def _show_examples(self) -> None:
        shown = {"confidence": "60%", "effort_days": "40", "budget": _first_example(BUDGET, self.reader)}
        if self.metric is not None:
            shown |= dict.fromkeys(("effect_low", "effect_high"), _first_example(self.metric, self.reader))
        for name, example in shown.items():
            self.fields[name].widget.attrs["placeholder"] = example

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        parts: dict[str, Any] = {name: data[name] for name in ("description", "reason") if name in data}
        with errors_beside(self, field="name"):
            parts["name"] = named(data.get("name", ""))
        for name in FIGURES:
            parts[name] = self._figure(name, data.get(name, ""))
        if "metric_keys" in self.data:
            parts["metric_keys"] = linked(self.data, already=self.csf.metric_keys, reader=self.reader)
        self._put_in_order(parts)
        self.parts = parts  # type: ignore[assignment]
        # No database keeps a null character.
        texts = {name: str(self.data.get(name, "")).replace("\0", "") for name in self.errors}
        self.typed = {name: text for name, text in texts.items() if name in self.fields}
        return data

    def _figure(self, name: str, text: str) -> Any:
        """The number in the unit of its field; None where nothing is typed, or nothing that can be read."""
        if not text.strip() or name in self.errors:
            return None
        with errors_beside(self, field=name):
            return figure(name, read_value(text, metric=self._unit_of(name), currency=self.reader.currency))
        return None

    def _unit_of(self, name: str) -> MetricDefinition:
        metric = {"budget": BUDGET, "effort_days": EFFORT, "confidence": CONFIDENCE}.get(name, self.metric)
        if metric is None:
            raise GoalsError("goal_metric_missing")
        return metric

    def _put_in_order(self, parts: dict[str, Any]) -> None:
        """A high end below the low one is kept as text, as it counts for nothing yet."""
        with errors_beside(self, field="effect_high"):
            require_ordered(parts["effect_low"], parts["effect_high"])
        if "effect_high" in self.errors:
            parts["effect_high"] = None


def _first_example(metric: MetricDefinition, reader: Reader) -> str:
    if metric.unit is Unit.CURRENCY:
        return pgettext("an amount as one may type it", "1.2M")
    return examples(metric, currency=reader.currency).partition(", ")[0]


def standing(csf: Csf, metric: MetricDefinition | None) -> dict[str, Any]:
    """What stands in a candidate's form, also what cannot be read."""
    return {**typed_of(csf, metric), **csf.typed}


def typed_of(csf: Csf, metric: MetricDefinition | None) -> dict[str, Any]:
    """A candidate as one would type it."""
    figures = {"budget": BUDGET, "effort_days": EFFORT, "confidence": CONFIDENCE}
    effects = {"effect_low": metric, "effect_high": metric} if metric else {}
    return {
        "name": csf.name,
        "description": csf.description,
        "reason": csf.reason,
        **{name: typing(getattr(csf, name), metric=unit) for name, unit in (figures | effects).items()},
    }
