"""Probabilities as people read them: whole percents, and never certain unless it is."""

from __future__ import annotations

from django.utils.translation import pgettext

from kaname.web.formats.quantities import percent

LEAST, MOST = 0.01, 0.99


def chance(probability: float | None) -> str:
    """0.583 as 58%; what is not certain is at most more than 99% and at least less than 1%."""
    if probability is not None and 0 < probability < LEAST:
        return pgettext("a probability", "under %(percent)s") % {"percent": percent(LEAST, digits=0)}
    if probability is not None and MOST < probability < 1:
        return pgettext("a probability", "over %(percent)s") % {"percent": percent(MOST, digits=0)}
    return percent(probability, digits=0)
