"""Saying who the names in facts are: match them with people and teams, or create these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches

from django.db import transaction
from django.http import QueryDict

from kaname.facts.directory import normalised
from kaname.people.models import Person, Team, User
from kaname.people.operations import (
    alias_person,
    alias_team,
    create_person_from_ref,
    create_team_from_ref,
    publish_directory,
)
from kaname.web.store import facts

NEW = "new"
PERSON, TEAM = "person", "team"
SEARCHED = 100
"""For so many names a known one much like it is looked for."""


@dataclass(frozen=True)
class Name:
    """A name as a source spells it, with how many facts bear it and when; `perhaps` is a known name much like it."""

    source: str
    ref: str
    n_facts: int | None = None
    first_on: date | None = None
    last_on: date | None = None
    perhaps: str = ""


@dataclass(frozen=True)
class Wish:
    """What a name shall stand for: `target` is a key, or NEW; `team` is where somebody new belongs, "" for nowhere."""

    kind: str
    source: str
    ref: str
    target: str
    team: str = ""


def labels(kind: str) -> dict[str, str]:
    """Keys of people or teams by the label to choose them by: the name, with more where two share one."""
    if kind == TEAM:
        teams = list(Team.objects.active().select_related("parent"))
        named = [(team.name, str(team.parent or ""), team.key) for team in teams]
    else:
        named = [(person.name, person.email or person.employee_code, person.key) for person in Person.objects.active()]
    shared = {name for name, count in Counter(name for name, _more, _key in named).items() if count > 1}
    return {f"{name} ({more or key})" if name in shared else name: key for name, more, key in named}


def with_likely(names: Iterable[Name], *, known: Iterable[str]) -> list[Name]:
    """The names, the first of them each with the known name that is much like it."""
    by_fold = {normalised(label): label for label in known}
    listed = list(names)
    for position, name in enumerate(listed[:SEARCHED]):
        alike = get_close_matches(normalised(name.ref), by_fold, n=1, cutoff=0.75)
        if alike:
            listed[position] = replace(name, perhaps=by_fold[alike[0]])
    return listed


def wishes_of(data: QueryDict) -> tuple[list[Wish], list[str]]:
    """What a form says for each name, and the labels typed in it that are nobody's; `all` creates what is left open."""
    rows = list(zip(*(data.getlist(name) for name in ("kind", "name_source", "ref", "target")), strict=False))
    keys = {kind: labels(kind) for kind in (PERSON, TEAM)}
    create, everything = set(data.getlist("create")), data.get("do") == "all"
    wishes, strangers = [], []
    for kind, source, ref, typed in rows:
        target = keys[kind].get(typed.strip(), "") if kind in keys else ""
        if typed.strip() and not target:
            strangers.append(typed.strip())
        elif target or everything or f"{kind}|{source}|{ref}" in create:
            wishes.append(Wish(kind, source, ref, target or NEW, data.get("new_team", "") if kind == PERSON else ""))
    return wishes, strangers


def fulfil(wishes: Iterable[Wish], *, by: User | None, at: datetime) -> int:
    """Do all of it, then tell the fact store once, which attributes the facts anew; how many names are known now."""
    with transaction.atomic():
        done = sum(_fulfil_one(wish, by=by, at=at) for wish in wishes)
    if done:
        publish_directory(facts())
    return done


def _fulfil_one(wish: Wish, *, by: User | None, at: datetime) -> bool:
    if wish.target == NEW:
        _create(wish, by=by, at=at)
        return True
    if wish.kind == PERSON and (person := Person.objects.filter(key=wish.target).first()):
        alias_person(source=wish.source, ref=wish.ref, person=person, by=by, at=at)
        return True
    if wish.kind == TEAM and (team := Team.objects.filter(key=wish.target).first()):
        alias_team(source=wish.source, ref=wish.ref, team=team, by=by, at=at)
        return True
    return False


def _create(wish: Wish, *, by: User | None, at: datetime) -> None:
    team = Team.objects.filter(key=wish.team).first() if wish.team else None
    if wish.kind == PERSON:
        create_person_from_ref(source=wish.source, ref=wish.ref, team=team, by=by, at=at)
    else:
        create_team_from_ref(source=wish.source, ref=wish.ref, parent=team, by=by, at=at)
