"""Which metric, team and year a table of targets is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.owners import in_groups, settable
from kaname.goals.period_choices import code, read_code
from kaname.goals.reader import Reader
from kaname.goals.target_grid import gridded
from kaname.goals.work_groups import metric_groups
from kaname.measures.periods import Grain, Period, period_of, previous
from kaname.people.models import Team
from kaname.web.formats.periods import period_name


@dataclass(frozen=True)
class Chosen:
    metric: MetricDefinition
    team: Team | None
    year: Period


class GridChoice(forms.Form):
    """Starts with the first metric of the board, the first team and this fiscal year."""

    metric = forms.ChoiceField(label=_("Metric"))
    team = forms.ChoiceField(label=_("Team"))
    year = forms.ChoiceField(label=_("Fiscal year"))

    def __init__(self, data: Any = None, *, reader: Reader) -> None:
        metrics = gridded(reader.definitions)
        self.teams = {key: owner for key, owner in settable(reader.scope).items() if not owner.person}
        years = _years(reader)
        first = {"metric": next(iter(metrics), ""), "team": next(iter(self.teams), ""), "year": code(years[0])}
        super().__init__(first | {name: data[name] for name in first if data and name in data})
        self.metrics = metrics
        groups = [
            (label, [choice for choice in choices if choice[0] in metrics]) for label, choices in metric_groups(reader)
        ]
        self.fields["metric"].choices = groups  # type: ignore[attr-defined]
        self.fields["team"].choices = in_groups(self.teams, reader.organisation)  # type: ignore[attr-defined]
        self.fields["year"].choices = [(code(year), _year_name(year, reader)) for year in years]  # type: ignore[attr-defined]

    def chosen(self) -> Chosen | None:
        """What is chosen; None for an address that names something else than is offered."""
        if not self.is_valid():
            return None
        year = read_code(self.cleaned_data["year"])
        metric = self.metrics.get(self.cleaned_data["metric"])
        owner = self.teams[self.cleaned_data["team"]]
        return Chosen(metric, owner.team, year) if year and metric else None


def _years(reader: Reader) -> list[Period]:
    """This fiscal year, the next and the one before."""
    now = period_of(reader.today, grain=Grain.FISCAL_YEAR, calendar=reader.calendar)
    coming = period_of(now.ends_on, grain=Grain.FISCAL_YEAR, calendar=reader.calendar)
    return [now, coming, previous(now, grain=Grain.FISCAL_YEAR, calendar=reader.calendar)]


def _year_name(year: Period, reader: Reader) -> str:
    return period_name(year, grain=Grain.FISCAL_YEAR, calendar=reader.calendar, language=reader.language)
