"""Who may open a page of people, and what day it is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.utils import timezone

from kaname.people.models import Person, Role
from kaname.people.queries import organisation
from kaname.web.requests import SignedInRequest

P = ParamSpec("P")


def today() -> date:
    """The organisation's day, read where a request comes in."""
    return organisation().today(timezone.now())


def own_person(request: SignedInRequest) -> Person | None:
    return Person.objects.filter(user=request.user.pk).first()


def administrators_only(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[SignedInRequest, P], HttpResponseBase]:
    """Answers 403 to everybody else."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.role != Role.ADMINISTRATOR:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)  # type: ignore[return-value]
