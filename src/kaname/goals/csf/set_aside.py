"""Effects stated for another metric: kept beside the candidate until somebody says them in the goal's unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.errors import GoalsError
from kaname.goals.in_use import all_metrics
from kaname.goals.models import Csf, Goal
from kaname.goals.typed import storable

# Among what is typed and does not count: by the metric that it was stated for, by part.
SET_ASIDE = "set_aside"
EFFECTS = ("effect_low", "effect_high")


@dataclass(frozen=True)
class SetAside:
    """What was stated for the metric of this key, in that metric's unit; None where nothing was."""

    metric_key: str
    low: Decimal | None
    high: Decimal | None


def set_aside(csf: Csf) -> Iterator[SetAside]:
    """What waits to be said anew."""
    for key, ends in csf.typed.get(SET_ASIDE, {}).items():
        low, high = (Decimal(ends[name]) if name in ends else None for name in EFFECTS)
        yield SetAside(key, low, high)


def require_set_aside(typed: dict[str, Any]) -> dict[str, Any]:
    """The same, if what waits in it can be read. Raises ValueError with what is expected."""
    waiting = typed.get(SET_ASIDE, {})
    sound = isinstance(waiting, dict) and all(isinstance(ends, dict) for ends in waiting.values())
    if not sound or not all(_is_end(name, end) for ends in waiting.values() for name, end in ends.items()):
        raise ValueError(
            _('Under “set_aside” stand “effect_low” and “effect_high” by metric, each a number in quotes: "5000000".')
        )
    return typed


def _is_end(name: str, end: Any) -> bool:
    try:
        return name in EFFECTS and isinstance(end, str) and storable(Decimal(end)).is_finite()
    except (GoalsError, ArithmeticError):
        return False


def follow_metric(goal: Goal, *, before: str) -> None:
    """Set aside the candidates' effects where the goal's metric has another unit now; those that have it come back."""
    metrics = {key: metric.definition for key, metric in all_metrics().items()}
    old, new = metrics.get(before), metrics.get(goal.metric_key)
    if old is not None and new is not None and same_unit(old, new):
        return
    for csf in goal.csfs.all():
        _put_away(csf, before)
        _bring_back(csf, new, metrics)
        csf.save(update_fields=[*EFFECTS, "typed"])


def said_anew(csf: Csf) -> None:
    """Once both ends are known again, nothing waits any more."""
    if None not in (csf.effect_low, csf.effect_high):
        csf.typed.pop(SET_ASIDE, None)


def same_unit(one: MetricDefinition, other: MetricDefinition) -> bool:
    """Ten deals are not ten calls."""
    return (one.unit, one.counter) == (other.unit, other.counter)


def _put_away(csf: Csf, metric_key: str) -> None:
    ends = {name: f"{getattr(csf, name).normalize():f}" for name in EFFECTS if getattr(csf, name) is not None}
    if ends:
        csf.typed[SET_ASIDE] = csf.typed.get(SET_ASIDE, {}) | {metric_key: ends}
        csf.effect_low = csf.effect_high = None


def _bring_back(csf: Csf, new: MetricDefinition | None, metrics: dict[str, MetricDefinition]) -> None:
    waiting: dict[str, Any] = csf.typed.get(SET_ASIDE, {})
    fitting = [key for key in waiting if new is not None and key in metrics and same_unit(metrics[key], new)]
    if not fitting:
        return
    for name, end in waiting.pop(fitting[-1]).items():
        setattr(csf, name, Decimal(end))
    if not waiting:
        del csf.typed[SET_ASIDE]
