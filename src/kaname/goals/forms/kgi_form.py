"""The first step of a goal: what it is compared with, what should be reached, and what the market does."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.figures import figure
from kaname.goals.forms.goal_new_form import GoalNewForm
from kaname.goals.forms.period_form import day_input
from kaname.goals.goal_words import goal_name
from kaname.goals.kgi.typed_target import kept, read_market, read_target
from kaname.goals.kgi.verdict import Asked
from kaname.goals.models import Goal
from kaname.goals.owners import TargetOwner
from kaname.goals.parents import parents_for
from kaname.goals.reader import Reader
from kaname.goals.typed import read_value
from kaname.goals.work_groups import metric_groups
from kaname.measures.comparable import Against, comparable
from kaname.measures.direction import Direction
from kaname.measures.periods import Period

OTHER_DAYS = "other_days"
COMPARISONS = (
    (Against.PRIOR_YEAR.value, _("The same period of the prior year")),
    (Against.PRIOR_PERIOD.value, _("The period just before")),
    (OTHER_DAYS, _("Another period")),
)


class KgiForm(GoalNewForm):
    """What stands in it is kept as it is typed; what can be read of it makes the goal and its verdict."""

    name = forms.CharField(
        label=_("The goal in a sentence"),
        max_length=200,
        required=False,
        help_text=_("As you would say it: “New customers bring revenue to ¥120M”. It is the title of the goal's page."),
    )
    against = forms.ChoiceField(
        label=pgettext_lazy("the earlier period of a goal", "Compared with"), choices=COMPARISONS
    )
    compared_first_on = forms.DateField(label=_("First day"), required=False, widget=day_input)
    compared_last_on = forms.DateField(label=_("Last day"), required=False, widget=day_input)
    value = figure(
        label=_("What should be reached"), required=False, help_text=_("A value, or growth over the baseline: +20%.")
    )
    upper = figure(label=_("Upper end"), required=False)
    baseline = figure(
        label=_("Another baseline"),
        required=False,
        help_text=_("Left empty, the actual of the compared period is the baseline."),
    )
    baseline_reason = forms.CharField(label=_("Why another baseline?"), max_length=500, required=False)
    market_growth = figure(
        label=_("Growth of the market"), required=False, help_text=_("From the compared period to this one: 6%.")
    )
    market_metric = forms.ChoiceField(
        label=_("Or a series of the market"),
        required=False,
        help_text=_(
            "A metric whose numbers you import or enter. Its growth from the compared period to this one counts; where "
            "it does not reach so far, the growth of the step before."
        ),
    )
    market_source = forms.CharField(label=_("Where that figure is from"), max_length=500, required=False)
    # What it may contribute to depends on whose goal it is and when, so that its choices are found out last.
    parent = forms.CharField(
        label=_("Contributes to"),
        required=False,
        widget=forms.Select,
        help_text=_("A goal of the organisation or of a team above."),
    )

    field_order = (
        "metric", "owner", "period", "first_on", "last_on", "against", "compared_first_on", "compared_last_on", "value",
    )  # fmt: skip

    def __init__(self, *args: Any, goal: Goal, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, reader=reader, also=goal.period, **kwargs)
        self.goal, self.reader = goal, reader
        self.parents: dict[str, Goal] = {}
        self.read_low: Decimal | None = None
        self.read_high: Decimal | None = None
        self.fields["market_metric"].choices = [("", "—"), *metric_groups(reader)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["compared"] = self._compared(data)
        data["baseline"] = self._baseline(data)
        with errors_beside(self, field="market_growth"):
            typed = data.get("market_growth")
            data["market_growth"] = read_market(typed) if typed else None
        self._offer_parents(data)
        return data

    def read_target(self, baseline: Decimal | None) -> None:
        """Read what should be reached once the baseline is known: growth needs one."""
        self.read_low = self._figure("value", baseline)
        if self.definition is not None and self.definition.direction is Direction.RANGE:
            self.read_high = self._figure("upper", baseline)
        if self.read_low is not None and self.read_high is not None and self.read_high < self.read_low:
            self.read_high = None
            self.add_error("upper", _("The upper end has to be above the lower one."))

    def require_complete(self) -> None:
        """What has to stand there before the next step."""
        ranged = self.definition is not None and self.definition.direction is Direction.RANGE
        if self.read_low is None and "value" not in self.errors:
            self.add_error("value", _("Say what should be reached, as a value or as growth such as +20%."))
        if ranged and self.read_high is None and "upper" not in self.errors:
            self.add_error("upper", _("This metric is best within a range: give its upper end as well."))

    @property
    def definition(self) -> MetricDefinition | None:
        return self.reader.definitions.get(self.cleaned_data.get("metric") or "")

    @property
    def parent_goal(self) -> Goal | None:
        """The goal that was chosen, if it may be."""
        return self.parents.get(self.cleaned_data.get("parent") or "")

    def asked(self) -> Asked | None:
        """What the verdict is about, as far as it can be read. A baseline counts once it has its reason."""
        data, metric, owner = self.cleaned_data, self.definition, self._owner(self.cleaned_data)
        if metric is None or owner is None or data.get("period") is None or data.get("compared") is None:
            return None
        market = data.get("market_growth")
        return Asked(
            metric=metric,
            team=owner.team,
            period=data["period"],
            compared=data["compared"],
            against=Against.PRIOR_PERIOD if data["against"] == Against.PRIOR_PERIOD else Against.PRIOR_YEAR,
            target=self.read_low,
            upper=self.read_high,
            baseline=data.get("baseline") if data.get("baseline_reason") else None,
            market=None if market is None else float(market),
        )

    def typed(self) -> dict[str, str]:
        """Everything as it stands in the form."""
        return {name: str(self.data.get(name, "")) for name in self.fields}

    def _compared(self, data: dict[str, Any]) -> Period | None:
        period = data.get("period")
        if data.get("against") != OTHER_DAYS:
            if period is None or not data.get("against"):
                return None
            return comparable(period, Against(data["against"]), calendar=self.reader.calendar)
        first, last = data.get("compared_first_on"), data.get("compared_last_on")
        if first and last and first <= last:
            return self.reachable(first, last, field="compared_last_on")
        self.add_error("compared_last_on", _("Give the first and the last day to compare with."))
        return None

    def _baseline(self, data: dict[str, Any]) -> Decimal | None:
        metric, text = self.reader.definitions.get(data.get("metric") or ""), data.get("baseline")
        if metric is None or not text:
            return None
        if not data.get("baseline_reason") and "baseline_reason" not in self.errors:
            self.add_error(
                "baseline_reason", _("Say why the actual is not the baseline; until then the actual counts.")
            )
        with errors_beside(self, field="baseline"):
            return read_value(text, metric=metric, currency=self.reader.currency)
        return None

    def _figure(self, name: str, baseline: Decimal | None) -> Decimal | None:
        metric, text = self.definition, self.cleaned_data.get(name)
        if metric is None or not text:
            return None
        with errors_beside(self, field=name):
            return read_target(text, baseline=baseline, metric=metric, currency=self.reader.currency)
        return None

    def _offer_parents(self, data: dict[str, Any]) -> None:
        owner, period = self._owner(data), data.get("period")
        if owner is not None and period is not None:
            found = parents_for(self.goal, self.reader, team=owner.team, period=period)
            self.parents = {one.key: one for one in found}
        names = [(key, goal_name(one, self.reader)) for key, one in self.parents.items()]
        self.fields["parent"].widget.choices = [("", "—"), *names]

    def _owner(self, data: dict[str, Any]) -> TargetOwner | None:
        return self.owners.get(data.get("owner") or "")


def baseline_kept(actual: float | None) -> Decimal | None:
    """The actual as the ledger keeps it."""
    return None if actual is None else kept(actual)
