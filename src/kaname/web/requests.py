"""Requests whose sender is known to have signed in."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from django.contrib.auth.models import _User  # what AUTH_USER_MODEL names


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` gets."""

    user: "_User"
    htmx: HtmxDetails
