"""Which number a team follows as a KPI, and in which period it is looked at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.goals.kpis.grain_names import GRAIN_NAMES
from kaname.goals.models import Goal, Kpi
from kaname.goals.reader import Reader
from kaname.goals.work_groups import metric_groups
from kaname.measures.periods import Grain
from kaname.people.models import Team
from kaname.people.queries import team_tree, teams_below


class KpiForm(forms.Form):
    """`team` is empty for the goal's owner; `instead_of` names a KPI that is given up."""

    metric_key = forms.ChoiceField(label=_("Number"))
    team = forms.ChoiceField(label=_("Team"), required=False)
    grain = forms.ChoiceField(label=_("Looked at by"), choices=list(GRAIN_NAMES.items()), initial=Grain.MONTH)
    instead_of = forms.ModelChoiceField(queryset=Kpi.objects.none(), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def __init__(self, *args: Any, goal: Goal, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {team.key: team for team in _below(goal)}
        self.fields["metric_key"].choices = metric_groups(reader)  # type: ignore[attr-defined]
        self.fields["team"].choices = [("", _("Whole goal")), *((key, team.name) for key, team in self.teams.items())]  # type: ignore[attr-defined]
        self.fields["instead_of"].queryset = Kpi.objects.current().filter(goal=goal)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["team"] = self.teams.get(data.get("team") or "")
        if data.get("grain"):
            data["grain"] = Grain(data["grain"])
        return data

    @property
    def chosen_team(self) -> Team | None:
        """The team that a valid form names."""
        return self.cleaned_data["team"]  # type: ignore[no-any-return]


def _below(goal: Goal) -> list[Team]:
    """The teams below the goal's owner."""
    within = None if goal.team is None else teams_below({goal.team.key}) - {goal.team.key}
    return [node.team for node in team_tree() if within is None or node.team.key in within]
