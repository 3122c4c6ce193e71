"""Metric definitions as YAML text: every metric with its place on the board, and where in the text each part stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import yaml

from kaname.goals.in_use import MetricInUse

HEADER = "# Metrics of Kaname: change or add definitions here, then import the file again.\n"
PLACE = ("position", "on_board", "archived")
Path = tuple[str | int, ...]


class YamlUnreadableError(Exception):
    """The text is no YAML, or not of the shape that an export has; `line` counts from 1."""

    def __init__(self, code: str, *, line: int, key: str = "", detail: str = "") -> None:
        self.code, self.line, self.key, self.detail = code, line, key, detail
        super().__init__(code)


@dataclass(frozen=True)
class MetricEntry:
    """One metric of the text: what it says, split into definition and place, and the line of each part."""

    key: str
    definition: dict[str, Any]
    place: dict[str, Any]
    lines: Mapping[Path, int]

    def line_of(self, path: Path) -> int:
        """The line of this part, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines[path]


def write(metrics: Mapping[str, MetricInUse]) -> str:
    """All metrics in order of position."""
    return HEADER + yaml.dump(
        {"metrics": {key: _data(metric) for key, metric in metrics.items()}},
        Dumper=yaml.CSafeDumper if hasattr(yaml, "CSafeDumper") else yaml.SafeDumper,
        allow_unicode=True,
        sort_keys=False,
        width=110,
    )


def read(text: str) -> list[MetricEntry]:
    """The metrics of a text.

    Raises
    ------
    YamlUnreadableError
        yaml_broken, yaml_shape or yaml_key_twice.
    """
    with _readable():
        _refuse_aliases(text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    metrics = _child(root, "metrics")
    if not isinstance(metrics, yaml.MappingNode):
        raise YamlUnreadableError("yaml_shape", line=1)
    return [_entry(name, node) for name, node in _pairs(metrics)]


@contextmanager
def _readable(*, line: int = 1) -> Iterator[None]:
    """Whatever YAML cannot read, such as the date 2026-13-45 or a thousand nested lists, is the text's fault."""
    try:
        yield
    except YamlUnreadableError:
        raise
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise YamlUnreadableError("yaml_broken", line=mark.line + 1 if mark else line, detail=problem) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise YamlUnreadableError("yaml_broken", line=line, detail=str(error)) from error


def _refuse_aliases(text: str) -> None:
    """An alias may hold itself, or a few lines of them a billion entries; no export has any."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise YamlUnreadableError("yaml_broken", line=line, detail=f"*{event.anchor}: write it out in full")


def _data(metric: MetricInUse) -> dict[str, Any]:
    data = metric.definition.to_dict()
    data.pop("key")
    place = {"position": metric.position, "on_board": metric.on_board}
    return data | place | ({"archived": True} if metric.archived_at else {})


def _entry(name: yaml.ScalarNode, node: yaml.Node) -> MetricEntry:
    key = str(name.value)
    if not isinstance(node, yaml.MappingNode):
        raise YamlUnreadableError("yaml_shape", line=name.start_mark.line + 1, key=key)
    lines: dict[Path, int] = {(): name.start_mark.line + 1}
    with _readable(line=lines[()]):
        _note_lines(node, (), lines, key)
        data = yaml.SafeLoader("").construct_document(node)
    place = {part: data.pop(part) for part in PLACE if part in data}
    return MetricEntry(key=key, definition={"key": key, **data}, place=place, lines=lines)


def _note_lines(node: yaml.Node, path: Path, lines: dict[Path, int], key: str) -> None:
    if isinstance(node, yaml.MappingNode):
        for name, child in _pairs(node, key=key):
            lines[*path, str(name.value)] = name.start_mark.line + 1
            _note_lines(child, (*path, str(name.value)), lines, key)
    elif isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            lines[*path, number] = child.start_mark.line + 1
            _note_lines(child, (*path, number), lines, key)


def _pairs(node: yaml.MappingNode, *, key: str = "") -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    """The entries of a mapping, whose keys are plain and different: YAML itself would keep the last of two silently."""
    seen: set[str] = set()
    for name, _ in node.value:
        line = name.start_mark.line + 1
        if not isinstance(name, yaml.ScalarNode):
            raise YamlUnreadableError("yaml_shape", line=line, key=key)
        if name.value in seen:
            raise YamlUnreadableError("yaml_key_twice", line=line, key=key, detail=str(name.value))
        seen.add(name.value)
    return list(node.value)


def _child(root: yaml.Node | None, name: str) -> yaml.Node | None:
    if not isinstance(root, yaml.MappingNode):
        return None
    return next((child for key, child in _pairs(root) if key.value == name), None)
