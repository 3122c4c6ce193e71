"""Whether the targets of a goal in a file and their history make sense."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kaname.goals.errors import GoalsError
from kaname.goals.exchange.document import GoalPart
from kaname.goals.exchange.target_document import TargetPart
from kaname.goals.metrics_yaml import Path

Problems = Iterator[tuple[Path, str]]


def target_problems(goal: GoalPart) -> Problems:
    """What is wrong with each target, and with the goal's own."""
    seen = set()
    for place, target in enumerate(goal.targets):
        if target.place in seen:
            yield ("targets", place), _("The same metric, owner and days stand here twice.")
        seen.add(target.place)
        yield from ((("targets", place, *path), words) for path, words in _of(target))
    yield from _own(goal)


def _own(goal: GoalPart) -> Problems:
    """A goal that counts has one target of its own: for its metric, its team and its days."""
    own = [(place, target) for place, target in enumerate(goal.targets) if target.kgi]
    for place, target in own:
        whose = (target.metric, target.team, target.person, target.starts_on, target.ends_on)
        if whose != (goal.metric, goal.team, None, goal.starts_on, goal.ends_on):
            yield ("targets", place, "kgi"), _("The goal's own target has its metric, its team and its days.")
    for place, _target in own[1:]:
        yield ("targets", place, "kgi"), _("A goal has one target of its own.")
    if goal.published_at is not None and not own:
        words = _("A goal that counts has a target with “kgi: true”. Leave this out and publish the goal afterwards.")
        yield ("published_at",), words


def _of(target: TargetPart) -> Problems:
    if target.upper is not None and target.upper < target.value:
        yield ("upper",), str(GoalsError("range_reversed"))
    yield from _revisions(target)
    yield from _proposals(target)


def _revisions(target: TargetPart) -> Problems:
    for place, revision in enumerate(target.revisions):
        if revision.old_value is None and revision.new_value is None:
            yield ("revisions", place), _("A revision has an old value, a new one, or both.")
        if revision.old_value is not None and not revision.reason:
            yield ("revisions", place, "reason"), str(GoalsError("reason_needed"))
    if not target.revisions:
        return
    last = max(enumerate(target.revisions), key=lambda item: (item[1].at, item[0]))
    stands = None if target.withdrawn_at else target.value
    if last[1].new_value != stands:
        words = _("The last revision leads to the target's value, or to none where it is withdrawn.")
        yield ("revisions", last[0], "new_value"), words


def _proposals(target: TargetPart) -> Problems:
    waiting = set()
    for place, proposal in enumerate(target.proposals):
        if (proposal.accepted is None) != (proposal.decided_at is None):
            words = _("“accepted” and “decided_at” stand here both, or neither while nobody has decided.")
            yield ("proposals", place, "accepted"), words
        if proposal.accepted is None and proposal.by in waiting:
            yield ("proposals", place, "by"), _("Somebody has one open proposal at a time.")
        if proposal.accepted is None:
            waiting.add(proposal.by)
