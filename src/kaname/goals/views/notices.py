"""What is new for the reader: the page behind the bell."""

from __future__ import annotations

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from kaname.goals.everything_new import everything_new
from kaname.goals.notices import SHOWN_FOR, mark_seen, notices_of
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.telling.queries import notices_of as told_to
from kaname.web.requests import SignedInRequest

PAGE_SIZE = 20


@require_safe
@for_reader
def notices(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """What the reader has not seen yet first, then the newest; what happened at once stands together."""
    news = everything_new(reader)
    page = Paginator(news.moments(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "reader": reader,
        "page": page,
        "groups": news.at([row["at"] for row in page.object_list]),
        "days": SHOWN_FOR.days,
    }
    return render(request, "goals/notices.html", context)


@require_POST
@for_reader
def notices_seen(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Marks as seen what happened at one moment (`at`), or everything until a page was made (`until`)."""
    own, told = notices_of(reader.user, at=reader.at), told_to(reader.user, at=reader.at)
    at, until = _moment(request.POST.get("at", "")), _moment(request.POST.get("until", ""))
    if at is not None:
        mark_seen(own.filter(at=at), at=reader.at)
        told.filter(at=at).mark_seen(at=reader.at)
    elif until is not None:
        mark_seen(own.filter(at__lte=until), at=reader.at)
        told.filter(at__lte=until).mark_seen(at=reader.at)
    return render(request, "web/shell/bells.html") if request.htmx else redirect("goals:notices")


def _moment(text: str) -> datetime | None:
    """An instant as the page wrote it; None for anything else."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
