"""Language and theme of a reader: their own setting, else this browser's cookie, else what the browser asks for."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "kaname_theme"


def language_of(request: HttpRequest) -> str:
    """A code of settings.LANGUAGES."""
    chosen = getattr(getattr(request, "user", None), "language", "")
    if chosen in dict(settings.LANGUAGES):
        return str(chosen)
    return translation.get_language_from_request(request)


def theme_of(request: HttpRequest) -> str:
    """auto, light or dark."""
    user = getattr(request, "user", None)
    chosen = getattr(user, "theme", "") if getattr(user, "is_authenticated", False) else ""
    theme = chosen or request.COOKIES.get(THEME_COOKIE, "")
    return theme if theme in THEMES else "auto"
