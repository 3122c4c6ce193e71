"""Which targets a list shows. Everything is optional; what is not understood does not filter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaname.goals.models.target import TargetQuerySet
from kaname.goals.owners import ORGANISATION
from kaname.goals.period_choices import choices as period_choices
from kaname.goals.period_choices import read_code
from kaname.goals.reader import Reader
from kaname.goals.work_groups import metric_groups
from kaname.people.models import Person, Team

WITHDRAWN, ALL = "withdrawn", "all"


class TargetFilter(forms.Form):
    """Metric, team or person, period, and whether withdrawn ones are shown."""

    metric = forms.ChoiceField(label=_("Metric"), required=False)
    owner = forms.ChoiceField(label=_("Whose target"), required=False)
    period = forms.ChoiceField(label=_("Period"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("In force")), (WITHDRAWN, _("Withdrawn"))]
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = reader.today
        asked = read_code(str(self.data.get("period", "")))
        periods = period_choices(reader.today, calendar=reader.calendar, language=reader.language, past=3, also=asked)
        self._offer("metric", [("", _("All metrics")), *metric_groups(reader)])
        self._offer("owner", [("", _("Everybody")), *_owners(reader)])
        self._offer("period", [("", _("Now and to come")), (ALL, _("All periods")), *periods])

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def apply(self, targets: TargetQuerySet) -> TargetQuerySet:
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        targets = targets.exclude(withdrawn_at=None) if chosen.get("state") == WITHDRAWN else targets.in_force()
        if chosen.get("metric"):
            targets = targets.of_metrics([chosen["metric"]])
        if chosen.get("owner"):
            targets = targets.filter(_owned_by(chosen["owner"]))
        if period := read_code(chosen.get("period") or ""):
            return targets.filter(starts_on__lt=period.ends_on, ends_on__gt=period.starts_on)
        return targets if chosen.get("period") == ALL else targets.filter(ends_on__gt=self.today)

    @property
    def filters(self) -> bool:
        """Whether anything is left out."""
        return any(self.data.get(name) for name in ("metric", "owner", "period", "state"))


def _owned_by(code: str) -> Q:
    kind, _colon, key = code.partition(":")
    if kind == "person":
        return Q(person__key=key)
    return Q(team__key=key) if kind == "team" else Q(team=None, person=None)


def _owners(reader: Reader) -> list[tuple[str, Any]]:
    """Everybody whose targets the reader may see."""
    teams = Team.objects.filter(key__in=reader.scope.team_keys, is_active=True)
    people = Person.objects.filter(key__in=reader.scope.person_keys, is_active=True)
    whole = (
        [(ORGANISATION, reader.organisation.name or gettext("Whole organisation"))] if reader.scope.everything else []
    )
    return [
        (gettext("Teams"), [*whole, *((f"team:{team.key}", team.name) for team in teams)]),
        (gettext("People"), [(f"person:{person.key}", person.name) for person in people]),
    ]
