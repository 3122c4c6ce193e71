"""Which way a metric is better."""

from enum import StrEnum


class Direction(StrEnum):
    """Higher is better, lower is better, or best inside a range."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"
