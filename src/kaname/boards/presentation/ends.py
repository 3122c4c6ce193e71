"""Where a KPI will end, in words: expected, between what and what, how likely the target is, what it would take."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kaname.boards.presentation.style import Style
from kaname.boards.queries.board import Board, Kpi
from kaname.boards.selection import Selection
from kaname.goals.outlooks import EndOutlook
from kaname.goals.period_choices import code
from kaname.measures.direction import Direction
from kaname.measures.status import Status
from kaname.web.formats.chances import chance


@dataclass(frozen=True)
class End:
    """Ready to be shown; `chance` is empty where no probability is known, `takes` where nothing is missing, and on all
    but the leading card."""

    words: str
    interval: str
    chance: str
    chance_name: str
    takes: str
    url: str


def end_of(kpi: Kpi, board: Board, style: Style) -> End | None:
    """None where there is no outlook, or nothing to look out for any more."""
    end, progress = kpi.figure.outlook, board.progress
    if end is None or not progress.running:
        return None
    definition = kpi.definition
    interval = {"low": style.pace(end.low, definition), "high": style.pace(end.high, definition)}
    expected = "" if end.expected is None else style.pace(end.expected, definition)
    return End(
        words=_("Expected end %(value)s") % {"value": expected} if expected else _("Range of the end"),
        interval=_("%(low)s to %(high)s") % interval,
        chance=chance_of(kpi),
        chance_name=_("Probability"),
        takes=takes(kpi, end, style) if kpi is board.lead else "",
        url=outlook_url(kpi.key, board.ledger.selection),
    )


def chance_of(kpi: Kpi) -> str:
    """Nothing is said of a target that is reached already."""
    probability = kpi.figure.probability
    return "" if probability is None or kpi.figure.status is Status.REACHED else chance(probability)


def takes(kpi: Kpi, end: EndOutlook, style: Style) -> str:
    """What every working hour from here has to bring, beside what hours usually bring here; for this target alone."""
    usual, remaining = end.usual, kpi.figure.remaining
    if end.required is None or kpi.figure.nature.direction is not Direction.HIGHER or not remaining or remaining <= 0:
        return ""
    if not end.fits(kpi.figure.target):
        return ""
    words = {"rate": style.rate(end.required, kpi.definition)}
    if usual is None:
        return _("takes %(rate)s an hour from here") % words
    words |= {"low": style.rate(usual[0], kpi.definition), "high": style.rate(usual[1], kpi.definition)}
    if end.required > usual[1]:
        return _("takes %(rate)s an hour from here: more than the usual %(low)s to %(high)s") % words
    return _("takes %(rate)s an hour from here, usual are %(low)s to %(high)s") % words


def outlook_url(key: str, selection: Selection) -> str:
    """The page that says how the outlook comes about."""
    subject = selection.subject
    owner = {"person": subject.person} if subject.person else {"team": subject.team}
    query = {name: value for name, value in owner.items() if value} | {"period": code(selection.period)}
    return f"{_path(key)}?{urlencode(query)}"


@lru_cache(maxsize=1_000)
def _path(key: str) -> str:
    return reverse("insights:outlook", args=[key])
