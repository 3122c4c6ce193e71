"""What every page's template may use: navigation, language, theme, the reader's name."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kaname.web.navigation import Navigation, navigation_for
from kaname.web.preferences import theme_of
from kaname.web.templatetags.kaname_formats import language


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor; the navigation is built when a template asks for it."""
    user = getattr(request, "user", None)
    person = getattr(user, "person", None)
    return {
        "user": user,
        "user_name": str(getattr(person, "name", "") or user or ""),
        "language": language(),
        "theme": theme_of(request),
        "navigation": SimpleLazyObject(lambda: navigation_of(request)),
    }


def navigation_of(request: HttpRequest) -> Navigation:
    role = str(getattr(getattr(request, "user", None), "role", ""))
    return navigation_for(role=role, path=request.path)
