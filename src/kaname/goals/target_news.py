"""What happened to targets and proposals, told in the ways that each person chose besides the notices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, gettext_noop

from kaname.goals.authors import author_name
from kaname.goals.models import TargetNotice, TargetProposal, TargetRevision
from kaname.people.models import User
from kaname.telling.kinds import Kind
from kaname.telling.models import Rhythm
from kaname.telling.operations import Message, announce, see, tell_each

CHANGED, PROPOSED, DECIDED = "targets.changed", "targets.proposed", "targets.decided"

# Lists of targets have room for figures and reasons, which notices of other things have not.
KINDS = (
    Kind(
        CHANGED,
        gettext_lazy("Targets that concern me are set, revised or withdrawn"),
        listed=False,
        announced=gettext_lazy("Targets of teams and of the organisation are set, revised or withdrawn"),
    ),
    Kind(PROPOSED, gettext_lazy("Proposals that I am to decide about"), mail=Rhythm.AT_ONCE, listed=False),
    Kind(DECIDED, gettext_lazy("Decisions about my proposals"), mail=Rhythm.AT_ONCE, listed=False),
)

# The words of the list of notices, which has them translated.
SENTENCES = {
    "set": (
        "%(author)s set %(count)d target that concerns you.",
        "%(author)s set %(count)d targets that concern you.",
    ),
    "revised": (
        "%(author)s revised %(count)d target that concerns you.",
        "%(author)s revised %(count)d targets that concern you.",
    ),
    "withdrawn": (
        "%(author)s withdrew %(count)d target that concerns you.",
        "%(author)s withdrew %(count)d targets that concern you.",
    ),
    "changed": (
        "%(author)s changed %(count)d target that concerns you.",
        "%(author)s changed %(count)d targets that concern you.",
    ),
}


def send_changes(notices: Sequence[TargetNotice], *, by: User | None, at: datetime) -> None:
    """One piece of news for each person, however many of their targets changed; the notices come with revisions."""
    kinds: dict[int, list[str]] = defaultdict(list)
    for notice in notices:
        if notice.revision is not None:
            kinds[notice.user_id].append(notice.revision.kind)
    titles = {user: _title(found, by) for user, found in kinds.items()}
    tell_each(titles, kind=CHANGED, url=reverse("goals:notices"), at=at)


def announce_changes(revisions: Iterable[TargetRevision], *, by: User | None, at: datetime) -> None:
    """Tell the organisation's channels of targets of teams and of its own; nobody's personal ones."""
    shared = [revision for revision in revisions if revision.target.person_id is None]
    if not shared:
        return
    title = Message(
        gettext_noop("%(author)s changed targets of teams or of the organisation: %(count)d"),
        {"author": _author(by), "count": len(shared)},
    )
    data = {"targets": [_data(revision) for revision in shared]}
    announce(kind=CHANGED, title=title, url=reverse("goals:targets"), at=at, data=data)


def send_proposal(proposal: TargetProposal, deciders: Collection[int]) -> None:
    """Ask those to decide who were chosen."""
    title = Message(
        gettext_noop("%(author)s proposes another target. Please decide."), {"author": author_name(proposal.by)}
    )
    body = Message.as_is(proposal.reason)
    titles = dict.fromkeys(deciders, title)
    tell_each(titles, kind=PROPOSED, url=reverse("goals:notices"), at=proposal.at, body=body)


def send_decision(proposal: TargetProposal, *, at: datetime) -> None:
    """Tell the author of the proposal what became of it."""
    sentence = (
        gettext_noop("%(author)s accepted your proposal.")
        if proposal.accepted
        else gettext_noop("%(author)s declined your proposal.")
    )
    title = Message(sentence, {"author": author_name(proposal.decided_by)})
    body = Message.as_is(proposal.answer) if proposal.answer else None
    tell_each({proposal.by_id: title}, kind=DECIDED, url=reverse("goals:notices"), at=at, body=body)


def forget_question(proposal: TargetProposal, users: Collection[int], *, at: datetime) -> None:
    """Nobody needs to be asked any more."""
    see(users, kinds=[PROPOSED], ats=[proposal.at], at=at)


def forget(user: int, ats: Collection[datetime], *, at: datetime) -> None:
    """Do not send what the user has looked at in the product."""
    see([user], kinds=[kind.key for kind in KINDS], ats=ats, at=at)


def _title(kinds: Sequence[str], by: User | None) -> Message:
    kind = kinds[0] if len(set(kinds)) == 1 else "changed"
    singular, plural = SENTENCES[kind]
    return Message(singular, {"author": _author(by), "count": len(kinds)}, plural=plural, count=len(kinds))


def _author(by: User | None) -> Message | str:
    return author_name(by) if by else Message("the kaname command", context="who changed something")


def _data(revision: TargetRevision) -> dict[str, Any]:
    target = revision.target
    return {
        "target": target.pk,
        "metric": target.metric_key,
        "starts_on": target.starts_on.isoformat(),
        "ends_on": target.ends_on.isoformat(),
        "change": revision.kind,
        "value": None if revision.new_value is None else str(revision.new_value.normalize()),
    }
