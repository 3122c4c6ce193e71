"""What was decided about a goal, newest first: its own journal and the revisions of its targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.facts.asking.shelf import ledgers
from kaname.goals.actions.change_words import plan_change_words
from kaname.goals.authors import author_of
from kaname.goals.journal import Journal
from kaname.goals.kept import Kept, kept_with
from kaname.goals.kpi_tree.change_words import change_words
from kaname.goals.models import Goal, GoalChange, Target, TargetRevision
from kaname.goals.owners import owner_of
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.words import metric_name, quoted
from kaname.web.formats.quantities import short
from kaname.web.formats.units import Unit
from kaname.web.store import facts

# More than these are on pages of their own: each target's, and the change log.
MOST, MOST_REVISIONS = 40, 400


@dataclass(frozen=True)
class ChangeLine:
    """One decision, or several targets that somebody changed at once for one reason (`parts`)."""

    at: datetime
    by: str
    text: str
    reason: str
    parts: tuple[str, ...] = ()


def change_lines(goal: Goal, *, reader: Reader, journal: Journal) -> list[ChangeLine]:
    """Changes of the goal, and revisions of those of its targets that the reader may see, the very first left out."""
    newest = GoalChange.objects.filter(goal=goal).order_by("-pk").values_list("pk", flat=True).first()
    whose = "everything" if reader.scope.everything else (reader.scope.team_keys, reader.scope.person_keys)
    key = ("goal changes", goal.pk, goal.target_id, newest, whose, reader.language, journal)
    return ledgers(facts()).get(key, lambda: _lines(goal, reader))


def _lines(goal: Goal, reader: Reader) -> list[ChangeLine]:
    kept = kept_with(goal)
    found = [*_decisions(goal, kept, reader), *_revisions(goal, kept, reader)]
    return sorted(found, key=lambda line: line.at, reverse=True)[:MOST]


def _decisions(goal: Goal, kept: Kept, reader: Reader) -> Iterator[ChangeLine]:
    """How a draft's tree came about is not told: what it was when the goal began to count is."""
    changes = GoalChange.objects.filter(goal=goal).select_related("by__person").order_by("-at", "-pk")
    if goal.published_at:
        changes = changes.exclude(kind=GoalChange.Kind.TREE_CHANGED, at__lt=goal.published_at)
    for change in changes[:MOST]:
        yield ChangeLine(change.at, author_of(change, kept), _sentence(change, reader), change.reason)


def _sentence(change: GoalChange, reader: Reader) -> str:
    details, kind = change.details, GoalChange.Kind
    params = {
        "metric": quoted(metric_name(str(details.get("metric", "")), reader.definitions)),
        "csf": quoted(str(details.get("csf", ""))),
        "before": quoted(str(details.get("before", ""))),
    }
    match change.kind:
        case kind.CREATED:
            return _("The goal was begun.")
        case kind.PUBLISHED:
            return _("The goal counts from here on.")
        case kind.CSF_SELECTED if details.get("before"):
            return _("The CSF is now %(csf)s instead of %(before)s.") % params
        case kind.CSF_SELECTED:
            return _("The CSF %(csf)s was selected.") % params
        case kind.TREE_CHANGED:
            return change_words(change, reader.definitions)
        case kind.KPI_ADDED:
            return _("%(metric)s became a KPI.") % params
        case kind.KPI_REMOVED:
            return _("%(metric)s is no KPI any more.") % params
        case kind.KPI_CHECKED:
            return _checked(str(details.get("outcome", ""))) % params
        case kind.ARCHIVED:
            return _("The goal was archived; its targets were withdrawn.")
        case kind.RESTORED:
            return _("The goal is in force again.")
        case kind.PLAN_CHANGED:
            return plan_change_words(details, params["metric"])
        case kind.IMPORTED:
            return _("The goal was imported from a file.")
        case kind.CHANGED if details.get("fields") == ["plan"]:
            return _plan_words(details, params, reader)
    return _("Its name, its market or what it contributes to was changed.")


def _checked(outcome: str) -> str:
    """What was decided about a KPI when it was looked at again."""
    match outcome:
        case "watch":
            return _("%(metric)s was looked at again: it stays, and is watched.")
        case "revise":
            return _("%(metric)s was looked at again: its target is to change.")
        case "replace":
            return _("%(metric)s was looked at again: another KPI is to take its place.")
        case "drop":
            return _("%(metric)s was looked at again and given up.")
    return _("%(metric)s was looked at again: it stays as it is.")


def _unit(key: str, reader: Reader) -> Unit:
    metric = reader.metrics.get(key)
    return reader.unit(metric.definition) if metric else Unit("number")


def _plan_words(details: dict[str, Any], params: dict[str, str], reader: Reader) -> str:
    """What was said about a leaf of the tree, or that what is proposed became the plan."""
    unit = _unit(str(details.get("metric", "")), reader)
    if (value := details.get("fixed")) is not None:
        return _("%(metric)s was fixed at %(value)s.") % (
            params | {"value": short(value, unit, language=reader.language)}
        )
    if "fixed" in details:
        return _("%(metric)s is not fixed any more.") % params
    if (hours := details.get("hours_each")) is not None:
        return _("%(metric)s: one takes %(hours)s.") % (
            params | {"hours": short(hours, Unit("hours"), language=reader.language)}
        )
    if "hours_each" in details:
        return _("%(metric)s: how long one takes is not said any more.") % params
    return _("The values that are proposed became the plan.")


def _revisions(goal: Goal, kept: Kept, reader: Reader) -> Iterator[ChangeLine]:
    """Only real revisions: the first value of a target came with the goal. What was changed at once is one line."""
    targets = Target.objects.visible_in(reader.scope).filter(goal=goal).values("pk")
    own = [goal.target_id] if goal.target_id else []
    seen = TargetRevision.objects.filter(target__in=targets) | TargetRevision.objects.filter(target__in=own)
    revisions = (
        seen.exclude(old_value=None)
        .select_related("by__person", "target__team", "target__person")
        .order_by("-at", "-pk")
    )
    for _key, together in groupby(revisions[:MOST_REVISIONS], key=lambda one: (one.at, one.by_id, one.reason)):
        yield _grouped(list(together), kept, reader)


def _grouped(revisions: list[TargetRevision], kept: Kept, reader: Reader) -> ChangeLine:
    first, texts = revisions[0], tuple(_revised(one, reader) for one in revisions)
    if len(texts) == 1:
        return ChangeLine(first.at, author_of(first, kept), texts[0], first.reason)
    if all(one.new_value is None for one in revisions):
        text = ngettext("%(n)s target was withdrawn.", "%(n)s targets were withdrawn.", len(texts))
    else:
        text = ngettext("%(n)s target was changed.", "%(n)s targets were changed.", len(texts))
    text %= {"n": len(texts)}
    return ChangeLine(first.at, author_of(first, kept), text, first.reason, parts=texts)


def _revised(revision: TargetRevision, reader: Reader) -> str:
    target = revision.target
    unit = _unit(target.metric_key, reader)
    params = {
        "metric": metric_name(target.metric_key, reader.definitions),
        "owner": owner_of(target).name(reader.organisation),
        "period": period_name(target.period, calendar=reader.calendar, language=reader.language),
        "old": short(revision.old_value, unit, language=reader.language),
        "new": short(revision.new_value, unit, language=reader.language),
    }
    if revision.new_value is None:
        return _("%(metric)s, %(owner)s, %(period)s: the target of %(old)s was withdrawn.") % params
    return _("%(metric)s, %(owner)s, %(period)s: from %(old)s to %(new)s.") % params
