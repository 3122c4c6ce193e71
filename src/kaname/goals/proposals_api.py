"""Proposals of other targets, for programs."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from kaname.goals.models import Target, TargetProposal
from kaname.goals.models.target_proposal import TargetProposalQuerySet
from kaname.goals.proposal_lines import ProposalLine, proposal_line, proposal_lines, with_targets
from kaname.goals.proposing import decide, propose, withdraw_proposal
from kaname.goals.refusals import REFUSED, reader_of, refusals

router = Router(tags=["targets"])


class ProposalIn(Schema):
    """In the metric's own unit: a ratio of 20 % is 0.2."""

    value: Decimal
    upper: Decimal | None = None
    reason: str


class DecisionIn(Schema):
    """`seen` is the target's newest revision that was looked at (`newest_revision` of the proposal).

    Without it nothing may have changed since the proposal was made. To decline needs an answer.
    """

    accept: bool
    answer: str = ""
    seen: int | None = None


class ProposalOut(Schema):
    """`state` is open, accepted, declined or withdrawn; `before` the target's value when it was proposed, `now` the
    present one; `overtaken` says that an open one's target has changed since then."""

    id: int
    target: int
    value: Decimal
    upper: Decimal | None
    reason: str
    by: str
    at: datetime
    state: str
    before: Decimal | None
    now: Decimal | None
    overtaken: bool
    newest_revision: int | None
    answer: str
    decided_by: str
    decided_at: datetime | None


@router.get("/targets/{pk}/proposals/", response={200: list[ProposalOut], **REFUSED})
def list_proposals(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    """Your own proposals for a target and, where it is yours to set, those of others; the oldest first."""
    found = with_targets(_visible(request, _target(request, pk)))
    return [_proposal(line) for line in proposal_lines(found, reader_of(request))]


@router.post("/targets/{pk}/proposals/", response={201: ProposalOut, **REFUSED})
def post_proposal(request: HttpRequest, pk: int, asked: ProposalIn) -> Status[dict[str, Any]]:
    """Ask for another value of a target that you may see but not set."""
    target, reader = _target(request, pk), reader_of(request)
    with refusals():
        made = propose(target, value=asked.value, upper=asked.upper, reason=asked.reason, by=reader.user, at=reader.at)
    return Status(201, _answer(request, target, made.pk))


@router.post("/targets/{pk}/proposals/{number}/withdrawal/", response={200: ProposalOut, **REFUSED})
def post_proposal_withdrawal(request: HttpRequest, pk: int, number: int) -> dict[str, Any]:
    """Take back your own open proposal."""
    target, reader = _target(request, pk), reader_of(request)
    proposal = get_object_or_404(_visible(request, target), pk=number)
    with refusals():
        withdraw_proposal(proposal, by=reader.user, at=reader.at)
    return _answer(request, target, number)


@router.post("/targets/{pk}/proposals/{number}/decision/", response={200: ProposalOut, **REFUSED})
def post_decision(request: HttpRequest, pk: int, number: int, asked: DecisionIn) -> dict[str, Any]:
    """Revise the target as proposed, or decline with an answer."""
    target, reader = _target(request, pk), reader_of(request)
    proposal = get_object_or_404(_visible(request, target), pk=number)
    with refusals():
        decide(proposal, accept=asked.accept, answer=asked.answer, seen=asked.seen, by=reader.user, at=reader.at)
    return _answer(request, target, number)


def _target(request: HttpRequest, pk: int) -> Target:
    targets = Target.objects.visible_in(reader_of(request).scope).select_related("team", "person")
    return get_object_or_404(targets, pk=pk)


def _visible(request: HttpRequest, target: Target) -> TargetProposalQuerySet:
    reader = reader_of(request)
    return TargetProposal.objects.visible_to(reader.user, reader.scope).filter(target=target).order_by("at", "pk")


def _answer(request: HttpRequest, target: Target, pk: int) -> dict[str, Any]:
    found = with_targets(_visible(request, target)).get(pk=pk)
    return _proposal(proposal_line(found, reader_of(request)))


def _proposal(line: ProposalLine) -> dict[str, Any]:
    proposal, target = line.proposal, line.target.target
    return {
        "id": proposal.pk,
        "target": target.pk,
        "value": proposal.value,
        "upper": proposal.upper,
        "reason": proposal.reason,
        "by": line.by,
        "at": proposal.at,
        "state": line.state.value,
        "before": line.before,
        "now": None if line.target_is_withdrawn else target.value,
        "overtaken": line.overtaken,
        "newest_revision": line.newest_revision,
        "answer": proposal.answer,
        "decided_by": line.decided_by,
        "decided_at": proposal.decided_at,
    }
