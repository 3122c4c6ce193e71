"""What everything that was tried did, computed anew and kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kaname.facts.errors import FactsError
from kaname.goals.actions.effect import effect_of
from kaname.goals.reader import Reader
from kaname.insights.models import TriedEffect
from kaname.insights.tried.attempts import LONGEST_NAME, LONGEST_WHY, Attempt, attempts
from kaname.insights.tried.judging import as_json, relative, told, verdict_of
from kaname.insights.tried.monthly import effect_by_months
from kaname.measures.effect import Effect
from kaname.people.models import User

AT_ONCE = 500


def compute_effects(at: datetime) -> None:
    """All of them or none. What cannot be computed any more keeps its place, without an answer."""
    reader = Reader(user=User(), at=at)
    rows = [row_of(one, reader) for one in attempts(reader)]
    with transaction.atomic():
        TriedEffect.objects.all().delete()
        TriedEffect.objects.bulk_create(rows, batch_size=AT_ONCE)


def row_of(one: Attempt, reader: Reader) -> TriedEffect:
    begun, metric = one.begun, reader.definitions.get(one.begun.metric_key)
    first, other = effects_of(one, reader)
    return TriedEffect(
        kind=one.kind,
        origin=one.origin,
        name=one.name[:LONGEST_NAME],
        why=one.why[:LONGEST_WHY],
        metric_key=begun.metric_key,
        team_key=begun.team.key if begun.team else "",
        starts_on=begun.starts_on,
        ends_on=begun.ends_on,
        by=one.by,
        verdict=verdict_of(first if metric else None, other, metric.direction if metric else None),
        effect=as_json(first),
        beside=as_json(other),
        size=first.size if first else None,
        relative=relative(first),
        details=one.details,
        made_at=reader.at,
    )


def effects_of(one: Attempt, reader: Reader) -> tuple[Effect | None, Effect | None]:
    """Beside comparable teams or the own past, and beside the forecast without it where there are no such teams."""
    try:
        found = effect_of(one.begun, reader=reader)
        return told(found.effect if found else None, effect_by_months(one.begun, reader=reader))
    except FactsError:
        return None, None
