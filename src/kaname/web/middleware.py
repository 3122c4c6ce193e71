"""What every page gets: the reader's language, a policy that lets it load nothing but our own files, and a note of
the state that its numbers are from."""

from collections.abc import Callable

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


def security_policy(get_response: Handler) -> Handler:
    """A strict Content-Security-Policy on every answer."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware
