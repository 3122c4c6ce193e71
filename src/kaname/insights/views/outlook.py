"""Where one number will end, and how that comes about."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kaname.goals.period_choices import code, read_code
from kaname.goals.reader import Reader
from kaname.insights.access import is_of_a_goal, owner_asked, owner_named
from kaname.insights.outlook.page import outlook_page
from kaname.insights.outlook.periods import open_periods
from kaname.web.requests import SignedInRequest


@require_safe
@login_required
def outlook(request: SignedInRequest, key: str) -> HttpResponse:
    """Of the period in the address, else of the first open one of which there is an outlook."""
    reader = Reader(user=request.user, at=timezone.now())
    if key not in reader.definitions:
        raise Http404
    opened = open_periods(reader.today, reader.calendar)
    period = read_code(request.GET.get("period", "")) or opened[0]
    owner = owner_named(request.GET.dict())
    if not is_of_a_goal(key, owner, period, reader):
        owner = owner_asked(request.GET.dict(), reader)
    periods = [code(one) for one in opened]
    context = outlook_page(key, owner, period, periods=periods, reader=reader)
    return render(request, "insights/outlook.html", context)
