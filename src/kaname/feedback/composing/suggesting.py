"""What may be suggested for a weak point: what surely helped elsewhere, then the library."""

from __future__ import annotations

from collections.abc import Iterator

from kaname.feedback.composing.phrases import fingerprint, suggestions_for
from kaname.feedback.composing.point import Suggestion
from kaname.goals.actions.effect import effect_of_initiative
from kaname.goals.models import Initiative
from kaname.goals.reader import Reader
from kaname.measures.direction import Direction
from kaname.measures.effect import EffectGrade

MOST_LOOKED_AT, MOST_FROM_OTHERS = 3, 2


def suggestions(metric_key: str, *, reader: Reader) -> tuple[Suggestion, ...]:
    """At most two initiatives of the metric that the writer may see and that are known to help, then the library's."""
    helped = [
        Suggestion(f"initiative-{one.pk}", one.name, one.team.name if one.team else one.name)
        for one in _helped(metric_key, reader)
    ]
    known = [Suggestion(fingerprint(text), text) for text in suggestions_for(metric_key, language=reader.language)]
    return (*helped[:MOST_FROM_OTHERS], *known)


def _helped(metric_key: str, reader: Reader) -> Iterator[Initiative]:
    rows = Initiative.objects.visible_in(reader.scope).current().filter(kpi__metric_key=metric_key)
    rows = rows.filter(starts_on__lt=reader.today).select_related("team", "kpi__goal__team", "kpi__team")
    for initiative in rows.order_by("-starts_on", "-pk")[:MOST_LOOKED_AT]:
        if _surely_helped(initiative, reader):
            yield initiative


def _surely_helped(initiative: Initiative, reader: Reader) -> bool:
    """Tested against others, and the whole interval on the good side."""
    found = effect_of_initiative(initiative, reader=reader)
    if found is None or found.effect is None or found.effect.grade is not EffectGrade.TESTED:
        return False
    low, high = found.effect.low, found.effect.high
    if found.metric.direction is Direction.LOWER:
        return high is not None and high < 0
    return found.metric.direction is Direction.HIGHER and low is not None and low > 0
