"""Requests whose sender is known to have signed in."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from django.contrib.auth.models import _User  # what AUTH_USER_MODEL names


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` gets."""

    user: "_User"
    htmx: HtmxDetails


def leads_inside(request: HttpRequest, address: str) -> bool:
    """Whether it is an address of this installation; redirects take a word without a slash for the name of a page."""
    hosts = {request.get_host()}
    return "/" in address and url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure())
