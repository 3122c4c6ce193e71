"""Choosing a period: a named one, or any days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.goals.forms.errors import errors_beside
from kaname.goals.period_choices import choices as period_choices
from kaname.goals.period_choices import read_code
from kaname.goals.reader import Reader
from kaname.goals.setting import require_reachable
from kaname.measures.periods import DAY_AFTER_LAST, ONE_DAY, Period

ANOTHER = "other"
day_input = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """A period from a list, or `first_on` and `last_on` where that says "other"."""

    period = forms.ChoiceField(label=_("Period"))
    first_on = forms.DateField(label=_("First day"), required=False, widget=day_input)
    last_on = forms.DateField(label=_("Last day"), required=False, widget=day_input)

    def offer_periods(self, reader: Reader, *, also: Period | None = None) -> None:
        """`also` is a period to offer besides the usual ones; one that was sent goes before it."""
        asked = read_code(str(self.data.get("period", ""))) or also
        periods = period_choices(reader.today, calendar=reader.calendar, language=reader.language, also=asked)
        self.fields["period"].choices = [*periods, (ANOTHER, _("Another period"))]  # type: ignore[attr-defined]

    def reachable(self, first: date, last: date, *, field: str) -> Period | None:
        """Days that calendars and targets reach; an error beside the field for others."""
        with errors_beside(self, field=field):
            period = Period(first, min(last, DAY_AFTER_LAST) + ONE_DAY)
            require_reachable(period)
            return period
        return None

    def read_period(self, data: dict[str, Any]) -> Period | None:
        """The period that was chosen; what is missing is an error beside its field."""
        if data.get("period") != ANOTHER:
            return read_code(data.get("period") or "")
        first, last = data.get("first_on"), data.get("last_on")
        if first and last and first <= last:
            return self.reachable(first, last, field="last_on")
        for name, day in (("first_on", first), ("last_on", last)):
            if not day and name not in self.errors:
                self.add_error(name, _("Give the day."))
        if first and last:
            self.add_error("last_on", _("The last day has to be on or after the first."))
        return None
