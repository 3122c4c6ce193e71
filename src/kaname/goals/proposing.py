"""Proposing another value of a target, and deciding about it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kaname.goals.authors import author_name
from kaname.goals.errors import GoalsError
from kaname.goals.models import Target, TargetProposal, TargetRevision
from kaname.goals.notices import tell_of_decision, tell_of_proposal
from kaname.goals.setting import (
    LONGEST_REASON,
    checked_figures,
    may_set,
    require_may_set,
    revise_target,
    worded,
)
from kaname.people.models import User
from kaname.people.queries import organisation
from kaname.people.scope import scope_of
from kaname.web.live import hub


@transaction.atomic
def propose(
    target: Target, *, value: Decimal, reason: str, by: User, at: datetime, upper: Decimal | None = None
) -> TargetProposal:
    """Ask for another value of a target that the user may see but not set; whoever may set it is asked to decide.

    Raises
    ------
    GoalsError
        yours_to_set, target_withdrawn, proposal_open, proposal_changes_nothing, reason_needed, or what is wrong with
        the figures.
    """
    if may_set(scope_of(by, organisation().today(at)), team=target.team, person=target.person):
        raise GoalsError("yours_to_set")
    asked = checked_figures(target.metric_key, value=value, upper=upper, baseline=None)
    now = Target.objects.select_for_update().get(pk=target.pk)
    if now.withdrawn_at is not None:
        raise GoalsError("target_withdrawn")
    if (now.value, now.upper) == (asked["value"], asked["upper"]):
        raise GoalsError("proposal_changes_nothing")
    if now.proposals.open().filter(by=by).exists():
        raise GoalsError("proposal_open")
    proposal = TargetProposal.objects.create(
        target=target,
        value=asked["value"],
        upper=asked["upper"],
        reason=worded(reason, needed=True),
        by=by,
        at=at,
    )
    tell_of_proposal(proposal)
    transaction.on_commit(hub.publish)
    return proposal


@transaction.atomic
def withdraw_proposal(proposal: TargetProposal, *, by: User, at: datetime) -> None:
    """Take back one's own open proposal; it stays in the list. Raises GoalsError."""
    found = _locked(proposal)
    if found.by_id != by.pk:
        raise GoalsError("proposal_not_yours")
    _close(found, accepted=False, answer="", by=by, at=at)


@transaction.atomic
def decide(
    proposal: TargetProposal, *, accept: bool, by: User, at: datetime, answer: str = "", seen: int | None = None
) -> None:
    """Revise the target as proposed, or say why not.

    `seen` is the newest revision of the target that the user looked at; without it, the one that was newest when the
    proposal was made.

    Raises
    ------
    GoalsError
        not_yours_to_set, proposal_decided, proposal_withdrawn, answer_needed, reason_too_long; to accept, also
        target_withdrawn and changed_meanwhile.
    """
    found = _locked(proposal)
    target = found.target
    require_may_set(by, team=target.team, person=target.person, at=at)
    answer = worded(answer)
    if accept:
        _accept(found, seen=seen, by=by, at=at)
    elif not answer:
        raise GoalsError("answer_needed")
    _close(found, accepted=accept, answer=answer, by=by, at=at)


def _locked(proposal: TargetProposal) -> TargetProposal:
    """The proposal as it is now, if it is open still; nobody else changes it or its target until this is done."""
    target = Target.objects.select_for_update().get(pk=proposal.target_id)
    found = TargetProposal.objects.select_for_update().get(pk=proposal.pk)
    if found.accepted is not None:
        withdrawn = found.decided_by_id == found.by_id
        raise GoalsError("proposal_withdrawn" if withdrawn else "proposal_decided", by=author_name(found.decided_by))
    found.target = target
    return found


def _accept(proposal: TargetProposal, *, seen: int | None, by: User, at: datetime) -> None:
    target = proposal.target
    if target.withdrawn_at is not None:
        raise GoalsError("target_withdrawn")
    revise_target(
        target,
        value=proposal.value,
        upper=proposal.upper,
        baseline=target.baseline,
        reason=_why(proposal, by),
        seen=newest_when_made(proposal) if seen is None else seen,
        besides={proposal.by_id},
        by=by,
        at=at,
    )


def newest_when_made(proposal: TargetProposal) -> int | None:
    """The revision of the target that its author saw."""
    before = TargetRevision.objects.filter(target=proposal.target_id, at__lte=proposal.at)
    return before.order_by("at", "pk").values_list("pk", flat=True).last()


def _why(proposal: TargetProposal, decider: User) -> str:
    """What the target's history says of it; the whole of a long reason stays with the proposal."""
    words = {"by": author_name(proposal.by), "decider": author_name(decider), "reason": proposal.reason}
    whole = _("Proposed by %(by)s, accepted by %(decider)s: %(reason)s") % words
    return Truncator(whole).chars(LONGEST_REASON)


def _close(proposal: TargetProposal, *, accepted: bool, answer: str, by: User, at: datetime) -> None:
    proposal.accepted, proposal.answer, proposal.decided_by, proposal.decided_at = accepted, answer, by, at
    proposal.save(update_fields=["accepted", "answer", "decided_by", "decided_at"])
    tell_of_decision(proposal)
    transaction.on_commit(hub.publish)
