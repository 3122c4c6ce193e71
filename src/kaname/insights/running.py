"""When results are computed, and that each run leaves a record of how it went."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from kaname.goals.journal import organisation_and_journal
from kaname.insights.changes.computing import compute_changes
from kaname.insights.drivers.computing import compute_drivers
from kaname.insights.models import Computation, Subject
from kaname.insights.outlook.computing import compute_outlooks
from kaname.insights.tried.computing import compute_effects
from kaname.web.live import hub
from kaname.web.store import facts

logger = logging.getLogger(__name__)

# Goes up whenever results of the same facts would come out otherwise, so that an update computes them anew.
METHODS = 10
# A queued run that has not begun by then was lost with its queue.
LOST_AFTER = timedelta(minutes=30)
# A run that failed, or that never ended, is tried again even where nothing has changed.
AGAIN_AFTER = timedelta(hours=1)
# While facts come in, results rest for as many times as long as they took, and for a while at least.
REST = 20
LEAST_REST = timedelta(minutes=2)
# Three years of days, which one more fact does not change; whole weeks and months that are over.
DAILY, WITHOUT_NEW_FACTS = frozenset({Subject.DRIVERS}), frozenset({Subject.EFFECTS})

# What boards show comes first.
COMPUTE: dict[Subject, Callable[[datetime], None]] = {
    Subject.OUTLOOK: compute_outlooks,
    Subject.CHANGES: compute_changes,
    Subject.EFFECTS: compute_effects,
    Subject.DRIVERS: compute_drivers,
}


def compute(subject: Subject, *, at: datetime) -> Computation:
    """Compute results and keep them; if that fails, those that are there stay, and the row says why."""
    state, began = state_now(at), time.monotonic()
    row, _made = Computation.objects.get_or_create(subject=subject)
    row.started_at, row.tried_state, row.failure, row.queued_at = at, state, "", None
    row.save()
    try:
        COMPUTE[subject](at)
    except Exception as failure:
        logger.exception("%s could not be computed", subject)
        row.failure = f"{type(failure).__name__}: {failure}"[:500]
    else:
        row.state, row.finished_at = state, at
    row.seconds = time.monotonic() - began
    row.save()
    hub.publish()
    return row


def queue_due(at: datetime) -> Iterable[Subject]:
    """What has to be computed anew, marked as queued."""
    state = state_now(at)
    for subject in COMPUTE:
        row, _made = Computation.objects.get_or_create(subject=subject)
        if is_due(row, state, at) and queue(subject, at=at):
            yield subject


def compute_stale(at: datetime) -> Iterator[Computation]:
    """Compute now whatever is no longer true, without a rest; what is queued or under way is left to its job."""
    state = state_now(at)
    for subject in COMPUTE:
        row, _made = Computation.objects.get_or_create(subject=subject)
        if not is_under_way(row, at) and _what_matters(row, row.tried_state) != _what_matters(row, state):
            yield compute(subject, at=at)


def ask_for(subject: Subject, *, at: datetime) -> bool:
    """Mark as queued what somebody asked for; False where it is queued or under way."""
    row, _made = Computation.objects.get_or_create(subject=subject)
    return not is_under_way(row, at) and queue(subject, at=at)


def queue(subject: Subject, *, at: datetime) -> bool:
    """Mark a run as queued, beside one that may be under way; False where somebody else has done so."""
    row, _made = Computation.objects.get_or_create(subject=subject)
    free = Q(queued_at=None) | Q(queued_at__lte=at - LOST_AFTER)
    return Computation.objects.filter(free, pk=row.pk).update(queued_at=at) == 1


def is_under_way(row: Computation, at: datetime) -> bool:
    """Queued, or begun and not ended; what began too long ago was lost."""
    began = row.queued_at or (row.started_at if row.finished_at != row.started_at and not row.failure else None)
    return began is not None and at - began < LOST_AFTER


def is_due(row: Computation, state: str, at: datetime) -> bool:
    """Whether facts or settings are others than those of the last try, and it has rested."""
    if row.queued_at is not None and at - row.queued_at < LOST_AFTER:
        return False
    if row.started_at is None:
        return True
    came_to_nothing = row.failure or row.finished_at != row.started_at
    if came_to_nothing and at - row.started_at >= AGAIN_AFTER:
        return True
    if _what_matters(row, row.tried_state) == _what_matters(row, state):
        return False
    rest = max(LEAST_REST, timedelta(seconds=REST * (row.seconds or 0.0)))
    return at - row.started_at >= rest or _day_of(row.tried_state) != _day_of(state)


def state_now(at: datetime) -> str:
    """Names everything that results depend on: the day, the facts, and what was written in the ledger."""
    organisation, journal = organisation_and_journal()
    return " ".join(map(str, (organisation.today(at), METHODS, facts().revision, *journal)))


def _what_matters(row: Computation, state: str) -> list[str]:
    """The part of a state that makes results of a kind other ones."""
    day_and_methods, facts_and_ledger = state.split(" ")[:2], state.split(" ")[2:]
    if row.subject in DAILY:
        return day_and_methods
    return [*day_and_methods, *facts_and_ledger[row.subject in WITHOUT_NEW_FACTS :]]


def _day_of(state: str) -> str:
    return state.partition(" ")[0]
