"""By which fields numbers are watched, and which of their values are large enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaname.facts.asking.question import Groups
from kaname.facts.metrics.definition import MetricDefinition, streams_of
from kaname.facts.metrics.fields import fields_of
from kaname.insights.changes.groups import Group
from kaname.insights.changes.setting import Setting, asking_for
from kaname.insights.series import Parts
from kaname.measures.periods import ONE_DAY, Period
from kaname.web.store import facts

# Fields that say what was done and how it went, not for whom: a rate is fixed by them.
OF_THE_DEED = frozenset({"kind", "outcome", "direction", "stage", "status", "feature", "account_key"})
MOST_FIELDS, MOST_VALUES = 8, 8
# A field with more values than these names single things. A value with less of the whole is too small to say anything.
MOST_KINDS, LEAST_SHARE = 400, 0.03
# Longer ones are texts and no names; the ledger does not keep them.
LONGEST_VALUE = 200
USUAL_DAYS = 182 * ONE_DAY


def segment_fields(key: str, definitions: Mapping[str, MetricDefinition]) -> list[str]:
    """Those by which a metric is watched."""
    return known_fields(key, definitions)[:MOST_FIELDS]


def known_fields(key: str, definitions: Mapping[str, MetricDefinition]) -> list[str]:
    """Fields of the facts, and further columns that the sources gave: others were once, before facts were erased."""
    streams = streams_of([key], definitions)
    named = [field for field in fields_of(key, definitions) if field not in OF_THE_DEED]
    further = set.intersection(*(set(facts().attribute_names(stream)) for stream in streams)) if streams else set()
    return [*named, *sorted(further - set(named))]


def largest_values(
    metrics: Mapping[str, Parts], fields: Mapping[str, Sequence[str]], setting: Setting, *, until: Period
) -> dict[str, list[Group]]:
    """The largest segments of each metric in a span of days, by what it is counted on."""
    found: dict[str, list[Group]] = {key: [] for key in metrics}
    for field in sorted({field for of_metric in fields.values() for field in of_metric}):
        keys = [key for key in metrics if field in fields[key]]
        for key, values in _largest(field, {key: metrics[key] for key in keys}, setting, until).items():
            found[key] += [Group(field=field, value=value) for value in values]
    return found


def _largest(field: str, metrics: Mapping[str, Parts], setting: Setting, days: Period) -> dict[str, list[str]]:
    counted = {key: parts.events or parts.value for key, parts in metrics.items()}
    asking = asking_for(counted.values(), setting)
    groups = asking.by(field, [part.key for part in counted.values()], period=days, where={})
    named = [value for value in groups.present if value and len(value) <= LONGEST_VALUE]
    if len(named) > MOST_KINDS:
        return {key: [] for key in metrics}
    return {key: _of_size(groups, part.key, named) for key, part in counted.items()}


def _of_size(groups: Groups, key: str, named: Sequence[str]) -> list[str]:
    sizes = {value: float(groups.value(key, value) or 0.0) for value in named}
    total = sum(sizes.values())
    order = sorted((value for value in named if sizes[value] >= LEAST_SHARE * total > 0), key=lambda one: -sizes[one])
    # One value that is everything says nothing beside the whole.
    return order[:MOST_VALUES] if len(order) > 1 else []
