"""Why a number moved, on demand; and its history in phases."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.insights.changes.asked_why import AskedWhy, why_page
from kaname.insights.changes.names import Names
from kaname.insights.changes.phases import look_back
from kaname.web.requests import SignedInRequest


@require_safe
@for_reader
def why(request: SignedInRequest, reader: Reader) -> HttpResponse:
    asked = AskedWhy.read(request.GET.dict(), reader)
    context = why_page(asked, reader)
    context["back"] = look_back(asked.metric, asked.team, Names(reader)) if asked.metric else None
    return render(request, "insights/why.html", context, status=422 if asked.problem else 200)
