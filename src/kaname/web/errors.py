"""Pages for what went wrong: what happened, and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(
        request,
        400,
        _("This address or form cannot be read"),
        _("Go back and try again; reload the page if it was open for long."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(
        request,
        403,
        _("Your role does not open this page"),
        _("An administrator can change roles under Settings, People."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(
        request,
        404,
        _("There is nothing at this address"),
        _("It may have been moved or deleted, or it belongs to a team that you cannot see."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(
        request,
        403,
        _("The form was too old to be accepted"),
        _("You may have signed in or out in another tab. Go back, reload the page and send it again."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Without navigation or sign-in, which may be what is broken."""
    content = loader.render_to_string(
        "web/errors/server_error.html", {"language": getattr(request, "LANGUAGE_CODE", "ja")}
    )
    return HttpResponse(content, status=500)


def page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    return render(request, "web/errors/error.html", {"status": status, "title": title, "advice": advice}, status=status)
