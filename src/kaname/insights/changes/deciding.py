"""What people say of a change: it is real, it is explained, it is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kaname.goals.reader import Reader
from kaname.insights.events.operations import Happened, write_event
from kaname.insights.models import Change, ChangeDecision, ChangeState
from kaname.measures.periods import ONE_DAY
from kaname.people.models import Team
from kaname.web.live import hub


@transaction.atomic
def decide(change: Change, typed: Mapping[str, Any], *, reader: Reader) -> ChangeDecision:
    """Leave a record; an explanation may be shown as an event from the day of the change on."""
    explained = typed["state"] == ChangeState.EXPLAINED
    made = change.decide(
        state=typed["state"],
        reason=typed["reason"] if explained else "",
        words=typed["words"],
        by=reader.user,
        at=reader.at,
    )
    if explained and typed["as_event"]:
        team = Team.objects.filter(key=change.team_key).first()
        day = change.changed_on
        happened = Happened(typed["words"][:120], typed["reason"], team, day, day + ONE_DAY)
        write_event(happened, by=reader.user, at=reader.at)
    transaction.on_commit(hub.publish)
    return made


def may_decide(reader: Reader, change: Change) -> bool:
    """Who leads the team, or sees everything."""
    return reader.scope.everything or change.team_key in reader.scope.managed_team_keys
