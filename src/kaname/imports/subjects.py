"""Whose numbers somebody may type: their own, those of the people and teams they manage, or everybody's."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.imports.hand_entry import Subject
from kaname.people.models import Person, Team
from kaname.people.queries import Scope

ORGANISATION = "organisation"


@dataclass(frozen=True)
class SubjectChoice:
    """A subject with the text that stands for it in an address, and its name."""

    key: str
    name: str
    kind: str
    subject: Subject


def subject_key(subject: Subject) -> str:
    """The text that stands for a subject in addresses and forms."""
    if subject.person:
        return f"person:{subject.person.key}"
    return f"team:{subject.team.key}" if subject.team else ORGANISATION


def subjects_in(scope: Scope) -> list[SubjectChoice]:
    """Every subject that the scope may type numbers for: people, then teams, then the organisation."""
    people = Person.objects.active().filter(key__in=scope.person_keys)
    teams = Team.objects.active().filter(key__in=scope.managed_team_keys)
    person = pgettext("whose number", "Person")
    choices = [SubjectChoice(f"person:{one.key}", one.name, person, Subject(person=one)) for one in people]
    choices += [SubjectChoice(f"team:{one.key}", one.name, _("Team"), Subject(team=one)) for one in teams]
    if scope.everything:
        choices.append(SubjectChoice(ORGANISATION, _("Whole organisation"), _("Organisation"), Subject()))
    return choices
