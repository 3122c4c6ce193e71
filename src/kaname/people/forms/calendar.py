"""Holidays, leave, meetings and working hours."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.people.forms.choices import WEEKDAY_NAMES
from kaname.people.forms.days import DayRangeForm, OpenDayRangeForm

SHARES = (("1", _("Whole days")), ("0.5", _("Half days")), ("0.75", _("Three quarters")), ("0.25", _("A quarter")))


class HolidayForm(DayRangeForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    field_order = ("name", "starts_on", "last_on")


class LeaveForm(DayRangeForm):
    share = forms.TypedChoiceField(label=_("How much"), choices=SHARES, coerce=Decimal)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=False, help_text=_("Optional; your manager can read it.")
    )


class MeetingForm(OpenDayRangeForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    hours_per_week = forms.DecimalField(
        label=_("Hours a week"),
        min_value=Decimal("0.01"),
        max_value=Decimal(168),
        decimal_places=2,
        help_text=_("They are spread over the working days; those on holidays fall away."),
    )
    field_order = ("name", "hours_per_week", "starts_on", "last_on")


class WeekField(forms.MultiValueField):
    """Hours of each weekday, Monday first."""

    def __init__(self, **kwargs: Any) -> None:
        fields = [forms.FloatField(min_value=0, max_value=24) for _weekday in range(7)]
        super().__init__(fields=fields, widget=WeekInput(), **kwargs)

    def compress(self, data_list: Sequence[float]) -> list[float]:
        return [float(hours) for hours in data_list]


class WeekInput(forms.MultiWidget):
    """Seven numbers with their weekday as label."""

    template_name = "people/week_input.html"

    def __init__(self) -> None:
        look = {"class": "form-control", "min": "0", "max": "24", "step": "0.25", "inputmode": "decimal"}
        attributes = ({**look, "aria-label": name} for name, _short in WEEKDAY_NAMES)
        super().__init__(widgets=[forms.NumberInput(attrs=attrs) for attrs in attributes])

    def decompress(self, value: Any) -> list[Any]:
        return [f"{hours:g}" for hours in value] if value else [None] * 7

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        names = (short for _long, short in WEEKDAY_NAMES)
        context["days"] = list(zip(names, context["widget"]["subwidgets"], strict=True))
        return context


class HoursForm(OpenDayRangeForm):
    weekday_hours = WeekField(label=_("Working hours by weekday"))
    field_order = ("weekday_hours", "starts_on", "last_on")
