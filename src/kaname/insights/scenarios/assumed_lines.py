"""What a scenario assumes, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kaname.goals.goal_words import known_name
from kaname.goals.models import Initiative
from kaname.goals.reader import Reader
from kaname.insights.scenarios.assumptions import TRIED
from kaname.insights.scenarios.lines import amount
from kaname.insights.scenarios.page import Thought
from kaname.web.formats.periods import full_day
from kaname.web.formats.quantities import growth


def assumed_lines(thought: Thought, reader: Reader) -> list[str]:
    """One sentence for each assumption."""
    return list(_lines(thought, reader))


def _lines(thought: Thought, reader: Reader) -> Iterator[str]:
    assumed, root = thought.assumed, thought.basis.tree.keys[0]
    if assumed.target is not None:
        yield _("The target of the goal is %(value)s") % {"value": amount(assumed.target, root, reader)}
    for key, value in assumed.ends.items():
        words = {"name": known_name(key, reader), "value": amount(value, key, reader)}
        yield _("%(name)s ends at %(value)s") % words
    names = dict(Initiative.objects.filter(pk__in=_initiatives(thought)).values_list("pk", "name"))
    for field, (key, change) in assumed.changes.items():
        words = {"name": known_name(key, reader), "change": growth(change)}
        if field.startswith(TRIED):
            words["initiative"] = names.get(int(field.removeprefix(TRIED)), "")
            yield _("“%(initiative)s” moves %(name)s by %(change)s") % words
        else:
            yield _("%(name)s changes by %(change)s from here on") % words
    if assumed.people:
        day = full_day(assumed.since or reader.today, language=reader.language)
        yield _("%(people)s people from %(day)s") % {"people": f"{assumed.people:+g}", "day": day}
    if assumed.hours:
        yield _("Working time %(change)s from here on") % {"change": growth(assumed.hours)}


def _initiatives(thought: Thought) -> list[int]:
    return [int(field.removeprefix(TRIED)) for field in thought.assumed.changes if field.startswith(TRIED)]
