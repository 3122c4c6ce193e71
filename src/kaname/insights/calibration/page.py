"""The page on how good outlooks were, in words, a picture and numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kaname.goals.reader import Reader
from kaname.goals.words import metric_name
from kaname.insights.calibration.chart import reliability_chart
from kaname.insights.calibration.judging import Chosen, judged
from kaname.insights.calibration.words import headline, scores, verdict
from kaname.insights.models import Outlook, PastOutlook
from kaname.measures.outlook.calibration import Calibration
from kaname.web.choices import Choice
from kaname.web.formats.quantities import percent

# Intervals that are this much wider than usual are worth a sentence. [ratio]
NOTABLY_WIDER = 1.1


@dataclass(frozen=True)
class ShareLine:
    """How often intervals held, for one share of the period."""

    share: str
    held: str
    between: str
    n: int
    periods: int


@dataclass(frozen=True)
class Wider:
    """A metric whose intervals are wider than days alone would make them."""

    metric: str
    factor: str


def calibration_page(chosen: Chosen, reader: Reader) -> dict[str, Any]:
    """Everything that the page shows."""
    found = judged(chosen, reader)
    whole = found.whole
    return {
        "headline": headline(whole),
        "whole": whole,
        "verdict": verdict(whole),
        "chart": reliability_chart(whole, language=reader.language) if whole.scores.n else None,
        "lines": [_line(share, one) for share, one in found.by_share if one.covered.n],
        "scores": scores(whole),
        "wider": wider(reader),
        "choices": choices(chosen, reader),
        "table_url": f"{reverse('insights:calibration_rows')}?{_query(chosen)}",
        "anything": whole.covered.n > 0,
    }


def wider(reader: Reader) -> list[Wider]:
    """Metrics whose intervals are widened at present, since those of the organisation and its teams held too seldom."""
    rows = Outlook.objects.filter(person_key="").order_by("metric_key").values_list("metric_key", "parts")
    factors: dict[str, float] = {}
    for key, parts in rows:
        factors[key] = max(factors.get(key, 0.0), float(parts.get("widening", 1.0)))
    return [
        Wider(metric_name(key, reader.definitions), f"{factor:.2g}")
        for key, factor in factors.items()
        if factor >= NOTABLY_WIDER and key in reader.definitions
    ]


def choices(chosen: Chosen, reader: Reader) -> dict[str, list[Choice]]:
    """Menus: which metric, whose, given or replayed."""
    keys = PastOutlook.objects.visible_in(reader.scope).order_by("metric_key").values_list("metric_key", flat=True)
    known = [key for key in keys.distinct() if key in reader.definitions]
    return {
        "metric": [
            _choice(_("All metrics"), chosen, metric=""),
            *(_choice(metric_name(key, reader.definitions), chosen, metric=key) for key in known),
        ],
        "whose": [
            _choice(_("Teams and their people"), chosen, whose=""),
            _choice(_("Organisation and teams"), chosen, whose="teams"),
            _choice(_("People"), chosen, whose="people"),
        ],
        "origin": [
            _choice(_("Given and replayed"), chosen, origin=""),
            _choice(_("Given at the time"), chosen, origin="given"),
            _choice(_("Replayed"), chosen, origin="replayed"),
        ],
    }


def _choice(label: str, chosen: Chosen, **change: str) -> Choice:
    then = replace(chosen, **change)
    return Choice(label, f"{reverse('insights:calibration')}?{_query(then)}", then == chosen)


def _query(chosen: Chosen) -> str:
    asked = {"metric": chosen.metric, "whose": chosen.whose, "origin": chosen.origin}
    return urlencode({name: value for name, value in asked.items() if value})


def _line(share: float, found: Calibration) -> ShareLine:
    covered = found.covered
    known = covered.low is not None and covered.high is not None
    between = f"{percent(covered.low, digits=0)}–{percent(covered.high, digits=0)}" if known else ""
    return ShareLine(percent(share, digits=0), percent(covered.value, digits=0), between, covered.n, covered.periods)
