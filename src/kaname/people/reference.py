"""How the fact store recognises people and teams: by name, email, employee code and alias."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kaname.facts.directory import Directory, normalised
from kaname.people.models import Alias, Membership, Person, Team


def ambiguous_names() -> list[str]:
    """Names that two people, or two teams, share; facts under them are attributed only through an alias."""
    people, teams = Person.objects.values_list("name", flat=True), Team.objects.values_list("name", flat=True)
    return sorted(_shared(people) | _shared(teams))


def directory() -> Directory:
    """The people and teams of the ledger as the fact store needs them, without the names that are ambiguous."""
    memberships = Membership.objects.order_by("id")
    return Directory(
        people=list(Person.objects.values_list("key", "name")),
        person_refs=_person_refs(),
        teams=list(Team.objects.values_list("key", "name", "parent__key")),
        team_refs=_team_refs(),
        memberships=list(memberships.values_list("person__key", "team__key", "manager__key", "starts_on", "ends_on")),
    )


def _person_refs() -> list[tuple[str, str, str]]:
    people = list(Person.objects.all())
    shared = _shared(person.name for person in people)
    refs = [("", person.name, person.key) for person in people if person.name not in shared]
    refs += [("", ref, person.key) for person in people for ref in own_refs(person) if ref]
    aliases = Alias.objects.filter(team=None).values_list("source", "ref", "person__key")
    return _first_wins([*aliases, *refs])


def own_refs(person: Person) -> tuple[str, ...]:
    """What names nobody else; the key is how Kaname's own pages name a person."""
    return person.key, person.email, person.employee_code


def _team_refs() -> list[tuple[str, str, str]]:
    teams = list(Team.objects.all())
    shared = _shared(team.name for team in teams)
    names = [("", team.name, team.key) for team in teams if team.name not in shared]
    names += [("", team.key, team.key) for team in teams]
    return _first_wins([*Alias.objects.filter(person=None).values_list("source", "ref", "team__key"), *names])


def _shared(names: Iterable[str]) -> set[str]:
    names = list(names)
    counts = Counter(normalised(name) for name in names)
    return {name for name in names if counts[normalised(name)] > 1}


def _first_wins(refs: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """One owner per (source, ref); an alias that somebody chose goes before a name."""
    owners: dict[tuple[str, str], tuple[str, str, str]] = {}
    for source, ref, key in refs:
        owners.setdefault((source, normalised(ref)), (source, ref, key))
    return list(owners.values())
