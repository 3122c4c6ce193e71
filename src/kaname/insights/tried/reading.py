"""What was tried for a metric before, for those who plan something new."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaname.goals.reader import Reader
from kaname.goals.tried_before import TriedBefore
from kaname.insights.models import TriedEffect, TriedKind
from kaname.insights.tried.lines import TriedLine, lines_of

MOST = 5


def read_tried_before(metric_key: str, reader: Reader) -> list[TriedBefore]:
    """Initiatives that the reader may see, the newest first."""
    rows = TriedEffect.objects.visible_in(reader.scope).filter(metric_key=metric_key, kind=TriedKind.INITIATIVE)
    return [_told(line) for line in lines_of(rows[:MOST], reader)]


def _told(line: TriedLine) -> TriedBefore:
    effect = line.size
    if line.size and line.interval:
        effect = _("%(size)s (80%% interval %(interval)s)") % {"size": line.size, "interval": line.interval}
    return TriedBefore(line.name, line.owner, line.since, line.verdict, line.look, effect, line.words.grade, line.url)
