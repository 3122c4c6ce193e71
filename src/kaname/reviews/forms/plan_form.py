"""What a review is: its kind, who takes part, whose numbers it looks at; and, of a series, when it comes again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaname.goals.reader import Reader
from kaname.people.forms.choices import WEEKDAYS
from kaname.people.forms.days import DayField, day_after
from kaname.people.models import Person, Team
from kaname.reviews.access import invitable_people, invitable_teams, person_of
from kaname.reviews.cadence import EXAMPLE
from kaname.reviews.forms.change_forms import MinutesField, TimeField
from kaname.reviews.forms.rule_choice import MONTH_DAYS, OFTEN, PLACES, rule_from
from kaname.reviews.kinds import Kind, OnClosed
from kaname.reviews.models import AgendaTemplate, ReviewMeeting, Series
from kaname.reviews.scheduling.series import Cadence, Plan
from kaname.reviews.scheduling.working_days import WorkingDays

MOST_DIGITS = 18


class SeveralField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # it takes none when it runs
    """Several rows; an id longer than any that the ledger gives is none of them."""

    def clean(self, value: Any) -> Any:
        for one in value or ():
            if len(str(one)) > MOST_DIGITS:
                raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": str(one)[:50]})
        return super().clean(value)


class PlanForm(forms.Form):
    """`plan` is what was chosen; people of a 1on1 are the leader and the member."""

    kind = forms.ChoiceField(label=pgettext_lazy("of a review", "Kind"), choices=Kind.choices)
    title = forms.CharField(
        label=_("Title"), max_length=100, required=False, help_text=_("Empty: it is called by its kind and team.")
    )
    leader = forms.ModelChoiceField(label=_("Who leads it"), queryset=Person.objects.none())
    member = forms.ModelChoiceField(
        label=_("1on1 with"), queryset=Person.objects.none(), required=False, help_text=_("Only you two can read it.")
    )
    client = forms.CharField(
        label=_("Client"), max_length=200, required=False, help_text=_("The name without 様; pages add it.")
    )
    team = forms.ModelChoiceField(
        label=_("Whose numbers"), queryset=Team.objects.none(), required=False, empty_label=_("Nobody's")
    )
    teams = SeveralField(
        label=_("Teams that take part"),
        queryset=Team.objects.none(),
        required=False,
        help_text=_("Empty: the team whose numbers they are. Teams below take part as well."),
    )
    people = SeveralField(label=_("People who take part"), queryset=Person.objects.none(), required=False)
    template = forms.ModelChoiceField(
        label=_("Agenda"), queryset=AgendaTemplate.objects.none(), required=False, empty_label=_("Ready-made")
    )
    minutes = MinutesField()

    def __init__(self, *args: Any, reader: Reader, review: Series | ReviewMeeting | None = None, **kwargs: Any) -> None:
        standing = initial_of(review) if review is not None else {"leader": person_of(reader)}
        kwargs["initial"] = standing | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.reader = reader
        people = {person.pk for person in invitable_people(reader)}
        teams = {team.pk for team in invitable_teams(reader)}
        if review is not None:
            people |= {review.leader_id, review.member_id or 0, *review.people.values_list("pk", flat=True)}
            teams |= {review.team_id or 0, *review.teams.values_list("pk", flat=True)}
        for name, rows in {
            "leader": Person.objects.filter(pk__in=people),
            "member": Person.objects.filter(pk__in=people),
            "people": Person.objects.filter(pk__in=people),
            "team": Team.objects.filter(pk__in=teams),
            "teams": Team.objects.filter(pk__in=teams),
            "template": AgendaTemplate.objects.in_use(),
        }.items():
            field: Any = self.fields[name]
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        template = values.get("template")
        if template is not None and values.get("kind") and template.kind != values["kind"]:
            self.add_error("template", _("This agenda is for another kind of review."))
        return values

    def plan(self) -> Plan:
        typed = self.cleaned_data
        is_of_two = typed["kind"] == Kind.ONE_ON_ONE
        return Plan(
            kind=typed["kind"],
            leader=typed["leader"],
            member=typed["member"] if is_of_two else None,
            team=None if is_of_two else typed["team"],
            title=typed["title"],
            client=typed["client"] if typed["kind"] == Kind.CLIENT else "",
            people=tuple(typed["people"]),
            teams=tuple(typed["teams"]),
            minutes=typed["minutes"],
        )


class MeetingForm(PlanForm):
    """A single review."""

    day = DayField(label=_("Day"))
    time_of_day = TimeField(label=_("Time"))
    field_order = ("kind", "member", "client", "day", "time_of_day", "minutes")

    def starts_at(self) -> Any:
        """The instant on the organisation's clocks."""
        days = WorkingDays(self.reader.organisation)
        return days.instant(self.cleaned_data["day"], self.cleaned_data["time_of_day"])


class SeriesForm(PlanForm):
    """A series; `cadence` says when it comes again."""

    often = forms.ChoiceField(label=_("How often"), choices=OFTEN)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On"), choices=WEEKDAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    place = forms.TypedChoiceField(label=_("Which week of the month"), choices=PLACES, coerce=int, required=False)
    month_day = forms.TypedChoiceField(label=_("Day of the month"), choices=MONTH_DAYS, coerce=int, required=False)
    rule = forms.CharField(
        label=_("Rule of your own"),
        max_length=200,
        required=False,
        help_text=_("As calendars write it (RFC 5545), such as %(example)s.") % {"example": EXAMPLE},
    )
    time_of_day = TimeField(label=_("Time"))
    starts_on = DayField(label=_("From"))
    last_on = DayField(label=_("Last day"), required=False, help_text=_("Empty: until further notice."))
    on_closed = forms.ChoiceField(label=_("On a day on which we are closed"), choices=OnClosed.choices)
    field_order = (
        "kind", "member", "client", "often", "weekdays", "place", "month_day", "rule", "time_of_day", "minutes",
        "starts_on", "last_on", "on_closed",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        values["ends_on"] = day_after(values.pop("last_on", None))
        chosen, problem = rule_from(values)
        if problem:
            self.add_error(problem[0], str(problem[1]))
        values["rule"] = chosen
        return values

    def cadence(self) -> Cadence:
        names = ("rule", "starts_on", "time_of_day", "ends_on", "on_closed", "template")
        return Cadence(**{name: self.cleaned_data[name] for name in names})


def initial_of(review: Series | ReviewMeeting) -> dict[str, Any]:
    """What a form begins with for what is there already."""
    names = ("kind", "title", "leader", "member", "client", "team", "minutes")
    return {name: getattr(review, name) for name in names} | {
        "people": review.people.all(),
        "teams": review.teams.all(),
    }
