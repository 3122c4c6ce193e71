"""Probabilities as people read them: whole percents, and never certain."""

from __future__ import annotations

from django.utils.translation import pgettext

from kaname.web.formats.quantities import percent

LEAST, MOST = 0.01, 0.99


def chance(probability: float | None) -> str:
    """0.583 as 58%; nothing that is still open is said to be sure."""
    if probability is not None and probability < LEAST:
        return pgettext("a probability", "under %(percent)s") % {"percent": percent(LEAST, digits=0)}
    if probability is not None and probability > MOST:
        return pgettext("a probability", "over %(percent)s") % {"percent": percent(MOST, digits=0)}
    return percent(probability, digits=0)
