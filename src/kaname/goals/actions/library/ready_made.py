"""The ready-made actions, and those that serve a metric."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kaname.facts.labels import Label


@dataclass(frozen=True)
class ReadyMade:
    """One action as plans can begin with it; `initiative` is what it would belong to."""

    key: str
    name: Label
    about: Label
    initiative: Label
    moves: tuple[str, ...]
    metric_key: str
    cadence: str
    quota: Decimal
    scales: bool
    on_closed: str


@cache
def ready_made() -> Mapping[str, ReadyMade]:
    text = files(__package__).joinpath("actions.yaml").read_text(encoding="utf-8")
    return {key: _read(key, found) for key, found in yaml.safe_load(text).items()}


def serving(metric_key: str) -> list[ReadyMade]:
    """Those that move the metric; all where none is meant for it."""
    found = [one for one in ready_made().values() if metric_key in one.moves]
    return found or list(ready_made().values())


def _read(key: str, found: Mapping[str, Any]) -> ReadyMade:
    return ReadyMade(
        key=key,
        name=Label.of(found["name"]),
        about=Label.of(found["about"]),
        initiative=Label.of(found["initiative"]),
        moves=tuple(found["moves"]),
        metric_key=found.get("metric", ""),
        cadence=found["cadence"],
        quota=Decimal(found["quota"]),
        scales=bool(found.get("scales", False)),
        on_closed=found.get("on_closed", "skip"),
    )
