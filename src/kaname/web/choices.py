"""Links that choose what a page shows. Their whole state is in the address, so that it can be sent and bookmarked."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True)
class Choice:
    """One link of a menu."""

    label: str | Promise
    url: str
    current: bool = False
    level: int = 0
    """How deep it stands in a tree, for teams below teams."""


def with_query(request: HttpRequest, **changes: object) -> str:
    """The page's own address with some of its query changed; None takes a key away. The page number starts again."""
    query = request.GET.copy()
    query.pop("page", None)
    for key, value in changes.items():
        query.pop(key, None)
        if value is not None:
            query.setlist(key, [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)])
    return f"{request.path}?{query.urlencode()}" if query else request.path
