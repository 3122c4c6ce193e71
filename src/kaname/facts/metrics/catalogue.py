"""The ready catalogue of metrics, by the line of work it serves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from kaname.facts.labels import Label
from kaname.facts.metrics.definition import MetricDefinition

PARTS = ("inside_sales", "field_sales", "marketing", "support", "saas", "restaurants")


def catalogue() -> dict[str, MetricDefinition]:
    """Every ready metric by key."""
    return {key: definition for metrics in catalogue_by_work().values() for key, definition in metrics.items()}


@cache
def catalogue_by_work() -> Mapping[str, Mapping[str, MetricDefinition]]:
    """The ready metrics of each line of work, in reading order."""
    return MappingProxyType({part: MappingProxyType(_metrics(_read(part))) for part in PARTS})


@cache
def work_names() -> Mapping[str, Label]:
    return MappingProxyType({part: Label.of(_read(part)["name"]) for part in PARTS})


def _metrics(data: Mapping[str, Any]) -> dict[str, MetricDefinition]:
    return {key: MetricDefinition.from_dict({"key": key, **metric}) for key, metric in data["metrics"].items()}


def _read(part: str) -> dict[str, Any]:
    text = files(__package__).joinpath("catalogue", f"{part}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)  # type: ignore[no-any-return]
