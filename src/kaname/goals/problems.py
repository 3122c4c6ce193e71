"""Why a metric cannot be computed, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaname.facts.errors import FactsError
from kaname.facts.metrics.validate import MetricProblem
from kaname.facts.streams import STREAMS
from kaname.goals.words import metric_name, name_of, quoted

SENTENCES = {
    "key_malformed": gettext_lazy(
        "A key is up to 64 small letters a–z, digits and underscores, and starts with a letter, such as first_calls."
    ),
    "unknown_stream": gettext_lazy("There is no kind of facts called %(stream)s."),
    "unknown_field": gettext_lazy("%(stream)s have no field %(field)s."),
    "field_needed": gettext_lazy("Choose the field to compute with."),
    "field_not_numeric": gettext_lazy("%(field)s holds no numbers, so it cannot be added up or compared by size."),
    "field_not_countable": gettext_lazy("%(field)s holds several values; choose one of them by its own name."),
    "field_not_for_conditions": gettext_lazy(
        "%(field)s cannot stand in a condition. The number can be grouped and filtered by it wherever it is shown."
    ),
    "value_unknown": gettext_lazy("%(field)s is never %(value)s."),
    "value_not_numeric": gettext_lazy("%(field)s is compared with %(value)s, which is not a number."),
    "value_too_large": gettext_lazy("%(field)s is compared with %(value)s, which no field can hold."),
    "value_not_text": gettext_lazy("%(field)s is compared with a text that holds characters no text has."),
    "value_needed": gettext_lazy("The condition on %(field)s needs a value."),
    "unknown_metric": gettext_lazy("There is no metric %(metric)s in use."),
    "circular": gettext_lazy("It would be computed from itself: %(path)s."),
    "parts_needed": gettext_lazy("Choose the metrics to compute with; a difference or a ratio takes exactly two."),
    "weights_needed": gettext_lazy("A weighted sum needs one weight for each metric."),
    "weight_too_large": gettext_lazy("A weight is a number with at most 14 digits before the decimal point."),
    "weights_unwanted": gettext_lazy("Only a weighted sum has weights."),
    "part_broken": gettext_lazy("It is computed from %(metric)s, which cannot be computed itself."),
    "attribute_unseen": gettext_lazy("No fact of %(stream)s has had a column %(field)s yet."),
    "no_facts": gettext_lazy("No %(stream)s have been imported yet."),
}


def problem_words(
    problem: MetricProblem, *, definitions: Mapping[str, Any] | None = None, stream: str | None = None
) -> str:
    """The problem as a sentence for the screen; streams, fields (of `stream`) and metrics by their names."""
    params = {name: str(value) for name, value in problem.params.items()}
    stream = params.get("stream") or stream or ""
    if "stream" in params and stream in STREAMS:
        params["stream"] = name_of(STREAMS[stream].name)
    if "metric" in params:
        params["metric"] = quoted(metric_name(params["metric"], definitions or {}))
    if "field" in params:
        known = stream in STREAMS and STREAMS[stream].has_field(params["field"])
        params["field"] = quoted(name_of(STREAMS[stream].field(params["field"]).name) if known else params["field"])
    if "value" in params:
        params["value"] = quoted(params["value"])
    sentence = SENTENCES.get(problem.code)
    return str(sentence) % params if sentence else _("It cannot be computed: %(why)s") % {"why": str(problem)}


def facts_words(error: FactsError, *, definitions: Mapping[str, Any] | None = None) -> str:
    """What keeps facts from answering, as a sentence for the screen."""
    problems = error.params.get("problems")
    if isinstance(problems, list) and problems:
        return problem_words(problems[0], definitions=definitions)
    if error.code == "unknown_field":
        return _("No fact has a field “%(field)s”.") % {"field": error.params.get("field", "")}
    if error.code == "too_many_values":
        return _("The answer would have more than %(most)s values. Ask for fewer days or fewer fields.") % {
            "most": f"{error.params['most']:,}"
        }
    return str(error)
