"""The sentence on top of Today: the one thing to do next."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.boards.today.manager import ManagerToday
from kaname.boards.today.working_day import WorkingDay
from kaname.goals.actions.queries import DueAction
from kaname.goals.actions.words import amount_words
from kaname.goals.reader import Reader


def of_member(day: WorkingDay, due: Sequence[DueAction], *, reader: Reader) -> str:
    """What is left of today's first counted action, else of any other, or that nothing is left."""
    if not day.works:
        return _("Today is your day off")
    left = [one for one in due if not one.is_done and one.period.days == 1]
    counted = next((one for one in left if one.is_counted), None)
    if counted is not None:
        amount = amount_words(counted.left, counted.action.metric_key, reader)
        return _("%(left)s to go today: %(action)s") % {"left": amount, "action": counted.action.name}
    if left:
        return _("To do today: %(action)s") % {"action": left[0].action.name}
    return _("All of today's actions are done") if due else _("How your numbers stand today")


def of_team(team: ManagerToday, name: str) -> str:
    concerned = len({one.person for one in team.concerns})
    if not concerned:
        return _("%(team)s today") % {"team": name}
    text = ngettext(
        "%(team)s today: %(n)s person may need your help", "%(team)s today: %(n)s people may need your help", concerned
    )
    return text % {"team": name, "n": concerned}
