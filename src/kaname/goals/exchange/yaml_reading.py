"""YAML text as plain data, and where in the text each part stands.

Read from the parser's events and without recursion, so that no text can exhaust the program. Of YAML's many kinds of
numbers only plain decimal ones are numbers here, and they keep every digit: 0777 and 1:30 are texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from kaname.goals.metrics_yaml import Path, YamlUnreadableError

LARGEST_TEXT = 20_000_000  # [characters]
# A KPI tree of 200 metrics, each below the other, takes two levels for each.
DEEPEST = 450
NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]{0,399})(\.[0-9]{1,400})?([eE][-+]?[0-9]{1,3})?")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TRUE = frozenset({"true", "yes", "on"})


@dataclass(frozen=True, slots=True)
class Place:
    """The line (from 1) on which a part of a text begins, and those of the parts within it by name or number."""

    line: int
    parts: dict[str | int, Place] = field(default_factory=dict)


@dataclass(frozen=True)
class YamlText:
    """What a text says, and where each part of it stands."""

    data: Any
    place: Place

    def line_of(self, path: Path) -> int:
        """The line of this part, or of the nearest one around it."""
        place = self.place
        for part in path:
            if part not in place.parts:
                break
            place = place.parts[part]
        return place.line


@dataclass
class Holder:
    """A mapping or list that is being read; `key` waits for its value."""

    data: dict[str, Any] | list[Any]
    place: Place
    key: str | None = None

    @property
    def wants_key(self) -> bool:
        return isinstance(self.data, dict) and self.key is None

    def put(self, value: Any, line: int) -> Place:
        """Take the next value; an entry of a mapping stands where its name does."""
        if isinstance(self.data, list):
            place = self.place.parts[len(self.data)] = Place(line)
            self.data.append(value)
            return place
        name, self.key = str(self.key), None
        self.data[name] = value
        return self.place.parts[name]

    def name(self, key: str, line: int) -> None:
        self.key = key
        self.place.parts[key] = Place(line)


@dataclass
class Reading:
    """Everything read so far, with the holders that are open, outermost first."""

    holders: list[Holder] = field(default_factory=list)
    root: Any = None
    place: Place = field(default_factory=lambda: Place(1))

    def take(self, event: yaml.Event) -> None:
        line = _line(event)
        if isinstance(event, yaml.AliasEvent):
            # An alias may hold itself, or a few lines of them a billion entries; no export has any.
            raise YamlUnreadableError("yaml_alias", line=line, detail=f"*{event.anchor}")
        if isinstance(event, yaml.NodeEvent):
            self._require_untagged(event, line)
            self._begin(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.holders.pop()

    def _begin(self, event: yaml.NodeEvent, line: int) -> None:
        above = self.holders[-1] if self.holders else None
        if above is not None and above.wants_key:
            above.name(_key(event, above, line), line)
            return
        value: Any = _scalar(event, line) if isinstance(event, yaml.ScalarEvent) else _empty(event)
        if above is None:
            self.root = value
        place = above.put(value, line) if above else self.place
        if not isinstance(event, yaml.ScalarEvent):
            self.holders.append(Holder(value, place))
            if len(self.holders) > DEEPEST:
                raise YamlUnreadableError("yaml_too_deep", line=line, detail=str(DEEPEST))

    def _require_untagged(self, event: yaml.NodeEvent, line: int) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise YamlUnreadableError("yaml_tag", line=line, detail=tag)


def read_yaml(text: str) -> YamlText:
    """The one document of a text.

    Raises
    ------
    YamlUnreadableError
        yaml_too_large, yaml_broken, yaml_key_twice, or what no export holds: yaml_alias, yaml_tag, yaml_too_deep,
        yaml_documents, yaml_name, yaml_character.
    """
    if len(text) > LARGEST_TEXT:
        raise YamlUnreadableError("yaml_too_large", line=1, detail=f"{LARGEST_TEXT:,}")
    reading, documents = Reading(), 0
    try:
        for event in yaml.parse(text, Loader=LOADER):
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                raise YamlUnreadableError("yaml_documents", line=_line(event))
            reading.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        raise YamlUnreadableError("yaml_broken", line=mark.line + 1 if mark else 1, detail=str(problem)) from error
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise YamlUnreadableError("yaml_character", line=line) from error
    return YamlText(reading.root, reading.place)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _key(event: yaml.NodeEvent, holder: Holder, line: int) -> str:
    """The name of an entry, plain and different from the others: YAML itself would keep the last of two silently."""
    if not isinstance(event, yaml.ScalarEvent):
        raise YamlUnreadableError("yaml_name", line=line)
    name = _text(event.value, line)
    if name in holder.data:
        raise YamlUnreadableError("yaml_key_twice", line=line, detail=name)
    return name


def _empty(event: yaml.NodeEvent) -> dict[str, Any] | list[Any]:
    return {} if isinstance(event, yaml.MappingStartEvent) else []


def _scalar(event: yaml.ScalarEvent, line: int) -> Any:
    """A text, number, day, moment, yes or no, or nothing."""
    value = _text(event.value, line)
    if not event.implicit[0]:
        return value
    match tag_of(value):
        case "null":
            return None
        case "bool":
            return value.lower() in TRUE
        case "int" | "float" if NUMBER.fullmatch(value):
            return Decimal(value) if set(value) & set(".eE") else int(value)
        case "timestamp":
            return _moment(value, line)
    return value


def tag_of(value: str) -> str:
    """What YAML takes a plain text for: str, null, bool, int, float, timestamp."""
    tag = RESOLVER.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    return str(tag).rpartition(":")[2]


def _moment(value: str, line: int) -> date:
    try:
        node = yaml.ScalarNode("tag:yaml.org,2002:timestamp", value)
        found: date = SafeConstructor().construct_yaml_timestamp(node)
    except (ValueError, OverflowError) as error:
        raise YamlUnreadableError("yaml_broken", line=line, detail=f"{value}: {error}") from error
    return found


def _text(value: str, line: int) -> str:
    """The text, if every database keeps it."""
    if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise YamlUnreadableError("yaml_character", line=line)
    return value


RESOLVER = Resolver()
