"""What is assumed, as it was typed, and what that says. A scenario keeps what was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from kaname.goals.errors import GoalsError
from kaname.goals.reader import Reader
from kaname.goals.typed import read_value

ENDS, CHANGES, TRIED = "end-", "change-", "tried-"
TARGET, PEOPLE, SINCE, HOURS = "target", "people", "since", "hours"
LEAST, MOST = -0.95, 5.0
MOST_PEOPLE = 10_000.0
MOST_FIELDS, LONGEST, LONGEST_NAME = 200, 40, 80


@dataclass(frozen=True)
class Assumptions:
    """`ends` of nodes by metric; `changes` of metrics from here on by the field they were typed in; `people` joining
    (or leaving) from `since` on; `hours` more or less from here on; another `target` of the goal.

    What cannot be read is not assumed, and stands in `errors` by field. [unit of the metric; ratio; people; ratio]
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    ends: Mapping[str, float] = field(default_factory=dict)
    changes: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    people: float = 0.0
    since: date | None = None
    hours: float = 0.0
    target: float | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.ends or self.changes or self.people or self.hours or self.target is not None)


def typed_in(query: Mapping[str, str]) -> dict[str, str]:
    """What of an address or form is an assumption; empty fields are none."""
    names = (TARGET, PEOPLE, SINCE, HOURS)
    found = {
        name: text.strip()[:LONGEST]
        for name, text in query.items()
        if (name in names or (name.startswith((ENDS, CHANGES, TRIED)) and len(name) <= LONGEST_NAME)) and text.strip()
    }
    return dict(list(found.items())[:MOST_FIELDS])


def read(typed: Mapping[str, str], *, root: str, initiatives: Mapping[str, str], reader: Reader) -> Assumptions:
    """`root` is the goal's metric; `initiatives` say which metric each initiative (by its id) moves."""
    reading = _Reading(reader, {})
    ends = {
        key: value
        for key in _keys(typed, ENDS)
        if key in reader.definitions and (value := reading.value(key, ENDS + key, typed)) is not None
    }
    changes = {}
    for name, text in typed.items():
        if name.startswith(CHANGES):
            changes[name] = (name.removeprefix(CHANGES), reading.change(name, text))
        elif name.startswith(TRIED) and name.removeprefix(TRIED) in initiatives:
            changes[name] = (initiatives[name.removeprefix(TRIED)], reading.change(name, text))
    return Assumptions(
        typed=typed,
        ends=ends,
        changes={name: (key, change) for name, (key, change) in changes.items() if change},
        people=reading.people(typed.get(PEOPLE, "")),
        since=reading.day(typed.get(SINCE, "")),
        hours=reading.change(HOURS, typed.get(HOURS, "")),
        target=reading.value(root, TARGET, typed) if root in reader.definitions else None,
        errors=reading.errors,
    )


@dataclass(frozen=True)
class _Reading:
    reader: Reader
    errors: dict[str, str]

    def value(self, key: str, name: str, typed: Mapping[str, str]) -> float | None:
        if name not in typed:
            return None
        try:
            return float(read_value(typed[name], metric=self.reader.definitions[key], currency=self.reader.currency))
        except GoalsError as error:
            self.errors[name] = str(error)
            return None

    def change(self, name: str, text: str) -> float:
        """10, +10 % or -5: percent. [ratio]"""
        if not text:
            return 0.0
        number = _number(text.replace("%", "").replace("％", ""))
        if number is None or not LEAST <= number / 100 <= MOST:
            self.errors[name] = _("Give a change in percent, between -95 and +500.")
            return 0.0
        return number / 100

    def people(self, text: str) -> float:
        number = _number(text) if text else 0.0
        if number is None or abs(number) > MOST_PEOPLE:
            self.errors[PEOPLE] = _("Give a number of people, such as 2, 0.5 or -1.")
            return 0.0
        return number

    def day(self, text: str) -> date | None:
        if not text:
            return None
        try:
            return date.fromisoformat(unicodedata.normalize("NFKC", text).replace("/", "-"))
        except ValueError:
            self.errors[SINCE] = _("Give a day, such as 2026-12-01.")
            return None


def _keys(typed: Mapping[str, str], prefix: str) -> list[str]:
    return [name.removeprefix(prefix) for name in typed if name.startswith(prefix)]


def _number(text: str) -> float | None:
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace(",", "").strip()
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None
