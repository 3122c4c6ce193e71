"""The figures of a target as people type them: value, upper end, what it is compared with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.forms.errors import errors_beside
from kaname.goals.models import TargetFigures
from kaname.goals.typed import read_value
from kaname.measures.direction import Direction

FIGURES = ("value", "upper", "baseline")


def figure(**options: Any) -> forms.CharField:
    """A number typed freely."""
    attrs = {"inputmode": "decimal", "autocomplete": "off"}
    return forms.CharField(max_length=40, widget=forms.TextInput(attrs=attrs), **options)


class FiguresForm(forms.Form):
    """Reads its figures in the unit of a metric once the form knows which."""

    value = figure(label=_("Target"), help_text=_("As you would write it: 1,200, 1.2M, 20%, 1.2億."))
    upper = figure(
        label=_("Upper end"),
        required=False,
        help_text=_("Only for metrics that are best within a range; the target is its lower end."),
    )
    baseline = figure(
        label=_("Compared with"),
        required=False,
        help_text=_(
            "Last year's value, for example. Attainment is then the share of the way from there to the target."
        ),
    )

    def read_figures(self, data: dict[str, Any], *, metric: MetricDefinition, currency: str) -> dict[str, Any]:
        """The figures as numbers, in place of the texts; what cannot be read is an error beside its field."""
        for name in FIGURES:
            text = data.get(name)
            data[name] = None
            if text:
                with errors_beside(self, field=name):
                    data[name] = read_value(text, metric=metric, currency=currency)
        if metric.direction is Direction.RANGE and not self.data.get("upper") and "upper" not in self.errors:
            self.add_error("upper", _("This metric is best within a range: give its upper end as well."))
        return data

    def figures(self) -> TargetFigures:
        """What a valid form says, ready for operations."""
        data = self.cleaned_data
        return {"value": data["value"], "upper": data["upper"], "baseline": data["baseline"]}
