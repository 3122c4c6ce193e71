"""What a file of goals would change, or has changed, as sentences."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.goals.exchange.differences import MOST_SHOWN, Difference
from kaname.goals.exchange.result import GoalAsked, GoalsImport, Missing


def sentences(result: GoalsImport) -> list[str]:
    """Everything that there is to say, problems first."""
    named = made_words if result.applied else missing_words
    return [*map(str, result.problems), *result.notes, *map(named, result.missing), *_changes(result)]


def missing_words(missing: Missing) -> str:
    params = {"name": missing.name, "key": missing.key}
    match missing.kind:
        case "team":
            return _("Not here yet: the team %(name)s (%(key)s).") % params
        case "person":
            return _("Not here yet: %(name)s (%(key)s).") % params
        case "metric":
            return _("Not here yet: the metric %(name)s (%(key)s).") % params
    return _("Not set here yet: the currency %(key)s.") % params


def made_words(missing: Missing) -> str:
    """The same once it was made."""
    params = {"name": missing.name, "key": missing.key}
    match missing.kind:
        case "team":
            return _("Made: the team %(name)s (%(key)s).") % params
        case "person":
            return _("Made: %(name)s (%(key)s), without a sign-in.") % params
        case "metric":
            return _("Made: the metric %(name)s (%(key)s).") % params
    return _("Set: the currency %(key)s.") % params


def difference_words(difference: Difference) -> str:
    said = difference.as_dict()
    if said["before"] is None:
        return _("%(where)s: new, %(after)s") % said
    if said["after"] is None:
        return _("%(where)s: %(before)s goes") % said
    return _("%(where)s: %(before)s becomes %(after)s") % said


def shown_differences(goal: GoalAsked) -> list[str]:
    """The first ones in words, and how many more there are."""
    words = [difference_words(one) for one in goal.differences[:MOST_SHOWN]]
    more = len(goal.differences) - len(words)
    if more > 0:
        words.append(ngettext("and %(more)d more", "and %(more)d more", more) % {"more": more})
    return words


def _changes(result: GoalsImport) -> Iterator[str]:
    metric, changed = _("The metric %(key)s is computed otherwise here."), _("The goal %(key)s is otherwise here.")
    if result.applied:
        metric, changed = _("The metric %(key)s is computed otherwise now."), _("The goal %(key)s was replaced.")
    yield from (metric % {"key": key} for key in result.metrics)
    for goal in result.of_kind("changed"):
        yield changed % {"key": goal.key}
        if not result.applied:
            yield from (f"  {words}" for words in goal.losses)
        yield from (f"  {words}" for words in shown_differences(goal))
    for kind, words in (("created", _("New goals: %(keys)s.")), ("unchanged", _("The same here already: %(keys)s."))):
        if found := result.of_kind(kind):
            yield words % {"keys": ", ".join(goal.key for goal in found)}
