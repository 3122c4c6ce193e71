"""A split as one word of a form, `product:deals_won,close_rate:`, and back."""

from __future__ import annotations

from kaname.goals.kpi_tree.split import Split
from kaname.measures.operation import Operation


def split_code(split: Split) -> str:
    return f"{split.operation}:{','.join(split.keys)}:{','.join(map(repr, split.weights))}"


def read_split(code: str) -> Split | None:
    """None for anything that is no code."""
    try:
        operation, keys, weights = code.split(":")
        return Split(
            Operation(operation), tuple(keys.split(",")), tuple(map(float, weights.split(",") if weights else ()))
        )
    except ValueError:
        return None
