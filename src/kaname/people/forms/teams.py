"""Naming teams and placing them in the tree."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.people.forms.people import team_choices
from kaname.people.models import Team


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    parent = forms.ModelChoiceField(
        label=_("Belongs to"), queryset=Team.objects.none(), required=False, to_field_name="key"
    )

    def __init__(self, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: forms.ModelChoiceField[Team] = self.fields["parent"]  # type: ignore[assignment]
        parent.queryset = Team.objects.active()
        own = team.key if team else ""
        parent.choices = [("", _("Nothing, it is at the top")), *(one for one in team_choices() if one[0] != own)]
