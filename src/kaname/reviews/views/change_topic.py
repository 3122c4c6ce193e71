"""A change of a KPI becomes something to talk about in the next review."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.insights.changes.names import Names
from kaname.insights.changes.sentences import headline
from kaname.insights.models import Change
from kaname.reviews.kinds import Kind, Wish
from kaname.reviews.models import ReviewMeeting
from kaname.reviews.outcomes.recording import put_topic
from kaname.reviews.scheduling.coming import Held, held, standing
from kaname.reviews.scheduling.opening import open_occurrence
from kaname.web.requests import SignedInRequest

AHEAD = timedelta(days=62)
# 1on1s are about the member, and clients are none of this.
PRIVATE = frozenset({Kind.ONE_ON_ONE, Kind.CLIENT})


@require_POST
@for_reader
def change_topic(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Into the next review that the reader takes part in."""
    change = get_object_or_404(Change.objects.visible_in(reader.scope), pk=pk)
    meeting = _next(reader)
    if meeting is None:
        messages.info(request, _("You have no review ahead. Plan one, and the change can stand on its agenda."))
        return redirect("reviews:meeting_new")
    question = _("%(change)s. Should the KPI or the strategy be revised?") % {"change": headline(change, Names(reader))}
    put_topic(meeting, text=question[:500], wish=Wish.DECIDE, reader=reader)
    messages.success(request, _("It stands among the topics of this review."))
    return redirect(meeting)


def _next(reader: Reader) -> ReviewMeeting | None:
    near = standing(held(reader, since=reader.today, until=reader.today + AHEAD, own=True))
    coming = [one for one in near if not one.is_closed and one.review.kind not in PRIVATE]
    return next((_meeting(one, reader) for one in coming), None)


def _meeting(found: Held, reader: Reader) -> ReviewMeeting:
    if found.meeting is not None or found.series is None or found.rule_day is None:
        assert found.meeting is not None  # noqa: S101 - without a series there is a row
        return found.meeting
    return open_occurrence(found.series, rule_day=found.rule_day, reader=reader)
