"""The targets that belong to a goal, as parts of a file."""

from __future__ import annotations

from django.db.models import Prefetch

from kaname.goals.exchange.kinds import figure_of
from kaname.goals.exchange.naming import Named
from kaname.goals.exchange.target_document import ProposalPart, RevisionPart, TargetPart
from kaname.goals.kept import Kept
from kaname.goals.models import Goal, Target, TargetProposal, TargetRevision

TARGETS = Target.objects.select_related("team", "person").prefetch_related(
    Prefetch("revisions", TargetRevision.objects.select_related("by__person")),
    Prefetch("proposals", TargetProposal.objects.select_related("by__person", "decided_by__person")),
)
FIGURES = ("old_value", "new_value", "old_upper", "new_upper", "old_baseline", "new_baseline")


def target_part(target: Target, goal: Goal | None, named: Named, kept: Kept) -> TargetPart:
    """A target with its whole history."""
    return TargetPart.model_construct(
        metric=named.metric(target.metric_key),
        team=named.team(target.team),
        person=named.person(target.person),
        starts_on=target.starts_on,
        ends_on=target.ends_on,
        kgi=goal is not None and target.pk == goal.target_id,
        value=figure_of(target.value),
        upper=figure_of(target.upper),
        baseline=figure_of(target.baseline),
        withdrawn_at=target.withdrawn_at,
        revisions=[revision_part(revision, named, kept) for revision in target.revisions.all()],
        proposals=proposal_parts(target, named, kept),
    )


def revision_part(revision: TargetRevision, named: Named, kept: Kept) -> RevisionPart:
    """One change of a target."""
    return RevisionPart.model_construct(
        None,
        **{name: figure_of(getattr(revision, name)) for name in FIGURES},
        reason=revision.reason,
        by=named.author(revision.by, kept.author_behind(revision)),
        at=revision.at,
    )


def proposal_parts(target: Target, named: Named, kept: Kept) -> list[ProposalPart]:
    """Everything that was proposed for a target, in order of time."""
    proposals = [_proposal(proposal, named, kept) for proposal in target.proposals.all()]
    proposals += _kept_proposals(target, named, kept)
    return sorted(proposals, key=lambda part: (part.at, part.by))


def _proposal(proposal: TargetProposal, named: Named, kept: Kept) -> ProposalPart:
    return ProposalPart.model_construct(
        value=figure_of(proposal.value),
        upper=figure_of(proposal.upper),
        reason=proposal.reason,
        by=named.author(proposal.by),
        at=proposal.at,
        accepted=proposal.accepted,
        answer=proposal.answer,
        decided_by=named.author(proposal.decided_by, kept.decider_behind(proposal)),
        decided_at=proposal.decided_at,
    )


def _kept_proposals(target: Target, named: Named, kept: Kept) -> list[ProposalPart]:
    """Those of people without a sign-in."""
    parts = [ProposalPart.model_validate(data, strict=False) for data in kept.proposals.get(str(target.pk), ())]
    for part in parts:
        for key in (part.by, part.decided_by):
            named.author(None, kept.people.get(key or ""))
    return parts
