"""Effects that were stated for another metric, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.csf.ranking_words import range_words
from kaname.goals.csf.set_aside import SetAside, set_aside
from kaname.goals.models import Csf
from kaname.goals.reader import Reader
from kaname.goals.words import name_of, within_sentence
from kaname.web.formats import quantities


def written_for(csf: Csf, reader: Reader) -> Iterator[str]:
    """Short phrases: which effects wait, and the metric that they were stated for."""
    for one in set_aside(csf):
        metric = reader.definitions.get(one.metric_key)
        if metric is not None:
            words = {"effect": _range(one, metric, reader), "metric": within_sentence(name_of(metric.name))}
            yield _("effect %(effect)s, written for %(metric)s") % words


def say_anew(csf: Csf, metric: MetricDefinition | None, reader: Reader) -> str:
    """What to do about them, empty where there are none."""
    waiting = list(written_for(csf, reader))
    if not waiting or metric is None:
        return ""
    words = {"effects": "; ".join(waiting), "metric": within_sentence(name_of(metric.name))}
    return _("Kept, but not counted: %(effects)s. Say it anew for %(metric)s.") % words


def _range(one: SetAside, metric: MetricDefinition, reader: Reader) -> str:
    """Both ends, or the one that is known. [unit of the metric]"""
    unit = reader.unit(metric)
    if one.low is not None and one.high is not None:
        return range_words(float(one.low), float(one.high), unit, language=reader.language)
    known = one.high if one.low is None else one.low
    return quantities.short(known, unit, language=reader.language)
