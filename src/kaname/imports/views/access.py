"""Who may open the pages of imports: what they do changes everybody's numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from kaname.imports.models import ImportRun
from kaname.people.models import Role
from kaname.web.requests import SignedInRequest

P = ParamSpec("P")


def for_administrators(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[SignedInRequest, P], HttpResponseBase]:
    """For everybody else there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.role != Role.ADMINISTRATOR:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def found_run(request: SignedInRequest, pk: int) -> ImportRun:
    """The run, if the user may see it."""
    return get_object_or_404(ImportRun.objects.visible_to(request.user).select_related("source", "by__person"), pk=pk)
