"""Keeping a scenario, and turning it into targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.goals.setting import LONGEST_REASON
from kaname.insights.scenarios.keeping import Kept
from kaname.insights.scenarios.targets import TargetLine


class ScenarioForm(forms.Form):
    """Under which name a scenario is kept, and who sees it."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("Such as “Two more in field sales”."))
    description = forms.CharField(
        label=_("Description"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_shared = forms.BooleanField(
        label=_("Let everybody see it who may see the goal"),
        required=False,
        help_text=_("They find it in their list and by its link. Only you can change it."),
    )

    def kept(self) -> Kept:
        """What a valid form says."""
        data = self.cleaned_data
        return Kept(data["name"], data["description"], data["is_shared"])


class ScenarioTargetsForm(forms.Form):
    """Which targets are changed or proposed, and why."""

    targets = forms.MultipleChoiceField(
        label=_("Targets"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose one at least.")}
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, help_text=_("Everybody whose number this is can read it.")
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, lines: Sequence[TargetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["targets"].choices = [(line.metric_key, line.name) for line in lines]  # type: ignore[attr-defined]  # a choice field
