"""Goals as people call them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaname.goals.models import Goal
from kaname.goals.owners import TargetOwner
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.words import name_of


def goal_name(goal: Goal, reader: Reader) -> str:
    """The sentence that was given to it, else its metric, owner and period."""
    return goal.name or _("%(metric)s, %(owner)s, %(period)s") % {
        "metric": known_name(goal.metric_key, reader),
        "owner": TargetOwner(team=goal.team).name(reader.organisation),
        "period": period_name(goal.period, calendar=reader.calendar, language=reader.language),
    }


def known_name(metric_key: str, reader: Reader) -> str:
    """The metric's name, also of one that was archived; its key where there is no such metric."""
    metric = reader.metrics.get(metric_key)
    return name_of(metric.definition.name) if metric else metric_key
