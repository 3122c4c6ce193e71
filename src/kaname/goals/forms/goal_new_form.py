"""How a goal begins: whose metric should reach something, and when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.goals.forms.period_form import PeriodForm
from kaname.goals.owners import TargetOwner, in_groups, settable
from kaname.goals.reader import Reader
from kaname.goals.work_groups import metric_groups
from kaname.measures.periods import Period


class GoalNewForm(PeriodForm):
    """The three things that everything else on the way depends on."""

    metric = forms.ChoiceField(
        label=_("Which number is the final goal?"),
        help_text=_("A number that the whole team stands for, such as revenue. KPIs follow from it in a later step."),
    )
    owner = forms.ChoiceField(label=_("Whose goal is it?"))

    field_order: tuple[str, ...] = ("metric", "owner", "period", "first_on", "last_on")

    def __init__(self, *args: Any, reader: Reader, also: Period | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {code: owner for code, owner in settable(reader.scope).items() if owner.person is None}
        self.fields["metric"].choices = [("", "—"), *metric_groups(reader)]  # type: ignore[attr-defined]
        groups = in_groups(self.owners, reader.organisation)
        self.fields["owner"].choices = [choice for _label, choices in groups for choice in choices]  # type: ignore[attr-defined]
        self.offer_periods(reader, also=also)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["period"] = self.read_period(data)
        return data

    @property
    def chosen_owner(self) -> TargetOwner:
        """Whose goal a valid form begins."""
        return self.owners[self.cleaned_data["owner"]]
