from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kaname.insights.models import ChangeState, Reason

DECIDED = [(state.value, state.label) for state in ChangeState if state is not ChangeState.NEW]


class DecisionForm(forms.Form):
    """What a change is: real, explained by something, or nothing."""

    state = forms.ChoiceField(choices=DECIDED)
    reason = forms.ChoiceField(
        label=pgettext_lazy("of a change", "Explained by"), choices=[("", "–"), *Reason.choices], required=False
    )
    words = forms.CharField(
        label=gettext_lazy("In words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What happened? Whoever looks at these numbers later reads it here."),
    )
    as_event = forms.BooleanField(label=gettext_lazy("Show it as an event on every chart"), required=False)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        explained = typed.get("state") == ChangeState.EXPLAINED
        if explained and not typed.get("reason"):
            self.add_error("reason", _("Choose what explains it."))
        if explained and typed.get("as_event") and not typed.get("words"):
            self.add_error("words", _("Say in a few words what happened: the event is called so."))
        return typed
