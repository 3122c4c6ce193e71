"""What a proposal says where ranges and working time are not enough."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kaname.goals.goal_words import known_name
from kaname.goals.kpis.planning import Planned
from kaname.goals.reader import Reader
from kaname.measures.proposal.proposal import Give, Limit
from kaname.web.formats.quantities import percent, short
from kaname.web.formats.units import Unit

HOURS = Unit("hours")
# From this share of the working time on, all of it is taken, and above this more than there is.
ALL, MORE = 0.999, 1 + 1e-6


@dataclass(frozen=True)
class GiveLine:
    """One thing that alone would be enough, in words."""

    text: str


def reach_sentence(planned: Planned, *, unit: Unit, target: float | None, reader: Reader) -> str:
    """How far it gets within everything; nothing where the target is reached that way."""
    proposal = planned.proposal
    if proposal is None or proposal.within is not None or target is None:
        return ""
    if proposal.reach is None:
        return _("Even the least of it takes more working time than there is.")
    params = {
        "value": short(proposal.reach.root, unit, language=reader.language),
        "share": percent(proposal.reach.root / target) if target > 0 else "–",
    }
    return _("Within the realistic ranges it gets as far as %(value)s, %(share)s of the target.") % params


def capacity_sentence(planned: Planned, *, reader: Reader) -> str:
    """What the numbers take of the working time; nothing where nobody said how long one of them takes."""
    if planned.used is None:
        return ""
    params = {
        "used": short(planned.used, HOURS, language=reader.language),
        "hours": short(planned.hours, HOURS, language=reader.language),
    }
    if planned.hours <= 0:
        return _("They take %(used)s. Nobody is in the team in this period, so that its time sets no limit.") % params
    if planned.used > planned.hours * MORE:
        return _("They take %(used)s, and there are only %(hours)s of working time.") % params
    if planned.used >= planned.hours * ALL:
        return _("They take all of the %(hours)s of working time: that is what limits them.") % params
    return _("They take %(used)s of the %(hours)s of working time.") % params


def give_lines(planned: Planned, *, reader: Reader) -> list[GiveLine]:
    """Each thing that could give alone, the smallest first."""
    proposal = planned.proposal
    if proposal is None or proposal.within is not None:
        return []
    return [GiveLine(_give(give, planned, reader)) for give in proposal.gives]


def _give(give: Give, planned: Planned, reader: Reader) -> str:
    if give.limit is Limit.CAPACITY or give.leaf is None:
        return _("Working time: %(needed)s instead of %(now)s.") % {
            "needed": short(give.needed, HOURS, language=reader.language),
            "now": short(give.now, HOURS, language=reader.language),
        }
    key = planned.goal_tree.leaf_keys[give.leaf]
    definition = reader.definitions.get(key)
    unit = reader.unit(definition) if definition else Unit("number")
    params = {
        "name": known_name(key, reader),
        "needed": short(give.needed, unit, language=reader.language),
        "now": short(give.now, unit, language=reader.language),
    }
    if give.limit is Limit.LOCK:
        return _("%(name)s: %(needed)s instead of the %(now)s at which it is fixed.") % params
    return _("%(name)s: %(needed)s, beyond the %(now)s at the end of its range.") % params
