"""A file of goals as its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from kaname.goals.exchange.document import GoalPart, GoalsFile
from kaname.goals.exchange.problems import MAPPING, FileProblem, malformed
from kaname.goals.exchange.yaml_reading import YamlText, read_yaml


@dataclass(frozen=True)
class FileRead:
    """`head` is all of it but the goals, None where it cannot be read; `goals` are those that can, by their place."""

    text: YamlText
    head: GoalsFile | None
    goals: dict[int, GoalPart]
    problems: tuple[FileProblem, ...]


def read_file(text: str) -> FileRead:
    """Everything that can be read, and what is wrong with the rest. Raises YamlUnreadableError."""
    read = read_yaml(text)
    if not isinstance(read.data, dict):
        return FileRead(read, None, {}, (FileProblem((), 1, str(MAPPING)),))
    asked = read.data.get("goals", [])
    head, problems = _head(read, asked)
    goals: dict[int, GoalPart] = {}
    for place, data in enumerate(asked if isinstance(asked, list) else []):
        try:
            goals[place] = GoalPart.model_validate(data)
        except ValidationError as error:
            problems += malformed(error, read, within=("goals", place))
    return FileRead(read, head, goals, tuple(problems))


def _head(read: YamlText, goals: Any) -> tuple[GoalsFile | None, list[FileProblem]]:
    data = read.data | {"goals": [] if isinstance(goals, list) else goals}
    try:
        return GoalsFile.model_validate(data), []
    except ValidationError as error:
        return None, list(malformed(error, read))
