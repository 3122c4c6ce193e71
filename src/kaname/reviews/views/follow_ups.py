"""Follow-ups of all reviews that a reader may read: by state and owner, as a page and as a file."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.reviews.models import FollowUp
from kaname.reviews.models.follow_up import FollowUpQuerySet
from kaname.reviews.words import name_of
from kaname.web.choices import with_query
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

PER_PAGE = 30


@require_safe
@for_reader
def follow_ups(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """One's own that are open, until something else is asked for: `state` and `whose`."""
    rows = chosen(request, reader)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "reader": reader,
        "page": page,
        "rows": [(row, name_of(row.meeting, reader)) for row in page],
        "state": request.GET.get("state", "open"),
        "whose": request.GET.get("whose", "mine"),
        "table_url": with_query(request).replace(request.path, f"{request.path}table/", 1),
    }
    return render(request, "reviews/follow_ups.html", context)


@require_safe
@for_reader
def follow_ups_table(request: SignedInRequest, reader: Reader) -> HttpResponseBase:
    """The same rows as CSV or Excel."""
    header = [_("Follow-up"), pgettext("of a follow-up", "Who"), _("Until"), _("Done on"), _("Review"), _("Held on")]
    rows = (
        (
            row.text,
            row.owner.name,
            row.due_on,
            reader.organisation.today(row.done_at) if row.done_at else None,
            name_of(row.meeting, reader),
            row.meeting.held_on,
        )
        for row in chosen(request, reader)
    )
    return table_response(pgettext("name of a file", "follow-ups"), header, rows, form=request.GET.get("form"))


def chosen(request: HttpRequest, reader: Reader) -> FollowUpQuerySet:
    """What the address asks for, of what the reader may read."""
    rows = FollowUp.objects.visible_to(reader.user, on=reader.today).standing()
    rows = rows.select_related("owner", "meeting__team", "meeting__leader", "meeting__member").defer("meeting__pack")
    if request.GET.get("whose", "mine") == "mine":
        rows = rows.filter(owner__user=reader.user.pk)
    state = request.GET.get("state", "open")
    if state == "open":
        return rows.filter(done_at=None)
    if state == "overdue":
        return rows.filter(done_at=None, due_on__lt=reader.today)
    return rows.exclude(done_at=None).order_by("-done_at", "-pk") if state == "done" else rows
