"""What somebody was told, as pages show it: one group for everything that happened at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.goals.authors import author_name, author_of
from kaname.goals.kept import Kept, kept_by_goal
from kaname.goals.models import Goal, Target, TargetNotice, TargetRevision
from kaname.goals.proposal_lines import State, state_of
from kaname.goals.reader import Reader
from kaname.goals.target_lines import TargetLine, line
from kaname.telling.models import Notice

MOST_LINES = 100
"""Of one group on a page; the list of targets holds them all."""


@dataclass(frozen=True)
class NoticeLine:
    """One target that changed, or one proposal: `kind` is set, revised, withdrawn, proposed, accepted or declined.

    `visible` says whether the target itself is the reader's to see. The figures of one that is not are shown where its
    goal's page shows them (`on_goal`): it is the goal's owner's own, and the reader carries the goal. Otherwise (it is
    above their team, or they have moved) there are no figures and no reason.
    """

    notice: TargetNotice
    kind: str
    target: TargetLine
    visible: bool
    old: Decimal | None
    new: Decimal | None
    old_upper: Decimal | None = None
    new_upper: Decimal | None = None
    reason: str = ""
    answer: str = ""
    author: str = ""
    on_goal: bool = False

    @property
    def seen(self) -> bool:
        return self.notice.seen_at is not None

    @property
    def shows_figures(self) -> bool:
        return self.visible or self.on_goal

    @property
    def url(self) -> str:
        """Where the reader finds the number: the target, or the page of its goal; nothing where neither is theirs."""
        if self.visible:
            return self.target.url
        goal = self.target.target.goal
        return reverse("goals:goal", args=[goal.key]) if self.on_goal and goal is not None else ""

    @property
    def state(self) -> State | None:
        """What became of the proposal, if it is about one."""
        return state_of(self.notice.proposal) if self.notice.proposal else None


@dataclass(frozen=True)
class NoticeGroup:
    """Everything of which one person was the author at one moment."""

    at: datetime
    author: str
    lines: Sequence[NoticeLine]

    @property
    def seen(self) -> bool:
        return all(line.seen for line in self.lines)

    @property
    def kind(self) -> str:
        """What was done to all of them, "changed" where it differs."""
        kinds = {line.kind for line in self.lines}
        return kinds.pop() if len(kinds) == 1 else "changed"

    @property
    def reason(self) -> str:
        """Why, where it is the same for all."""
        reasons = {line.reason for line in self.lines if line.visible}
        return reasons.pop() if len(reasons) == 1 else ""

    @property
    def reasons_differ(self) -> bool:
        return len({line.reason for line in self.lines}) > 1

    @property
    def title(self) -> str:
        return title(self.kind, author=self.author, count=len(self.lines))

    @property
    def shown(self) -> Sequence[NoticeLine]:
        return self.lines[:MOST_LINES]

    @property
    def further(self) -> int:
        """How many are not shown."""
        return max(0, len(self.lines) - MOST_LINES)


def title(kind: str, *, author: str, count: int) -> str:
    """Who did what to how many targets."""
    words = {"author": author, "count": count}
    if kind in ("proposed", "accepted", "declined"):
        return {
            "proposed": _("%(author)s proposes another target. Please decide."),
            "accepted": _("%(author)s accepted your proposal."),
            "declined": _("%(author)s declined your proposal."),
        }[kind] % words
    sentence = {
        "set": ngettext(
            "%(author)s set %(count)d target that concerns you.",
            "%(author)s set %(count)d targets that concern you.",
            count,
        ),
        "revised": ngettext(
            "%(author)s revised %(count)d target that concerns you.",
            "%(author)s revised %(count)d targets that concern you.",
            count,
        ),
        "withdrawn": ngettext(
            "%(author)s withdrew %(count)d target that concerns you.",
            "%(author)s withdrew %(count)d targets that concern you.",
            count,
        ),
    }.get(kind) or ngettext(
        "%(author)s changed %(count)d target that concerns you.",
        "%(author)s changed %(count)d targets that concern you.",
        count,
    )
    return sentence % words


def moments(notices: QuerySet[TargetNotice] | QuerySet[Notice]) -> QuerySet[Any, Any]:
    """When something happened, what is not seen yet first, then the newest: what a list is paged by."""
    counted = notices.order_by().values("at").annotate(unseen=Count("pk", filter=Q(seen_at=None)))
    waiting = Case(When(unseen__gt=0, then=Value(0)), default=Value(1))
    found: QuerySet[Any, Any] = counted.annotate(rank=waiting).values("rank", "at").order_by("rank", "-at")
    return found


def groups_at(ats: Sequence[datetime], notices: QuerySet[TargetNotice], reader: Reader) -> list[NoticeGroup]:
    """The groups of these moments, in their order. One query."""
    place = {at: number for number, at in enumerate(ats)}
    rows = with_targets(notices.filter(at__in=ats))
    found = sorted(notice_lines(rows, reader), key=lambda one: (place[one.notice.at], one.author, _order(one)))
    return [
        NoticeGroup(at=at, author=author, lines=list(lines))
        for (at, author), lines in groupby(found, key=lambda one: (one.notice.at, one.author))
    ]


def _order(one: NoticeLine) -> tuple[Any, ...]:
    target = one.target.target
    whose = (target.person_id is None, target.team_id is None)  # one's own first, then the team's
    return *whose, one.target.owner_name, target.metric_key, target.starts_on, target.ends_on, one.notice.pk


def with_targets(notices: QuerySet[TargetNotice]) -> QuerySet[Any]:
    """The notices with all that a line says; of a proposal also the value that its author saw."""
    seen = TargetRevision.objects.filter(target=OuterRef("proposal__target"), at__lte=OuterRef("proposal__at"))
    before = Subquery(seen.order_by("-at", "-pk").values("new_value")[:1])
    return notices.annotate(before=before).select_related(
        "revision__target__goal",
        "revision__target__team",
        "revision__target__person",
        "revision__by__person",
        "proposal__target__team",
        "proposal__target__person",
        "proposal__by__person",
        "proposal__decided_by__person",
    )


def notice_lines(notices: Iterable[TargetNotice], reader: Reader) -> list[NoticeLine]:
    """Of notices from `with_targets`."""
    found = list(notices)
    carried, kept = _carried(found, reader), _kept(found)
    return [_of_revision(one, carried, kept, reader) if one.revision else _of_proposal(one, reader) for one in found]


def _carried(notices: Sequence[TargetNotice], reader: Reader) -> dict[int, int | None]:
    """The goals that the reader carries among those of the targets, each with the id of its owner."""
    ids = {one.revision.target.goal_id or 0 for one in notices if one.revision} - {0}
    if not ids:
        return {}
    goals = Goal.objects.visible_in(reader.scope).published().filter(pk__in=ids)
    return dict(goals.values_list("pk", "team_id"))


def _kept(notices: Sequence[TargetNotice]) -> Mapping[int | None, Kept]:
    """The names of authors who have no sign-in here, by the goal that they came with."""
    revisions = [one.revision for one in notices if one.revision]
    return kept_by_goal(revision.target.goal_id for revision in revisions if revision.by_id is None)


def _of_revision(
    notice: TargetNotice, carried: Mapping[int, int | None], kept: Mapping[int | None, Kept], reader: Reader
) -> NoticeLine:
    revision = notice.revision
    assert revision is not None  # noqa: S101 - the caller looked
    target, visible = revision.target, may_see(revision.target, reader)
    goal_id, is_a_persons = target.goal_id or 0, target.person_id is not None
    on_goal = not is_a_persons and goal_id in carried and target.team_id == carried[goal_id]
    figures: dict[str, Any] = (
        {
            "old": revision.old_value,
            "new": revision.new_value,
            "old_upper": revision.old_upper if revision.old_value is not None else None,
            "new_upper": revision.new_upper if revision.new_value is not None else None,
            "reason": revision.reason if visible or _is_kgi(target) else "",
        }
        if visible or on_goal
        else {"old": None, "new": None}
    )
    return NoticeLine(
        notice=notice,
        kind=revision.kind,
        target=line(target, reader),
        visible=visible,
        on_goal=on_goal,
        author=author_of(revision, kept[target.goal_id]),
        **figures,
    )


def _is_kgi(target: Target) -> bool:
    """Whether the target is its goal's own, whose history everybody reads who carries the goal."""
    return target.goal is not None and target.goal.target_id == target.pk


