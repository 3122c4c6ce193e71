"""A target revised, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.forms.figures import FIGURES, FiguresForm
from kaname.goals.models import Target
from kaname.goals.typed import typing


class RevisionForm(FiguresForm):
    """New figures over the old ones; `seen` is the newest revision that the person looked at."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Everybody whose number this is can read it.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ("value", "upper", "baseline", "reason")

    def __init__(self, *args: Any, target: Target, metric: MetricDefinition, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metric, self.currency = metric, currency
        for name in FIGURES:
            self.fields[name].initial = typing(getattr(target, name), metric=metric)

    def clean(self) -> dict[str, Any]:
        return self.read_figures(super().clean() or {}, metric=self.metric, currency=self.currency)


class WithdrawalForm(forms.Form):
    """Why a target is taken out of force."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Everybody whose number this was can read it.")
    )


class ArchiveForm(forms.Form):
    """Why a metric is taken out of use."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Whoever looks for the number later can read it.")
    )
