"""A target set for a metric, an owner and a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.goals.forms.figures import FiguresForm
from kaname.goals.forms.period_form import PeriodForm
from kaname.goals.owners import TargetOwner, in_groups, settable
from kaname.goals.reader import Reader
from kaname.goals.work_groups import metric_groups
from kaname.measures.periods import Period


class TargetForm(PeriodForm, FiguresForm):
    """Which metric, whose, which period, how much; and why, where a target is there already."""

    metric = forms.ChoiceField(label=_("Metric"))
    owner = forms.ChoiceField(label=_("Whose target"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("Needed where a target is changed. Everybody whose number this is can read it."),
    )

    field_order = ("metric", "owner", "period", "first_on", "last_on", "value", "upper", "baseline", "reason")

    def __init__(self, *args: Any, reader: Reader, also: Period | None = None, **kwargs: Any) -> None:
        """`also` is a period to offer besides the usual ones."""
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.owners: Mapping[str, TargetOwner] = settable(reader.scope)
        self._offer("metric", [("", "—"), *metric_groups(reader)])
        self._offer("owner", in_groups(dict(self.owners), reader.organisation))
        self.offer_periods(reader, also=also)

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        metric = self.reader.definitions.get(data.get("metric", ""))
        if metric is not None:
            self.read_figures(data, metric=metric, currency=self.reader.currency)
        data["period"] = self.read_period(data)
        return data

    @property
    def chosen_owner(self) -> TargetOwner:
        """Whose target a valid form sets."""
        return self.owners[self.cleaned_data["owner"]]