def _of_proposal(notice: TargetNotice, reader: Reader) -> NoticeLine:
    """What somebody proposes, or what became of one's own proposal, which stays readable."""
    proposal = notice.proposal
    assert proposal is not None  # noqa: S101 - a notice is of one or the other
    own, visible = proposal.by_id == reader.user.pk, may_see(proposal.target, reader)
    waits = proposal.accepted is None
    old = proposal.target.value if waits else getattr(notice, "before", None)
    return NoticeLine(
        notice=notice,
        kind=("accepted" if proposal.accepted else "declined") if own else "proposed",
        target=line(proposal.target, reader),
        visible=visible,
        old=old if own or visible else None,
        new=proposal.value if own or visible else None,
        old_upper=proposal.target.upper if visible and waits else None,
        new_upper=proposal.upper if own or visible else None,
        reason=proposal.reason if own or visible else "",
        answer=proposal.answer if own or visible else "",
        author=author_name(proposal.decided_by if own else proposal.by),
    )


def may_see(target: Target, reader: Reader) -> bool:
    """Whether the target's numbers are the reader's to see; it comes with its team and person."""
    scope = reader.scope
    if target.person is not None:
        return target.person.key in scope.person_keys
    return scope.everything or (target.team is not None and target.team.key in scope.team_keys)
