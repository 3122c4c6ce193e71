"""Metrics by the line of work that they serve, for lists and selects."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaname.facts.metrics.catalogue import work_names
from kaname.goals.in_use import MetricInUse
from kaname.goals.reader import Reader
from kaname.goals.words import name_of


def by_work(metrics: list[MetricInUse]) -> list[tuple[str, list[MetricInUse]]]:
    """Groups in reading order: those added here first, then the catalogue's lines of work; empty ones left out."""
    names = {"": _("Your own")} | {work: name_of(label) for work, label in work_names().items()}
    groups = [(name, [metric for metric in metrics if metric.work == work]) for work, name in names.items()]
    return [(name, members) for name, members in groups if members]


def metric_groups(reader: Reader) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of a select: what boards show first, then everything else by line of work."""
    current = [metric for metric in reader.metrics.values() if metric.archived_at is None]
    on_board = [metric for metric in current if metric.on_board]
    others = by_work([metric for metric in current if not metric.on_board])
    groups = [(_("On the board"), on_board), *others]
    return [
        (label, [(metric.key, name_of(metric.definition.name)) for metric in members])
        for label, members in groups
        if members
    ]
