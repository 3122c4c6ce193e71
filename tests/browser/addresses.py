"""Every address of the product, from the URL configuration, and a path for each that a person can reach."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode

import httpx
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.urls.exceptions import Resolver404

# Swagger's own page, and routes of the API, which answer programs.
NOT_PAGES = frozenset({"api"})
PATHS_PER_NAME, OPTIONS_PER_FIELD = 12, 5


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
    """What a page leads to: links, the addresses of its forms, and each choice that a filter offers."""

    def __init__(self, text: str, *, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._page = page.partition("?")[0]
        self._filter = self._field = ""
        self._options = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "a":
            self._add(held.get("href", ""))
        elif tag == "form":
            self._add(held.get("action", ""))
            self._filter = "" if held.get("method", "get").lower() != "get" else held.get("action") or self._page
        elif tag == "button":
            self._add(held.get("formaction", ""))
        elif tag == "select":
            self._field, self._options = held.get("name", ""), 0
        elif tag == "option" and self._filter and self._field and self._options < OPTIONS_PER_FIELD:
            self._options += 1
            self._add(f"{self._filter}?{urlencode({self._field: held.get('value', '')})}")
        elif tag == "input" and held.get("type") == "checkbox" and self._filter:
            self._add(f"{self._filter}?{urlencode({held.get('name', ''): held.get('value') or 'on'})}")

    def _add(self, address: str) -> None:
        if address.startswith("?"):
            address = self._page + address
        if address.startswith("/"):
            self.found.add(address.partition("#")[0])


@dataclass
class Places:
    """A path that answers with a page, by the name of its address; and all names that links lead to."""

    by_name: dict[str, str]
    seen: set[str]


def explore(client: httpx.Client, *, start: list[str]) -> Places:
    """Follow links from `start`, at most a few paths for each name; one where it is a file or takes forms alone."""
    places, waiting, visits = Places({}, set()), list(start), Counter[str]()
    known, ends = set(waiting), set[str]()
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if name is None or name in ends or visits[name] >= PATHS_PER_NAME:
            continue
        visits[name] += 1
        places.seen.add(name)
        answer = client.get(path)
        is_html = answer.headers.get("content-type", "").startswith("text/html")
        if answer.status_code == 405 or (answer.status_code == 200 and not is_html):
            ends.add(name)
        if answer.status_code == 200 and is_html:
            places.by_name.setdefault(name, path)
            found = Links(answer.text, page=path).found - known
            known |= found
            waiting += sorted(found)
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
