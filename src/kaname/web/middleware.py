"""What every page gets: the reader's language, a policy that lets it load nothing but our own files, and a note of
the state that its numbers are from."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from kaname.web.live import hub
from kaname.web.preferences import language_of

Handler = Callable[[HttpRequest], HttpResponseBase]

# Styles may stand in attributes (bars have lengths, ECharts places its tooltips); scripts never stand in a page.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


def language(get_response: Handler) -> Handler:
    """In place of Django's own: the reader's setting goes before cookie and browser. After authentication."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        code = language_of(request)
        translation.activate(code)
        request.LANGUAGE_CODE = code
        response = get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", code)
        return response

    return middleware


def live_token(get_response: Handler) -> Handler:
    """Note the state before anything is read: a change while the page is being made must still reach it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.live_token = hub.token  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def plain_text(get_response: Handler) -> Handler:
    """Refuse the character NUL in addresses and forms: nobody types it, and databases fail on it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address holds the character NUL.")
        if _form_holds_nul(request):
            raise BadRequest("The form holds the character NUL.")
        return get_response(request)

    return middleware


def _form_holds_nul(request: HttpRequest) -> bool:
    """In a typed field; a file may hold what it likes."""
    if request.content_type == "application/x-www-form-urlencoded":
        return b"%00" in request.body
    if request.content_type == "multipart/form-data":
        return any("\x00" in value for _name, values in request.POST.lists() for value in values)
    return False


def security_policy(get_response: Handler) -> Handler:
    """A strict Content-Security-Policy on every answer."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware
