"""One number typed by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kaname.facts.metrics.definition import MetricDefinition
from kaname.imports.hand_entry import Entry
from kaname.imports.subjects import SubjectChoice
from kaname.imports.typed_numbers import typed_number

Definitions = Mapping[str, MetricDefinition]


class MeasurementForm(forms.Form):
    """Which metric, whose, which day, how much, and why."""

    metric = forms.ChoiceField(label=_("Metric"))
    subject = forms.ChoiceField(label=_("Whose number"))
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    value = forms.CharField(
        label=_("Value"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "autofocus": True}),
        help_text=_("As you would write it: 1,234, 1.2万, 20%."),
    )
    reason = forms.CharField(
        label=_("Why it is so, or why it changes"), max_length=500, required=False, help_text=_("Kept in the history.")
    )

    def __init__(
        self,
        *args: Any,
        definitions: Definitions,
        subjects: Sequence[SubjectChoice],
        today: date,
        currency: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.definitions, self.subjects = definitions, {one.key: one for one in subjects}
        self.today, self.currency = today, currency
        language = get_language() or "en"
        self.fields["metric"].choices = [(key, one.name[language]) for key, one in definitions.items()]  # type: ignore[attr-defined]
        self.fields["subject"].choices = in_groups(subjects)  # type: ignore[attr-defined]
        self.fields["day"].widget.attrs["max"] = today.isoformat()

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise ValidationError(_("This day is still to come. Type what has been measured."))
        return day

    def clean(self) -> dict[str, Any]:
        """Read the value in the unit of the metric."""
        data = super().clean() or {}
        definition = self.definitions.get(data.get("metric", ""))
        if definition and data.get("value"):
            try:
                data["value"] = typed_number(data["value"], definition=definition, currency=self.currency)
            except ValidationError as problem:
                self.add_error("value", problem)
        return data

    def entry(self) -> Entry:
        """What a valid form says."""
        data = self.cleaned_data
        return Entry(data["metric"], data["day"], self.subjects[data["subject"]].subject, data["value"])


def in_groups(subjects: Sequence[SubjectChoice]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices under the kind they are of: people, teams, the organisation."""
    grouped = groupby(subjects, key=lambda one: one.kind)
    return [(kind, [(one.key, one.name) for one in members]) for kind, members in grouped]
