"""The targets of a goal in a file into the ledger. Revisions that stand there already stay as they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import takewhile
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kaname.goals.exchange.ledger import Ledger
from kaname.goals.exchange.naming import Named
from kaname.goals.exchange.target_document import ProposalPart, RevisionPart, TargetPart
from kaname.goals.exchange.target_parts import FIGURES, TARGETS, proposal_parts, revision_part
from kaname.goals.kept import Kept
from kaname.goals.models import Goal, Target, TargetProposal, TargetRevision
from kaname.goals.notices import tell_of_changes, tell_of_import
from kaname.goals.setting import withdraw_target
from kaname.people.models import User

Place = tuple[Any, ...]
Pairs = list[tuple[TargetPart, Target]]
CHANGED = ("goal", "withdrawn_at", "value", "upper", "baseline")


def standing(parts: Sequence[TargetPart], among: QuerySet[Target]) -> dict[Place, Target]:
    """Those that are there for the same metric, owner and days, whatever goal they were set for."""
    near = among.filter(
        metric_key__in={part.metric for part in parts},
        starts_on__in={part.starts_on for part in parts},
        ends_on__in={part.ends_on for part in parts},
    )
    places = {part.place for part in parts}
    by_place = {_place(target): target for target in near.select_related("team", "person", "goal")}
    return {place: target for place, target in by_place.items() if place in places}


def write_targets(goal: Goal, parts: Sequence[TargetPart], before: Kept, ledger: Ledger) -> Target | None:
    """Make the goal's targets those of the file and say which is its own; those whose target changes are told.

    `before` are the names that earlier imports of the goal kept.
    """
    there = standing(parts, TARGETS)
    stood = {target.pk: _in_force(target) for target in there.values()}
    pairs = _rows(goal, parts, there, ledger)
    _revisions(pairs, before, ledger)
    _proposals(pairs, before, ledger)
    _let_go(goal, {target.pk for _part, target in pairs}, ledger)
    changed = [target for _part, target in pairs if stood.get(target.pk) != _in_force(target)]
    _tell(changed, stood.keys(), ledger)
    return next((target for part, target in pairs if part.kgi), None)


def _place(target: Target) -> Place:
    team = target.team.key if target.team else ""
    person = target.person.key if target.person else ""
    return target.metric_key, team, person, target.starts_on, target.ends_on


def _in_force(target: Target) -> Mapping[str, Any] | None:
    return None if target.withdrawn_at else target.figures


def _rows(goal: Goal, parts: Sequence[TargetPart], there: Mapping[Place, Target], ledger: Ledger) -> Pairs:
    pairs: Pairs = []
    for part in parts:
        target = there.get(part.place) or Target(
            metric_key=part.metric,
            team=ledger.team(part.team),
            person=ledger.person(part.person),
            starts_on=part.starts_on,
            ends_on=part.ends_on,
        )
        target.goal, target.withdrawn_at = goal, part.withdrawn_at
        target.value, target.upper, target.baseline = part.value, part.upper, part.baseline
        pairs.append((part, target))
    Target.objects.bulk_create([target for part, target in pairs if part.place not in there])
    Target.objects.bulk_update(there.values(), CHANGED, batch_size=100)
    return pairs


def _revisions(pairs: Pairs, before: Kept, ledger: Ledger) -> None:
    """Those of the files that were not there. What is otherwise in the file gives way to it."""
    rows: list[TargetRevision] = []
    authors: list[str | None] = []
    for part, target in pairs:
        held = list(target.revisions.all())
        known = [revision_part(revision, Named(), before) for revision in held]
        same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(known, part.revisions, strict=False))))
        TargetRevision.objects.filter(pk__in=[revision.pk for revision in held[same:]]).delete()
        for revision in part.revisions[same:]:
            rows.append(_revision(revision, target, ledger))
            authors.append(revision.by)
        if not part.revisions:
            rows.append(_first(part, target, ledger))
            authors.append(None)
    made = TargetRevision.objects.bulk_create(rows)
    for row, author in zip(made, authors, strict=True):
        ledger.keep_author(row, author)


def _revision(part: RevisionPart, target: Target, ledger: Ledger) -> TargetRevision:
    figures = {name: getattr(part, name) for name in FIGURES}
    return TargetRevision(target=target, reason=part.reason, by=ledger.user(part.by), at=part.at, **figures)


def _first(part: TargetPart, target: Target, ledger: Ledger) -> TargetRevision:
    """How the history of a target begins that has none in the file."""
    return TargetRevision(
        target=target,
        new_value=part.value,
        new_upper=part.upper,
        new_baseline=part.baseline,
        reason=_("Imported from a file"),
        by=ledger.by,
        at=ledger.at,
    )


def _proposals(pairs: Pairs, before: Kept, ledger: Ledger) -> None:
    """Those of people without a sign-in are kept beside the rows."""
    rows, deciders = [], []
    for part, target in pairs:
        if proposal_parts(target, Named(), before) == part.proposals:
            continue
        target.proposals.all().delete()
        ledger.kept.proposals[str(target.pk)] = []
        for proposal in part.proposals:
            author = ledger.user(proposal.by)
            if author is None:
                ledger.keep_proposal(target, proposal)
            else:
                rows.append(_proposal(proposal, target, author, ledger))
                deciders.append(proposal.decided_by)
    for row, decided_by in zip(TargetProposal.objects.bulk_create(rows), deciders, strict=True):
        ledger.keep_decider(row, decided_by)


def _proposal(part: ProposalPart, target: Target, author: User, ledger: Ledger) -> TargetProposal:
    said = part.model_dump(include={"value", "upper", "reason", "at", "accepted", "answer", "decided_at"})
    return TargetProposal(target=target, by=author, decided_by=ledger.user(part.decided_by), **said)


def _let_go(goal: Goal, kept: Collection[int], ledger: Ledger) -> None:
    """Targets of the goal that the file does not have are withdrawn, and belong to no goal any more."""
    others = Target.objects.filter(goal=goal).exclude(pk__in=kept)
    for target in others.in_force():
        withdraw_target(target, reason=_("Not in the file that was imported"), by=ledger.by, at=ledger.at)
    others.update(goal=None)


def _tell(changed: Sequence[Target], stood: Collection[int], ledger: Ledger) -> None:
    """Of each target's last revision, to those whose target it is today: of what changes here now, else at its moment.

    A file that goes back to an earlier value brings no revision, so that the one that stands again is told of.
    """
    rows = TargetRevision.objects.filter(target__in=changed).select_related("target").order_by("at", "pk")
    last = list({revision.target_id: revision for revision in rows}.values())
    tell_of_import([one for one in last if one.target_id in stood], by=ledger.by, at=ledger.at)
    new = [one for one in last if one.target_id not in stood]
    tell_of_changes(sorted(new, key=lambda one: one.at, reverse=True))
