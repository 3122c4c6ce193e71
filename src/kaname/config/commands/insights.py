"""Outlooks, changes, effects and drivers, computed at once."""

from typing import Any

from django.utils import timezone

from kaname.config.commands.registry import Progress


def compute(*, progress: Progress) -> list[dict[str, Any]]:
    """What was out of date, how long it took [s] and what went wrong, empty where nothing did."""
    from kaname.insights.running import COMPUTE, compute_stale

    computed = []
    for row in compute_stale(timezone.now()):
        computed.append({"computed": str(row.subject), "seconds": round(row.seconds or 0.0, 1), "failure": row.failure})
        progress(len(computed), len(COMPUTE))
    return computed
