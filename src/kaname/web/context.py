"""What every page's template may use: navigation, language, theme, the reader's name."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from kaname.web.bell import bell_for
from kaname.web.navigation import Navigation, navigation_for
from kaname.web.preferences import theme_of
from kaname.web.templatetags.kaname_formats import language


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor; the navigation and the bell are made when a template asks for them."""
    user = getattr(request, "user", None)
    person = getattr(user, "person", None)
    return {
        "user": user,
        "user_name": str(getattr(person, "name", "") or user or ""),
        "language": language(),
        "theme": theme_of(request),
        "navigation": SimpleLazyObject(lambda: navigation_of(request)),
        "bell": SimpleLazyObject(lambda: bell_for(user, at=timezone.now())),
    }


def navigation_of(request: HttpRequest) -> Navigation:
    role = str(getattr(getattr(request, "user", None), "role", ""))
    return navigation_for(role=role, path=request.path)
