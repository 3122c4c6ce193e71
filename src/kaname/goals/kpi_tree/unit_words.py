"""Units and what comes of multiplying and dividing them, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext, pgettext_lazy

from kaname.facts.metrics.definition import MetricDefinition, Unit
from kaname.goals.kpi_tree.dimensions import Dimension

NAMES: dict[Unit, str | Promise] = {
    Unit.COUNT: pgettext_lazy("unit within a sentence", "count"),
    Unit.CURRENCY: pgettext_lazy("unit within a sentence", "money"),
    Unit.RATIO: pgettext_lazy("unit within a sentence", "ratio"),
    Unit.SECONDS: pgettext_lazy("unit within a sentence", "seconds"),
    Unit.HOURS: pgettext_lazy("unit within a sentence", "hours"),
    Unit.NUMBER: pgettext_lazy("unit within a sentence", "plain number"),
}


def unit_words(definition: MetricDefinition) -> str:
    """The unit, and what is counted: count of deals."""
    counter = definition.counter[get_language() or "en"]
    if definition.unit is Unit.COUNT and counter:
        return pgettext("unit within a sentence", "count of %(things)s") % {"things": counter}
    return str(NAMES[definition.unit])


def dimension_words(dimension: Dimension) -> str:
    """money ÷ count, or a ratio where no unit is left."""
    above = [str(NAMES[unit]) for unit, power in dimension.items() for _ in range(power)]
    below = [str(NAMES[unit]) for unit, power in dimension.items() for _ in range(-power)]
    if not above and not below:
        return str(NAMES[Unit.RATIO])
    return " ÷ ".join([" × ".join(above) or "1", *below])
