"""How good outlooks were, in sentences and a table of scores."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.measures.outlook.calibration import Calibration
from kaname.web.formats.quantities import percent

MEANT = 0.8


def headline(found: Calibration) -> str:
    """The answer in a sentence."""
    if not found.covered.n or found.covered.value is None:
        return _("How good outlooks are shows as soon as a period is over")
    held = percent(found.covered.value, digits=0)
    return _("%(held)s of the eight-in-ten intervals held what came true") % {"held": held}


def verdict(found: Calibration) -> str:
    """Whether that is as it should be, and on how much it rests."""
    covered = found.covered
    if covered.value is None or covered.low is None or covered.high is None:
        return ""
    words = {"low": percent(covered.low, digits=0), "high": percent(covered.high, digits=0)}
    if found.needed:
        return ngettext(
            "%(count)s more period is needed until that says something.",
            "%(count)s more periods are needed until that says something.",
            found.needed,
        ) % {"count": found.needed}
    if covered.high < MEANT:
        return _("That is too seldom: eight of ten should (true share between %(low)s and %(high)s).") % words
    if covered.low > MEANT:
        return _("That is more often than eight of ten, and more careful than need be (%(low)s to %(high)s).") % words
    return _("That is as it should be: eight of ten (true share between %(low)s and %(high)s).") % words


def scores(found: Calibration) -> list[tuple[str, str, str]]:
    """Brier scores as name, value and meaning."""
    score = found.scores
    squared = _("Mean squared distance between probability and outcome: 0 is perfect, .25 is a coin.")
    lines = [
        (_("Outlooks"), score.brier, squared),
        (_("Always the same"), score.base_rate, _("Whoever always says the share of targets that was reached.")),
        (_("Run rate"), score.reference, _("Whoever says yes or no by going on as before, where that can be said.")),
        (_("Outlooks, of the same"), score.brier_beside, _("The outlooks where the run rate says something as well.")),
    ]
    return [(name, f"{value:.3f}", meaning) for name, value, meaning in lines if value is not None]
