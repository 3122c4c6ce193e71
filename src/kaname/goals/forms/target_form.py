"""A target set for a metric, an owner and a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.goals.forms.figures import FiguresForm
from kaname.goals.owners import TargetOwner, in_groups, settable
from kaname.goals.period_choices import choices as period_choices
from kaname.goals.period_choices import read_code
from kaname.goals.reader import Reader
from kaname.goals.work_groups import metric_groups
from kaname.measures.periods import Period

ANOTHER = "other"
day_input = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TargetForm(FiguresForm):
    """Which metric, whose, which period, how much; and why, where a target is there already."""

    metric = forms.ChoiceField(label=_("Metric"))
    owner = forms.ChoiceField(label=_("Whose target"))
    period = forms.ChoiceField(label=_("Period"))
    first_on = forms.DateField(label=_("First day"), required=False, widget=day_input)
    last_on = forms.DateField(label=_("Last day"), required=False, widget=day_input)
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
        asked = also or read_code(str(self.data.get("period", "")))
        periods = period_choices(reader.today, calendar=reader.calendar, language=reader.language, also=asked)
        self._offer("metric", [("", "—"), *metric_groups(reader)])
        self._offer("owner", in_groups(dict(self.owners), reader.organisation))
        self._offer("period", [*periods, (ANOTHER, _("Another period"))])

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        metric = self.reader.definitions.get(data.get("metric", ""))
        if metric is not None:
            self.read_figures(data, metric=metric, currency=self.reader.currency)
        data["period"] = self._period(data)
        return data

    def _period(self, data: dict[str, Any]) -> Period | None:
        if data.get("period") != ANOTHER:
            return read_code(data.get("period") or "")
        first, last = data.get("first_on"), data.get("last_on")
        if first and last and first <= last:
            return Period(first, last + timedelta(days=1))
        for name, day in (("first_on", first), ("last_on", last)):
            if not day and name not in self.errors:
                self.add_error(name, _("Give the day."))
        if first and last:
            self.add_error("last_on", _("The last day has to be on or after the first."))
        return None

    @property
    def chosen_owner(self) -> TargetOwner:
        """Whose target a valid form sets."""
        return self.owners[self.cleaned_data["owner"]]
