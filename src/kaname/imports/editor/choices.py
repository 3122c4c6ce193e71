"""One field's place in a mapping as a form shows it: a column, a fixed value, or something only the YAML can say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kaname.facts.streams import Field, FieldType

SHOWN_KEYS = frozenset({"column", "map"})


class Kind(StrEnum):
    """How a field gets its value."""

    NOTHING = "nothing"
    COLUMN = "column"
    VALUE = "value"
    KEPT = "kept"


@dataclass(frozen=True)
class Choice:
    """`second` is the column of the time of day, or where a span ends. `map` translates what the column holds."""

    kind: Kind = Kind.NOTHING
    column: str = ""
    second: str = ""
    value: str = ""
    map: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, origin: Any, *, field: Field) -> Choice:
        """Read the mapping's entry for `field`; None where there is none."""
        match origin:
            case None:
                return cls()
            case str():
                return cls(Kind.COLUMN, column=origin)
            case {"value": value}:
                return cls(Kind.VALUE, value=str(value))
            case {"column": str(column), **rest}:
                return cls(Kind.COLUMN, column=column, map=_as_map(rest.get("map")))
            case {"columns": [str(day), str(time)]} if field.type is FieldType.INSTANT:
                return cls(Kind.COLUMN, column=day, second=time)
            case {"from": str(start), "to": str(end)}:
                return cls(Kind.COLUMN, column=start, second=end)
        return cls(Kind.KEPT)

    def origin(self, *, before: Any, field: Field) -> Any:
        """The mapping's entry, keeping from the one `before` what the form does not show. None for nothing."""
        match self.kind:
            case Kind.NOTHING:
                return None
            case Kind.VALUE:
                return {"value": self.value}
            case Kind.KEPT:
                return before
        if self.second:
            return self._of_two_columns(before, field=field)
        same_column = isinstance(before, Mapping) and before.get("column") == self.column
        kept = {key: value for key, value in before.items() if key not in SHOWN_KEYS} if same_column else {}
        data = {"column": self.column, **({"map": dict(self.map)} if self.map else {}), **kept}
        return data if len(data) > 1 else self.column

    def _of_two_columns(self, before: Any, *, field: Field) -> dict[str, Any]:
        if field.type is not FieldType.INSTANT:
            return {"from": self.column, "to": self.second}
        kept = before if isinstance(before, Mapping) and "columns" in before else {}
        return {**kept, "columns": [self.column, self.second]}


def _as_map(data: Any) -> dict[str, str]:
    return {str(found): str(meant) for found, meant in data.items()} if isinstance(data, Mapping) else {}


def takes_second(field: Field) -> str:
    """What a second column would be for the field: the time of day, the end of a span, or "" for none."""
    if field.type is FieldType.INSTANT:
        return "time"
    return "end" if field.unit == "seconds" else ""
