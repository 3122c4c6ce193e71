"""Every address of the product, from the URL configuration, and a path for each that a person can reach."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

import httpx
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.urls.exceptions import Resolver404

# Swagger's own page, and routes of the API, which answer programs.
NOT_PAGES = frozenset({"api"})


def names() -> list[str]:
    """Names of all addresses that may be pages, as `namespace:name`."""
    return sorted(set(walk(get_resolver().url_patterns)))


def walk(patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            if not NOT_PAGES & set(inner):
                yield from walk(pattern.url_patterns, inner)
        elif pattern.name:
            yield ":".join((*spaces, pattern.name))


class Links(HTMLParser):
    """What a page leads to: links and the addresses of its forms."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        address = held.get("href") if tag == "a" else held.get("action") if tag == "form" else None
        if address and address.startswith("/"):
            self.found.add(address.partition("#")[0])


@dataclass
class Places:
    """A path that answers with a page, by the name of its address."""

    by_name: dict[str, str]
    seen: set[str]


def explore(client: httpx.Client, *, start: list[str]) -> Places:
    """Follow links from `start`, one path for each name; what is no page is remembered as seen."""
    places, waiting = Places({}, set()), list(start)
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if name is None or name in places.seen:
            continue
        places.seen.add(name)
        answer = client.get(path)
        if answer.headers.get("content-type", "").startswith("text/html") and answer.status_code == 200:
            places.by_name[name] = path
            waiting += sorted(Links(answer.text).found)
    return places


def name_of(path: str) -> str | None:
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return None


def plain(all_names: list[str]) -> list[str]:
    """Paths of the addresses that need no argument."""
    found = []
    for name in all_names:
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return found


def sign_in(client: httpx.Client, *, email: str, password: str) -> None:
    """Through the form, as a person does."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/accounts/login/").text)
    assert token
    form = {"login": email, "password": password, "csrfmiddlewaretoken": token.group(1)}
    answer = client.post("/accounts/login/", data=form, headers={"Referer": str(client.base_url)})
    assert answer.status_code == 302, answer.text[:2000]
