"""The metrics of a file beside those that are here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from kaname.facts.errors import FactsError
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.exchange.problems import MAPPING
from kaname.goals.in_use import MetricInUse, all_metrics
from kaname.goals.metrics_exchange import WORDS
from kaname.goals.metrics_yaml import Path
from kaname.goals.problems import problem_words


@dataclass
class Metrics:
    """`known` are all that there will be, as if none was archived; parts come first in `new`."""

    known: dict[str, MetricInUse]
    new: dict[str, MetricDefinition] = field(default_factory=dict)
    changed: dict[str, MetricDefinition] = field(default_factory=dict)
    problems: list[tuple[Path, str]] = field(default_factory=list)


def match_metrics(parts: Mapping[str, Any]) -> Metrics:
    found = Metrics({key: replace(metric, archived_at=None) for key, metric in all_metrics().items()})
    for key, data in parts.items():
        definition = _read(found, key, data)
        if definition is None:
            continue
        here = found.known.get(key)
        if here is None:
            found.new[key] = definition
        elif here.definition != definition:
            found.changed[key] = definition
        found.known[key] = MetricInUse(definition, 0, 0, True, None, "")
    definitions = {key: metric.definition for key, metric in found.known.items()}
    for key, definition in (found.new | found.changed).items():
        problems = definition.validate(definitions)
        found.problems += [(("metrics", key), problem_words(one, definitions=definitions)) for one in problems]
    found.new = _parts_first(found.new)
    return found


def _read(found: Metrics, key: str, data: Any) -> MetricDefinition | None:
    if not isinstance(data, dict):
        found.problems.append((("metrics", key), str(MAPPING)))
        return None
    try:
        return MetricDefinition.from_dict({**data, "key": key})
    except FactsError as error:
        part = str(error.params.get("part") or "")
        words = str(WORDS.get(part, WORDS["unreadable"])) % {"detail": str(error)}
        found.problems.append((("metrics", key, part), words))
        return None


def _parts_first(definitions: Mapping[str, MetricDefinition]) -> dict[str, MetricDefinition]:
    """In an order in which each can be made: those that it is computed from are there before."""
    ordered: dict[str, MetricDefinition] = {}
    waiting = dict(definitions)
    while waiting:
        ready = [key for key, one in waiting.items() if not set(one.parts) & waiting.keys()] or list(waiting)
        ordered |= {key: waiting.pop(key) for key in ready}
    return ordered


def unknown_metric(key: str) -> str:
    return _("There is no metric %(key)s here, and the file does not define it under “metrics”.") % {"key": key}
