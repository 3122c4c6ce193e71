"""While nobody has set Kaname up, every page leads to the set-up."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kaname.people.models import User


class FirstRun:
    """Sends people without a sign-in to /setup/ until there is a user; programs are left to the API's own answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        setup = reverse("people:setup")
        own = (setup, reverse("web:preferences"), reverse("api:api-root"), settings.STATIC_URL)
        if request.user.is_authenticated or request.path.startswith(own) or User.objects.exists():
            return self.get_response(request)
        return redirect(setup)
