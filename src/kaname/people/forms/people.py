"""Entering, finding and moving people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaname.people.forms.days import DayField, OpenDayRangeForm
from kaname.people.models import Person, Team
from kaname.people.models.person import PersonQuerySet
from kaname.people.queries import team_tree, teams_below

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

INDENT = "\u2003"


def team_choices(keys: frozenset[str] | None = None) -> list[tuple[str, str]]:
    """Active teams as an indented tree; only those of `keys` when given."""
    nodes = [node for node in team_tree() if keys is None or node.team.key in keys]
    top = min((node.depth for node in nodes), default=0)
    return [(node.team.key, INDENT * (node.depth - top) + node.team.name) for node in nodes]


class PeopleFilter(forms.Form):
    """Which people a list shows; values that cannot be are ignored."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    team = forms.ChoiceField(label=_("Team"), required=False)
    status = forms.ChoiceField(
        label=pgettext_lazy("of a person", "Status"),
        required=False,
        choices=[("", _("Active")), ("left", pgettext_lazy("people", "Left")), ("all", pgettext_lazy("people", "All"))],
    )

    def __init__(self, *args: Any, team_keys: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["type"] = "search"
        teams: forms.ChoiceField = self.fields["team"]  # type: ignore[assignment]
        teams.choices = [("", _("All teams")), *team_choices(team_keys)]

    def found_in(self, people: PersonQuerySet, *, on: Any) -> PersonQuerySet:
        self.is_valid()
        wanted = self.cleaned_data
        if word := wanted.get("q", "").strip():
            people = people.filter(
                Q(name__icontains=word) | Q(email__icontains=word) | Q(employee_code__icontains=word)
            )
        if wanted.get("team"):
            people = people.in_team_on(on, team_keys=teams_below({wanted["team"]}))
        if wanted.get("status", "") != "all":
            people = people.filter(is_active=wanted.get("status", "") != "left")
        return people


class PersonForm(forms.ModelForm[Person]):
    """What identifies a person and what they may do."""

    class Meta:
        model = Person
        fields = ("name", "email", "employee_code", "role")
        help_texts: ClassVar[dict[str, StrOrPromise]] = {
            "email": _("Needed to sign in. Facts that name this email are attributed to the person."),
            "employee_code": _("As your other systems write it; facts that name it are attributed to the person."),
            "role": _(
                "Members see themselves and their team's totals, managers their teams and the people there, "
                "executives everything; administrators also change settings."
            ),
        }

    def _post_clean(self) -> None:
        """The instance stays as it is: changing it, with its record, is the operation's part."""


class MembershipForm(OpenDayRangeForm):
    """A team from a day on; it ends the team before."""

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), to_field_name="key")
    manager = forms.ModelChoiceField(
        label=_("Manager"),
        queryset=Person.objects.none(),
        required=False,
        to_field_name="key",
        help_text=_("Empty: nobody in particular."),
    )
    field_order = ("team", "manager", "starts_on", "last_on")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team: forms.ModelChoiceField[Team] = self.fields["team"]  # type: ignore[assignment]
        team.queryset = Team.objects.active()
        team.choices = [("", "—"), *team_choices()]
        manager: forms.ModelChoiceField[Person] = self.fields["manager"]  # type: ignore[assignment]
        manager.queryset = Person.objects.active().exclude(pk=person.pk)
        manager.empty_label = "—"


class LeavingForm(forms.Form):
    """When somebody was there for the last time."""

    last_on = DayField(label=_("Last day"), help_text=_("Memberships end with it, and the sign-in stops working now."))
