"""Typical factors of success by line of work, to start from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.utils.translation import gettext as _

from kaname.facts.labels import Label
from kaname.goals.csf.candidates import add_csf
from kaname.goals.errors import GoalsError
from kaname.goals.in_use import all_metrics, in_use
from kaname.goals.models import Csf, Goal
from kaname.goals.words import name_of
from kaname.people.models import User


@dataclass(frozen=True)
class TypicalCsf:
    """One factor: its key (with its line of work before the dot), what is done, which metrics move, what to watch."""

    key: str
    name: Label
    about: Label
    watch: Label
    metric_keys: tuple[str, ...]


@cache
def library() -> Mapping[str, tuple[TypicalCsf, ...]]:
    """The factors of each line of work, in reading order."""
    text = files(__package__).joinpath("library.yaml").read_text(encoding="utf-8")
    return {work: tuple(_read(work, factors)) for work, factors in yaml.safe_load(text).items()}


def csf_from_library(goal: Goal, key: str, *, by: User | None, at: datetime) -> Csf:
    """Copy a typical factor to the goal's candidates, in the language of the moment, with its metrics in use.

    Raises
    ------
    GoalsError
        not_yours_to_set, csf_unknown.
    """
    found = next((one for factors in library().values() for one in factors if one.key == key), None)
    if found is None:
        raise GoalsError("csf_unknown")
    current = in_use(all_metrics())
    watch = _("What to watch: %(watch)s") % {"watch": name_of(found.watch)}
    return add_csf(
        goal,
        name=name_of(found.name),
        description=f"{name_of(found.about)}\n{watch}",
        metric_keys=[metric for metric in found.metric_keys if metric in current],
        library_key=found.key,
        by=by,
        at=at,
    )


def _read(work: str, factors: Mapping[str, Mapping[str, Any]]) -> Iterator[TypicalCsf]:
    for key, factor in factors.items():
        yield TypicalCsf(
            key=f"{work}.{key}",
            name=Label.of(factor["name"]),
            about=Label.of(factor["about"]),
            watch=Label.of(factor["watch"]),
            metric_keys=tuple(factor["metrics"]),
        )
