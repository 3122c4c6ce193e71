"""Decisions, follow-ups, topics, and how a 1on1 helped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaname.people.forms.days import DayField
from kaname.people.models import Person
from kaname.reviews.kinds import Wish
from kaname.reviews.models.decision import LONGEST_DECISION

HELPED = (
    (1, pgettext_lazy("how a 1on1 helped", "1 Not at all")),
    (2, pgettext_lazy("how a 1on1 helped", "2 A little")),
    (3, pgettext_lazy("how a 1on1 helped", "3 So-so")),
    (4, pgettext_lazy("how a 1on1 helped", "4 Well")),
    (5, pgettext_lazy("how a 1on1 helped", "5 Very much")),
)


class ForClientForm(forms.Form):
    """With a box that puts the row on the client's page, where there is one."""

    for_client = forms.BooleanField(label=_("Show it to the client"), required=False)

    def __init__(self, *args: Any, with_client: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_client:
            del self.fields["for_client"]


class DecisionForm(ForClientForm):
    text = forms.CharField(label=_("What was decided"), max_length=LONGEST_DECISION)
    reason = forms.CharField(label=_("Why"), max_length=LONGEST_DECISION, required=False)
    field_order = ("text", "reason", "for_client")


class FollowUpForm(ForClientForm):
    text = forms.CharField(label=_("What is to be done"), max_length=LONGEST_DECISION)
    owner = forms.ModelChoiceField(label=pgettext_lazy("of a follow-up", "Who"), queryset=Person.objects.none())
    due_on = DayField(label=_("Until"), required=False)
    field_order = ("text", "owner", "due_on", "for_client")

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = Person.objects.filter(pk__in=[person.pk for person in people])


class TopicForm(forms.Form):
    text = forms.CharField(label=_("What do you want to talk about?"), max_length=LONGEST_DECISION)
    wish = forms.ChoiceField(label=_("What would help?"), choices=Wish.choices, initial=Wish.LISTEN)


class RatingForm(forms.Form):
    value = forms.TypedChoiceField(
        label=_("How did this 1on1 help you?"),
        choices=HELPED,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("Only the two of you see it. Others see averages of at least five answers."),
    )


class NoteForm(forms.Form):
    """A note as it was typed, with what it began from: a revision, or the very text where the page knows it."""

    text = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    base = forms.IntegerField(min_value=0)
    base_text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean_base_text(self) -> str | None:
        """None where the page did not send it: an empty text is one."""
        return str(self.data["base_text"]) if "base_text" in self.data else None
