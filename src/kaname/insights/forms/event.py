from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kaname.insights.events.operations import Happened
from kaname.insights.models import Event, Reason
from kaname.measures.periods import ONE_DAY
from kaname.people.models import Team


class EventForm(forms.Form):
    """Something that happened, on a day or over several."""

    name = forms.CharField(label=gettext_lazy("What happened?"), max_length=120)
    kind = forms.ChoiceField(label=pgettext_lazy("of an event", "Kind"), choices=Reason.choices, initial=Reason.EVENT)
    starts_on = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_on = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leave it empty for a single day."),
    )
    team = forms.ModelChoiceField(
        label=pgettext_lazy("of an event", "Whom it concerned"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=gettext_lazy("Everybody"),
    )

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        first, last = typed.get("starts_on"), typed.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The last day is not before the first."))
        if date.max in (first, last):
            self.add_error("starts_on" if first == date.max else "last_on", _("There is no day after this one."))
        return typed

    def happened(self) -> Happened:
        typed = self.cleaned_data
        last = typed["last_on"] or typed["starts_on"]
        return Happened(typed["name"], typed["kind"], typed["team"], typed["starts_on"], last + ONE_DAY)

    @staticmethod
    def initial_of(event: Event) -> dict[str, Any]:
        last = event.ends_on - ONE_DAY
        return {
            "name": event.name,
            "kind": event.kind,
            "starts_on": event.starts_on,
            "last_on": None if last == event.starts_on else last,
            "team": Team.objects.filter(key=event.team_key).first(),
        }
