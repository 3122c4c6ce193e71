"""Where two states of a goal differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kaname.goals.exchange.problems import written
from kaname.goals.metrics_yaml import Path

MOST_SHOWN = 50


@dataclass(frozen=True)
class Difference:
    """One value that is, or is not, there before and after; None where it is not."""

    path: Path
    before: Any
    after: Any

    @property
    def where(self) -> str:
        return written(self.path)

    def as_dict(self) -> dict[str, str | None]:
        return {"where": self.where, "before": _said(self.before), "after": _said(self.after)}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    """Every place where plain data differs, in order of the data. Without recursion, as trees may be deep."""
    waiting: list[tuple[Path, Any, Any]] = [((), before, after)]
    while waiting:
        path, here, there = waiting.pop()
        if isinstance(here, dict) and isinstance(there, dict):
            names = [*here, *(name for name in there if name not in here)]
            waiting += [((*path, name), here.get(name), there.get(name)) for name in reversed(names)]
        elif isinstance(here, list) and isinstance(there, list):
            pairs = [(_at(here, place), _at(there, place)) for place in range(max(len(here), len(there)))]
            waiting += [((*path, place), *pair) for place, pair in reversed(list(enumerate(pairs)))]
        elif here != there:
            yield Difference(path, here, there)


def _at(values: list[Any], place: int) -> Any:
    return values[place] if place < len(values) else None


def _said(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, dict):
        told = [str(value[name]) for name in ("name", "metric", "kind", "text", "value") if name in value]
        return " ".join(told) or "…"
    return f"{len(value)}" if isinstance(value, list) else str(value)
