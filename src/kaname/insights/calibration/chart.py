"""What was said against what came true: how often targets were reached, by the probability that was given."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaname.measures.outlook.calibration import Bin, Calibration
from kaname.web.charts import lines
from kaname.web.charts.chart import Band, Chart, Series
from kaname.web.formats.quantities import percent
from kaname.web.formats.units import Unit

RATIO = Unit("ratio")


def reliability_chart(found: Calibration, *, language: str) -> Chart:
    """A point for each range of probabilities with enough outlooks; on the dotted line both are the same."""
    bins = [one for one in found.bins if one.said is not None]
    told = [one if one.says_something else None for one in bins]
    return lines.line(
        key="reliability",
        title=_("What was said, and what came true"),
        summary=_summary([one for one in told if one]),
        labels=[f"{percent(one.since, digits=0)}–{percent(one.until, digits=0)}" for one in bins],
        series=[
            Series(_("Targets that were reached"), [one.reached.value if one else None for one in told]),
            Series(_("Probability that was given"), [one.said for one in bins], role="pace"),
        ],
        unit=RATIO,
        language=language,
        period_label=_("Probability that was given"),
        height=260,
        band=Band(
            _("True share"),
            [one.reached.low if one else None for one in told],
            [one.reached.high if one else None for one in told],
        ),
    )


def _summary(bins: list[Bin]) -> str:
    if not bins:
        return _("There are too few outlooks with a probability yet.")
    high = bins[-1]
    return _("Of targets that were given %(said)s, %(reached)s were reached (%(count)s outlooks).") % {
        "said": percent(high.said, digits=0),
        "reached": percent(high.reached.value, digits=0),
        "count": high.reached.n,
    }
