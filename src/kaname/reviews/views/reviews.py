"""All reviews of a reader: what is next, today's, what they have to do, what was, their series; and search."""

from __future__ import annotations

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.measures.periods import ONE_DAY
from kaname.reviews.access import person_of
from kaname.reviews.kinds import Kind
from kaname.reviews.lines import held_lines
from kaname.reviews.models import ReviewMeeting, Series
from kaname.reviews.outcomes.carried import open_of
from kaname.reviews.outcomes.helped import helped
from kaname.reviews.scheduling.coming import held, of_row
from kaname.reviews.searching import find
from kaname.reviews.words import cadence_of, name_of
from kaname.web.requests import SignedInRequest

AHEAD = timedelta(days=8)
COMING_MOST = 12
FOUND_MOST, TO_DO_MOST, PER_PAGE = 50, 8, 15


@require_safe
@for_reader
def reviews(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """`q` searches all that was written; `kind` narrows the lists."""
    query, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    whose = request.GET.get("whose", "mine")
    context = {"query": query, "kind": kind, "whose": whose, "kinds": Kind.choices, "reader": reader}
    if query:
        found = [(hit, name_of(hit.passage.meeting, reader)) for hit in find(query, reader=reader, limit=FOUND_MOST)]
        return render(request, "reviews/search.html", context | {"found": found})
    return render(request, "reviews/reviews.html", context | _lists(request, reader, kind, own=whose != "all"))


def _lists(request: SignedInRequest, reader: Reader, kind: str, *, own: bool) -> dict[str, object]:
    person, user, day = person_of(reader), reader.user, reader.today
    near = held(reader, since=day, until=day + AHEAD, own=own)
    near = [one for one in near if kind in {"", one.review.kind}]
    today = [one for one in near if one.held_on < day + ONE_DAY]
    rows = ReviewMeeting.objects
    past = rows.attended_by(user, on=day) if own else rows.visible_to(user, on=day)
    past = past.light().filter(held_on__lt=day, **({"kind": kind} if kind in Kind.values else {}))
    page = Paginator(past.order_by("-starts_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    known = Series.objects
    series = known.attended_by(user, on=day) if own else known.visible_to(user, on=day)
    series = (
        series.running()
        .filter(**({"kind": kind} if kind in Kind.values else {}))
        .select_related("team", "leader", "member")
    )
    return {
        "today": held_lines(today, reader),
        "coming": held_lines([one for one in near if one not in today][:COMING_MOST], reader),
        "to_do": list(open_of(person)[:TO_DO_MOST]) if person else [],
        "past": held_lines([of_row(row) for row in page], reader),
        "page_of_past": page,
        "series": [(one, name_of(one, reader), cadence_of(one)) for one in series],
        "helped": helped(reader),
    }
