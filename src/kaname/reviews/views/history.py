"""All 1on1s of the same two."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.reviews.access import meeting_for
from kaname.reviews.kinds import Kind
from kaname.reviews.models import ReviewMeeting
from kaname.reviews.words import other_of, time_of
from kaname.web.requests import SignedInRequest

PER_PAGE = 10


@require_safe
@for_reader
def history(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """With what was talked about, decided and agreed in each, the newest first."""
    found = meeting_for(reader, pk)
    if not found.is_one_on_one:
        raise Http404
    pair = [found.leader_id, found.member_id]
    rows = ReviewMeeting.objects.visible_to(reader.user, on=reader.today).standing().light()
    rows = rows.filter(kind=Kind.ONE_ON_ONE, leader__in=pair, member__in=pair).order_by("-starts_at")
    rows = rows.select_related("rating").prefetch_related("topics", "decisions", "follow_ups__owner")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "other": other_of(found, reader),
        "page": page,
        "lines": [(row, time_of(row, reader)) for row in page],
    }
    return render(request, "reviews/history.html", context)
