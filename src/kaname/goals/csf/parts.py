"""What a candidate consists of, checked before the ledger keeps it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypedDict

from kaname.goals.errors import GoalsError
from kaname.goals.in_use import all_metrics
from kaname.goals.models import Csf, WorksheetCell
from kaname.goals.setting import worded
from kaname.goals.typed import storable

FIGURES = ("effect_low", "effect_high", "budget", "effort_days", "confidence")
COSTS = ("budget", "effort_days")
FINEST = {"effort_days": Decimal("0.01"), "confidence": Decimal("0.0001")}
LONGEST_NAME = 200
LONGEST_DESCRIPTION = 2000


class CsfParts(TypedDict, total=False):
    """Effects in the unit of the goal's metric, the budget in the organisation's currency, effort in person-days."""

    name: str
    description: str
    effect_low: Decimal | None
    effect_high: Decimal | None
    budget: Decimal | None
    effort_days: Decimal | None
    confidence: Decimal | None
    metric_keys: list[str]
    reason: str
    library_key: str
    cell: WorksheetCell | None


def checked(parts: CsfParts, *, of: Csf) -> CsfParts:
    """The parts as the ledger keeps them, if they suit each other and what `of` has already.

    Raises
    ------
    GoalsError
        csf_name_needed, text_too_long, reason_too_long, effect_reversed, cost_negative, confidence_out_of_range,
        metric_unknown, value_too_large or value_too_fine.
    """
    found: dict[str, Any] = {**parts}
    for name in FIGURES & parts.keys():
        found[name] = figure(name, found[name])
    if "name" in parts:
        found["name"] = named(parts["name"])
    if "description" in parts:
        found["description"] = described(parts["description"])
    if "reason" in parts:
        found["reason"] = worded(parts["reason"])
    if "metric_keys" in parts:
        found["metric_keys"] = known_metrics(parts["metric_keys"], already=of.metric_keys)
    require_ordered(found.get("effect_low", of.effect_low), found.get("effect_high", of.effect_high))
    return found  # type: ignore[return-value]


# A thousand people for two thousand years.
MOST_DAYS = 1_000_000_000


def figure(name: str, value: Decimal | None) -> Decimal | None:
    """One number, if it can be what it is called. Raises GoalsError."""
    if value is None:
        return None
    value = storable(value)
    if name in COSTS and value < 0:
        raise GoalsError("cost_negative")
    if name == "confidence" and not 0 <= value <= 1:
        raise GoalsError("confidence_out_of_range")
    if name in FINEST and value != value.quantize(FINEST[name]):
        raise GoalsError("value_too_fine_for_it", places=-int(FINEST[name].as_tuple().exponent))
    if name == "effort_days" and value >= MOST_DAYS:
        raise GoalsError("effort_too_large", most=f"{MOST_DAYS:,}")
    return value


def require_ordered(low: Decimal | None, high: Decimal | None) -> None:
    """Raise GoalsError effect_reversed where the high end lies below the low one."""
    if low is not None and high is not None and high < low:
        raise GoalsError("effect_reversed")


def named(text: str) -> str:
    """A name with single spaces. Raises GoalsError csf_name_needed or text_too_long."""
    text = " ".join(text.split())
    if not text:
        raise GoalsError("csf_name_needed")
    if len(text) > LONGEST_NAME:
        raise GoalsError("text_too_long", limit=LONGEST_NAME)
    return text


def described(text: str) -> str:
    """A text of several lines. Raises GoalsError text_too_long."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_DESCRIPTION:
        raise GoalsError("text_too_long", limit=LONGEST_DESCRIPTION)
    return text


def known_metrics(keys: list[str], *, already: list[str]) -> list[str]:
    """Each key once, in order; archived ones only where they were linked before. Raises GoalsError metric_unknown."""
    metrics = all_metrics()
    keys = list(dict.fromkeys(keys))
    for key in keys:
        metric = metrics.get(key)
        if metric is None or (metric.archived_at is not None and key not in already):
            raise GoalsError("metric_unknown", metric=key)
    return keys
