"""What every view of goals does first: find out who asks, and where they want to go afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from kaname.goals.reader import Reader
from kaname.web.requests import SignedInRequest, leads_inside

P = ParamSpec("P")


def for_reader(
    view: Callable[Concatenate[SignedInRequest, Reader, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in who has signed in, as a Reader of this moment."""

    @login_required
    @wraps(view)
    def guarded(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, Reader(user=request.user, at=timezone.now()), *args, **kwargs)

    return guarded  # type: ignore[return-value]  # login_required makes the request a signed-in one


def next_url(request: HttpRequest, otherwise: str) -> str:
    """Where the page that led here wants to go on, if that is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if leads_inside(request, asked) else otherwise


def go(request: SignedInRequest, url: str) -> HttpResponse:
    """Go on to another page, also where htmx asked from within one."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
