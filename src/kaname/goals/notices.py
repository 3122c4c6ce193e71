"""Telling people that a target of theirs changed or that a proposal waits, and what they have seen of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from kaname.goals import target_news
from kaname.goals.audience import Audience
from kaname.goals.models import TargetNotice, TargetProposal, TargetRevision
from kaname.people.models import User
from kaname.people.queries import organisation

SHOWN_FOR = timedelta(days=90)
"""Older notices are kept, but no page shows them."""


def tell_of_changes(revisions: Sequence[TargetRevision], *, besides: Collection[int] = ()) -> None:
    """Tell everybody whose target changed, apart from who changed it and the users `besides`.

    The revisions are of one moment. However many there are, this takes one query for the notices, at most five for whom
    they concern, and those of telling.
    """
    if not revisions:
        return
    by, at = revisions[0].by, revisions[0].at
    audience = _audience(revisions, at=at)
    made = TargetNotice.objects.bulk_create(
        TargetNotice(revision=revision, user_id=user, at=revision.at)
        for revision in revisions
        for user in sorted(audience.of(revision.target) - {revision.by_id, *besides})
    )
    target_news.send_changes(made, by=by, at=at)
    target_news.announce_changes(revisions, by=by, at=at)


def tell_of_import(revisions: Sequence[TargetRevision], *, by: User | None, at: datetime) -> None:
    """Tell everybody whose target a file changed, apart from who brought it in `at` that moment.

    The revisions are those that stand now. Where the file goes back to one that had been told of, that is told again.
    """
    if not revisions:
        return
    audience = _audience(revisions, at=at)
    TargetNotice.objects.filter(revision__in=revisions).delete()
    made = TargetNotice.objects.bulk_create(
        TargetNotice(revision=revision, user_id=user, at=at)
        for revision in revisions
        for user in sorted(audience.of(revision.target) - ({by.pk} if by else set()))
    )
    target_news.send_changes(made, by=by, at=at)
    target_news.announce_changes(revisions, by=by, at=at)


def _audience(revisions: Sequence[TargetRevision], *, at: datetime) -> Audience:
    return Audience(day=organisation().today(at), changed=[revision.target for revision in revisions])


def tell_of_proposal(proposal: TargetProposal) -> None:
    """Ask those to decide who are nearest to the target."""
    target = proposal.target
    asked = Audience(day=organisation().today(proposal.at), changed=[target]).deciders(target) - {proposal.by_id}
    TargetNotice.objects.bulk_create(
        TargetNotice(proposal=proposal, user_id=user, at=proposal.at) for user in sorted(asked)
    )
    target_news.send_proposal(proposal, asked)


def tell_of_decision(proposal: TargetProposal) -> None:
    """Tell the author, unless the decision was their own; nobody needs to be asked any more."""
    if (at := proposal.decided_at) is None:
        return
    asked = TargetNotice.objects.filter(proposal=proposal, seen_at=None)
    target_news.forget_question(proposal, list(asked.values_list("user", flat=True)), at=at)
    asked.update(seen_at=at)
    if proposal.decided_by_id != proposal.by_id:
        TargetNotice.objects.create(proposal=proposal, user=proposal.by, at=at)
        target_news.send_decision(proposal, at=at)


def notices_of(user: User, *, at: datetime) -> QuerySet[TargetNotice]:
    """What the user was told in the last 90 days, the newest first."""
    return TargetNotice.objects.filter(user=user, at__gte=at - SHOWN_FOR)


def unseen(user: AbstractBaseUser | AnonymousUser, at: datetime) -> int:
    """How often somebody did something that the user has not seen yet; many targets changed at once count once."""
    if not isinstance(user, User):
        return 0
    waiting = notices_of(user, at=at).filter(seen_at=None)
    return waiting.order_by().values("at", "revision__by").distinct().count()


def mark_seen(notices: QuerySet[TargetNotice], *, at: datetime) -> int:
    """Say that these of one user were looked at; how many had not been before. What is all seen is not sent."""
    moments = list(notices.filter(seen_at=None).order_by().values_list("user", "at").distinct())
    if not moments:
        return 0
    marked = notices.filter(seen_at=None).update(seen_at=at)
    user, ats = moments[0][0], {one for _user, one in moments}
    left = TargetNotice.objects.filter(user=user, at__in=ats, seen_at=None).values_list("at", flat=True)
    target_news.forget(user, ats - set(left), at=at)
    return marked
