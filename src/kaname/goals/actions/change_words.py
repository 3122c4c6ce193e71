"""What was done to an action plan, as the goal's history tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kaname.goals.words import quoted


def plan_change_words(details: Mapping[str, Any], metric: str) -> str:
    """`details` as planning keeps them; `metric` is the KPI's name in quotes."""
    params = {
        "metric": metric,
        "initiative": quoted(str(details.get("initiative", ""))),
        "action": quoted(str(details.get("action", ""))),
    }
    sentences = {
        "initiative_added": _("Plan of %(metric)s: the initiative %(initiative)s was added."),
        "initiative_changed": _("Plan of %(metric)s: the initiative %(initiative)s was changed."),
        "initiative_archived": _("Plan of %(metric)s: the initiative %(initiative)s was archived."),
        "initiative_restored": _("Plan of %(metric)s: the initiative %(initiative)s was taken up again."),
        "action_added": _("Plan of %(metric)s: the action %(action)s was added to %(initiative)s."),
        "action_changed": _("Plan of %(metric)s: the action %(action)s was changed."),
        "action_archived": _("Plan of %(metric)s: the action %(action)s was archived."),
        "action_restored": _("Plan of %(metric)s: the action %(action)s was taken up again."),
    }
    return sentences.get(str(details.get("what")), _("The plan of %(metric)s was changed.")) % params
