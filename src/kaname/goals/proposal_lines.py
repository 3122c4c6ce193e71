"""Proposals as pages show them: what is asked for, of which target, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils.translation import pgettext

from kaname.goals.authors import author_name, decider_of
from kaname.goals.kept import Kept, kept_by_goal
from kaname.goals.models import TargetProposal, TargetRevision
from kaname.goals.models.target_proposal import TargetProposalQuerySet
from kaname.goals.reader import Reader
from kaname.goals.target_lines import TargetLine, line


class State(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


STATES: dict[State, Callable[[], str]] = {
    State.OPEN: lambda: pgettext("state of a proposal", "Open"),
    State.ACCEPTED: lambda: pgettext("state of a proposal", "Accepted"),
    State.DECLINED: lambda: pgettext("state of a proposal", "Declined"),
    State.WITHDRAWN: lambda: pgettext("state of a proposal", "Withdrawn by its author"),
}
KINDS = {State.OPEN: "ontrack", State.ACCEPTED: "ahead", State.DECLINED: "neutral", State.WITHDRAWN: "neutral"}


@dataclass(frozen=True)
class ProposalLine:
    """One proposal with its target as it is now; `before` is the value that the author saw, `newest_revision` the
    target's at present.

    `overtaken` is an open one whose target was changed after it was made.
    """

    proposal: TargetProposal
    target: TargetLine
    before: Decimal | None
    overtaken: bool
    newest_revision: int | None
    by: str
    decided_by: str
    is_own: bool

    @property
    def state(self) -> State:
        return state_of(self.proposal)

    @property
    def state_name(self) -> str:
        return STATES[self.state]()

    @property
    def state_kind(self) -> str:
        """The colour of the state's pill."""
        return KINDS[self.state]

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN

    @property
    def target_is_withdrawn(self) -> bool:
        return self.target.target.withdrawn_at is not None

    @property
    def decidable(self) -> bool:
        return self.is_open and self.target.settable


def state_of(proposal: TargetProposal) -> State:
    if proposal.accepted is None:
        return State.OPEN
    if proposal.accepted:
        return State.ACCEPTED
    return State.WITHDRAWN if proposal.decided_by_id == proposal.by_id else State.DECLINED


def with_targets(proposals: TargetProposalQuerySet) -> TargetProposalQuerySet:
    """The proposals with all that a line says: one query for a whole list."""
    revisions = TargetRevision.objects.filter(target=OuterRef("target"))
    seen = revisions.filter(at__lte=OuterRef("at")).order_by("-at", "-pk")
    found: Any = proposals.select_related("target__team", "target__person", "by__person", "decided_by__person")
    return found.annotate(  # type: ignore[no-any-return]
        before=Subquery(seen.values("new_value")[:1]),
        overtaken=Exists(revisions.filter(at__gt=OuterRef("at"))),
        newest_revision=Subquery(revisions.order_by("-at", "-pk").values("pk")[:1]),
    )


def proposal_line(proposal: TargetProposal, reader: Reader) -> ProposalLine:
    return proposal_lines([proposal], reader)[0]


def proposal_lines(proposals: Iterable[TargetProposal], reader: Reader) -> list[ProposalLine]:
    """Of proposals from `with_targets`."""
    found = list(proposals)
    kept = kept_by_goal(one.target.goal_id for one in found if one.decided_at and one.decided_by_id is None)
    return [_line(proposal, reader, kept[proposal.target.goal_id]) for proposal in found]


def _line(proposal: TargetProposal, reader: Reader, kept: Kept) -> ProposalLine:
    """Its goal `kept` the names of who has no sign-in here."""
    return ProposalLine(
        proposal=proposal,
        target=line(proposal.target, reader),
        before=getattr(proposal, "before", None),
        overtaken=proposal.accepted is None and getattr(proposal, "overtaken", False),
        newest_revision=getattr(proposal, "newest_revision", None),
        by=author_name(proposal.by),
        decided_by=decider_of(proposal, kept) if proposal.decided_at else "",
        is_own=proposal.by_id == reader.user.pk,
    )


def newest_first(proposals: TargetProposalQuerySet) -> TargetProposalQuerySet:
    """Open ones before the others; those by when they were decided."""
    return proposals.order_by(F("decided_at").desc(nulls_first=True), "-at", "-pk")
