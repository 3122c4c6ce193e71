"""Whose target it is, as a text for forms and addresses, and back within what somebody may set or see."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kaname.goals.models import Target
from kaname.people.models import Organisation, Person, Team
from kaname.people.scope import Scope

ORGANISATION = "organisation"


@dataclass(frozen=True)
class TargetOwner:
    """A team, a person, or (neither) the organisation."""

    team: Team | None = None
    person: Person | None = None

    @property
    def code(self) -> str:
        """team:KEY, person:KEY or organisation."""
        if self.person:
            return f"person:{self.person.key}"
        return f"team:{self.team.key}" if self.team else ORGANISATION

    def name(self, organisation: Organisation) -> str:
        owner = self.person or self.team
        return owner.name if owner else organisation.name or _("Whole organisation")


def owner_of(target: Target) -> TargetOwner:
    return TargetOwner(team=target.team, person=target.person)


def settable(scope: Scope) -> dict[str, TargetOwner]:
    """Everybody whose targets the scope may set, by code: the organisation, teams, people. Two queries."""
    teams = Team.objects.active().filter(key__in=scope.managed_team_keys)
    people = (
        Person.objects.active().filter(key__in=scope.person_keys) if scope.everything or scope.managed_team_keys else []
    )
    found = [TargetOwner()] if scope.everything else []
    found += [TargetOwner(team=team) for team in teams]
    found += [TargetOwner(person=person) for person in people]
    return {owner.code: owner for owner in found}


def in_groups(owners: dict[str, TargetOwner], organisation: Organisation) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of a select: the organisation and teams, then people."""
    teams = [(code, owner.name(organisation)) for code, owner in owners.items() if not owner.person]
    people = [(code, owner.name(organisation)) for code, owner in owners.items() if owner.person]
    groups = ((_("Teams"), teams), (_("People"), people))
    return [(label, choices) for label, choices in groups if choices]
