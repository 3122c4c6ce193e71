"""Metric definitions and values."""

from datetime import date
from typing import Any

from django.utils import timezone, translation

from kaname.config.commands.problem import CommandProblem
from kaname.config.commands.registry import Progress


def values(
    *, key: str, since: str, until: str, by: list[str], where: dict[str, list[str]], progress: Progress
) -> list[dict[str, Any]]:
    """The metric's values as `kaname metric` prints them."""
    from kaname.goals.queries import metric_values

    return metric_values(
        key, since=date.fromisoformat(since), until=date.fromisoformat(until), by=by, where=where, scope=None
    )


def listing(*, progress: Progress) -> list[dict[str, Any]]:
    """Every metric in use: key, name and definition in words."""
    from kaname.goals.queries import definitions
    from kaname.goals.words import sentence

    language = translation.get_language() or "en"
    in_use = definitions()
    return [
        {"key": key, "name": metric.name[language], "unit": metric.unit, "definition": str(sentence(metric, in_use))}
        for key, metric in in_use.items()
    ]


def export(*, progress: Progress) -> str:
    """Every definition as YAML."""
    from kaname.goals.operations import export_metrics

    return export_metrics()


def import_definitions(*, text: str, apply: bool, progress: Progress) -> dict[str, Any]:
    """Add and change definitions from YAML; all of it or nothing."""
    from kaname.goals.operations import import_metrics

    result = import_metrics(text, apply=apply, by=None, at=timezone.now())
    if result.problems:
        raise CommandProblem("\n".join(map(str, result.problems)))
    return {"created": result.created, "changed": result.changed, "unchanged": result.unchanged}
