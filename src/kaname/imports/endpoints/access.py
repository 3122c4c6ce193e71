"""Who may call what."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from kaname.people.models import Role, User


def administrator(request: HttpRequest) -> User:
    """The caller, who has to be an administrator; for others there is no such address."""
    user = caller(request)
    if user.role != Role.ADMINISTRATOR:
        raise Http404
    return user


def caller(request: HttpRequest) -> User:
    """The signed-in user."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
