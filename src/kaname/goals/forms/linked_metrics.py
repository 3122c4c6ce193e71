"""Metrics linked with a candidate or an observation, as boxes to untick and one select that adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaname.goals.reader import Reader
from kaname.goals.work_groups import metric_groups

FIELD = "metric_keys"


def linked(data: Mapping[str, Any], *, already: Sequence[str], reader: Reader) -> list[str]:
    """The keys that a form sent, each once; what is no metric in use and was not linked before is left out."""
    sent: Sequence[str] = data.getlist(FIELD) if hasattr(data, "getlist") else data[FIELD]
    return [
        key for key in dict.fromkeys(sent) if key in reader.definitions or (key in already and key in reader.metrics)
    ]


def metric_options(reader: Reader) -> SafeString:
    """The options of every select that adds one: made once for a page that has many."""
    groups = (
        (label, format_html_join("", '<option value="{}">{}</option>', choices))
        for label, choices in metric_groups(reader)
    )
    return format_html(
        '<option value="">{}</option>{}',
        _("Link a metric"),
        format_html_join("", '<optgroup label="{}">{}</optgroup>', groups),
    )
