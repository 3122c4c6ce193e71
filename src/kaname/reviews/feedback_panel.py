"""Feedback on the page of a 1on1: what the two said to each other since the last one, and the way to say more."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from kaname.feedback.models import Feedback
from kaname.goals.reader import Reader
from kaname.measures.periods import ONE_DAY, Period, instants_of
from kaname.reviews.models import ReviewMeeting
from kaname.reviews.pack.span import span_of
from kaname.reviews.panels import Panel
from kaname.reviews.words import other_of

SHOWN = 3


def feedback(meeting: ReviewMeeting, reader: Reader) -> Iterable[Panel]:
    """For 1on1s alone."""
    if not meeting.is_one_on_one:
        return
    other = other_of(meeting, reader)
    pair = [meeting.leader_id, meeting.member_id]
    since = span_of(meeting, reader).since
    begins, _ends = instants_of(Period(since, since + ONE_DAY), zone=reader.organisation.zone)
    said = Feedback.objects.visible_to(reader.user, on=reader.today).standing().with_people()
    said = said.filter(author__in=pair, receiver__in=pair, sent_at__gte=begins).order_by("-sent_at")
    back = urlencode({"next": meeting.get_absolute_url()})
    url = f"{reverse('feedback:compose', args=[other.key])}?{back}"
    yield Panel("feedback", "reviews/feedback_panel.html", 20, {"rows": said[:SHOWN], "other": other, "url": url})
