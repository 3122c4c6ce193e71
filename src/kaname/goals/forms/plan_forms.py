"""Forms of action plans: an initiative, and an action with its cadence in words people use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaname.goals.actions.cadence import WEEKDAYS, Cadence, every_working_day, in_each, on_weekdays
from kaname.goals.actions.planning import ActionFields, InitiativeFields, may_count, owner_team
from kaname.goals.errors import GoalsError
from kaname.goals.models import Action, Initiative, Kpi, OnClosed
from kaname.goals.owners import TargetOwner
from kaname.goals.reader import Reader
from kaname.goals.work_groups import metric_groups
from kaname.measures.periods import ONE_DAY, Grain, Period
from kaname.people.forms.days import DayField, day_after
from kaname.people.models import Person, Team
from kaname.people.queries import people_in, team_tree, teams_below

DAYS = [
    (0, pgettext_lazy("weekday", "Mon")),
    (1, pgettext_lazy("weekday", "Tue")),
    (2, pgettext_lazy("weekday", "Wed")),
    (3, pgettext_lazy("weekday", "Thu")),
    (4, pgettext_lazy("weekday", "Fri")),
    (5, pgettext_lazy("weekday", "Sat")),
    (6, pgettext_lazy("weekday", "Sun")),
]
RHYTHMS = [
    ("daily", _("Every working day")),
    ("weekdays", _("On certain weekdays")),
    ("weekly", _("Each week, on any day")),
    ("monthly", _("Each month, on any day")),
    ("rule", _("By a rule (RFC 5545)")),
]


class DaysForm(forms.Form):
    """First and last day, the last one open."""

    starts_on = DayField(label=_("First day"))
    last_on = DayField(label=_("Last day"), required=False, help_text=_("Empty: until further notice."))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["ends_on"] = day_after(values.pop("last_on", None))
        if values.get("starts_on") and values["ends_on"] and values["ends_on"] <= values["starts_on"]:
            self.add_error("last_on", _("The last day is before the first."))
        return values


class InitiativeForm(DaysForm):
    """What should move the KPI, for whom."""

    name = forms.CharField(label=_("Initiative"), max_length=200, help_text=_("Such as “Win more new leads”."))
    why = forms.CharField(
        label=_("Why it should move the KPI"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    team = forms.ChoiceField(label=_("Whose plan"), required=False)
    field_order = ("name", "why", "team", "starts_on", "last_on")

    def __init__(self, *args: Any, kpi: Kpi, reader: Reader, found: Initiative | None = None, **kwargs: Any) -> None:
        first = {"starts_on": reader.today} if found is None else _of_initiative(found)
        super().__init__(*args, **{"initial": first, **kwargs})
        self.teams = {team.key: team for team in plannable_teams(kpi, reader)}
        above = owner_team(kpi)
        choices = [(key, team.name) for key, team in self.teams.items()]
        if reader.may_set(team=above, person=None):
            choices.insert(0, ("", str(_("Everybody who carries the KPI"))))
        self.fields["team"].choices = choices  # type: ignore[attr-defined]

    def read(self) -> InitiativeFields:
        values = self.cleaned_data
        return InitiativeFields(
            name=values["name"],
            why=values["why"],
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            team=self.teams.get(values["team"]),
        )


class ActionForm(DaysForm):
    """The concrete thing, how often, how much, whose, and how it is counted."""

    name = forms.CharField(label=_("Action"), max_length=200, help_text=_("Such as “Approach 10 new leads a day”."))
    description = forms.CharField(label=_("How it is done"), max_length=1000, required=False)
    rhythm = forms.ChoiceField(label=_("How often"), choices=RHYTHMS, initial="daily")
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"), choices=DAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    every = forms.IntegerField(
        label=_("Every how many weeks or months"), min_value=1, max_value=12, initial=1, required=False
    )
    rule = forms.CharField(label=_("Rule"), max_length=300, required=False, help_text=_("FREQ=MONTHLY;BYDAY=1MO"))
    quota = forms.DecimalField(label=_("How much each time"), max_digits=9, decimal_places=2, initial=1)
    metric_key = forms.ChoiceField(
        label=_("Counted by"),
        required=False,
        help_text=_(
            "What is narrower, such as calls to new leads only, can be a metric of your own (Settings, Metrics)."
        ),
    )
    scales = forms.BooleanField(
        label=_("In proportion to each person's working hours"),
        required=False,
        help_text=_("Who works half a day, or sits in meetings, owes as much less."),
    )
    on_closed = forms.ChoiceField(
        label=_("If it falls on a day off"),
        choices=[(OnClosed.SKIP, _("it is not due")), (OnClosed.MOVE, _("it is due on the next working day"))],
    )
    owners = forms.MultipleChoiceField(label=_("Whose action"), widget=forms.CheckboxSelectMultiple)
    field_order = ("name", "description", "owners", "quota", "metric_key", "scales", "rhythm", "weekdays", "every",
                   "rule", "on_closed", "starts_on", "last_on")  # fmt: skip

    def __init__(
        self, *args: Any, initiative: Initiative, reader: Reader, found: Action | None = None, **kwargs: Any
    ) -> None:
        first = {"starts_on": max(initiative.starts_on, reader.today)} if found is None else _of_action(found)
        super().__init__(*args, **{"initial": first, **kwargs})
        self.known = {owner.code: owner for owner in ownable(initiative, reader)}
        groups = [
            (label, [(key, name) for key, name in members if may_count(key)])
            for label, members in metric_groups(reader)
        ]
        counted = [(label, members) for label, members in groups if members]
        self.fields["metric_key"].choices = [("", _("Ticked by hand")), *counted]  # type: ignore[attr-defined]
        self.fields["owners"].choices = [  # type: ignore[attr-defined]
            (code, owner.name(reader.organisation)) for code, owner in self.known.items()
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        try:
            values["cadence"] = self._cadence(values).text
        except GoalsError as error:
            self.add_error("rule", str(error))
        return values

    def _cadence(self, values: dict[str, Any]) -> Cadence:
        every = values.get("every") or 1
        match values.get("rhythm"):
            case "weekdays":
                if not values.get("weekdays"):
                    self.add_error("weekdays", _("Choose at least one weekday."))
                    return every_working_day()
                return on_weekdays(values["weekdays"], every=every)
            case "weekly":
                return in_each(Grain.WEEK, every=every)
            case "monthly":
                return in_each(Grain.MONTH, every=every)
            case "rule":
                return Cadence.read(values.get("rule", ""))
        return every_working_day()

    def read(self) -> ActionFields:
        values = self.cleaned_data
        return ActionFields(
            name=values["name"],
            description=values["description"],
            cadence=values["cadence"],
            on_closed=values["on_closed"],
            quota=values["quota"],
            scales=values["scales"],
            metric_key=values["metric_key"],
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            owners=[self.known[code] for code in values["owners"]],
        )


def plannable_teams(kpi: Kpi, reader: Reader) -> list[Team]:
    """Teams that carry the KPI and that the reader plans for."""
    above = owner_team(kpi)
    within = None if above is None else teams_below({above.key})
    return [
        node.team
        for node in team_tree()
        if (within is None or node.team.key in within) and reader.may_set(team=node.team, person=None)
    ]


def ownable(initiative: Initiative, reader: Reader) -> list[TargetOwner]:
    """The team of the plan, those below it, and their people today."""
    above = initiative.team or owner_team(initiative.kpi)
    within = None if above is None else teams_below({above.key})
    teams = [node.team for node in team_tree() if within is None or node.team.key in within]
    today = reader.today
    people = people_in(within, Period(today, today + ONE_DAY))
    return [*(TargetOwner(team=team) for team in teams), *(TargetOwner(person=person) for person in _known(people))]


def _known(people: list[Person]) -> list[Person]:
    return [person for person in people if person.is_active]


def _of_initiative(found: Initiative) -> dict[str, Any]:
    return {
        "name": found.name,
        "why": found.why,
        "team": found.team.key if found.team else "",
        "starts_on": found.starts_on,
        "last_on": found.ends_on - ONE_DAY if found.ends_on else None,
    }


def _of_action(found: Action) -> dict[str, Any]:
    owners = [TargetOwner(team=one.team, person=one.person).code for one in found.owners.all()]
    return {
        "name": found.name,
        "description": found.description,
        "quota": f"{found.quota.normalize():f}",
        "metric_key": found.metric_key,
        "scales": found.scales,
        "on_closed": found.on_closed,
        "owners": owners,
        "starts_on": found.starts_on,
        "last_on": found.ends_on - ONE_DAY if found.ends_on else None,
        **rhythm_of(Cadence.read(found.cadence)),
    }


def rhythm_of(cadence: Cadence) -> dict[str, Any]:
    """How the form says a rule; what it has no words for stays a rule."""
    parts = dict(cadence.parts)
    every = int(parts.get("INTERVAL", "1"))
    names = set(parts) - {"INTERVAL"}
    if cadence.frequency == "DAILY" and names == {"FREQ"} and every == 1:
        return {"rhythm": "daily"}
    if cadence.is_free and names == {"FREQ"}:
        return {"rhythm": "weekly" if cadence.grain is Grain.WEEK else "monthly", "every": every}
    days = parts.get("BYDAY", "").split(",")
    if cadence.frequency == "WEEKLY" and names == {"FREQ", "BYDAY"} and set(days) <= set(WEEKDAYS):
        return {"rhythm": "weekdays", "weekdays": [WEEKDAYS.index(day) for day in days], "every": every}
    return {"rhythm": "rule", "rule": cadence.text}
