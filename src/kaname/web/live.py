"""Server-sent events: every open page hears of new facts within a moment.

The stream is answered before Django, as a plain ASGI application: inside Django each open stream would hold a thread
and with it a database connection. All streams of an event loop wait for one shared future.
"""

import asyncio
import secrets
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import ThreadSensitiveContext, sync_to_async

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

PATH = "/live/events/"
HEARTBEAT = 15.0
"""A comment line at least this often, so that proxies keep the stream open. [s]"""
PAUSE = 0.2
"""At most one event per stream in this time; what happens meanwhile is one event. [s]"""


class Hub:
    """What changed last, as a token, and everybody who waits for the next change."""

    def __init__(self) -> None:
        # Reentrant: `close` runs in a signal handler, maybe while this very thread is in here.
        self._lock = threading.RLock()
        self._waiting: dict[asyncio.AbstractEventLoop, asyncio.Future[None]] = {}
        self._run = secrets.token_hex(4)
        self._count = 0
        self.revision = 0
        self.closed = False

    @property
    def token(self) -> str:
        """Names the present state; another after every change and after a restart."""
        return f"{self._run}-{self._count}"

    def publish(self, revision: int | None = None) -> None:
        """Say that what pages show has changed. From any thread; returns at once."""
        with self._lock:
            self._count += 1
            self.revision = self.revision if revision is None else revision
            self._wake()

    def close(self) -> None:
        """End all streams; the server is about to stop. From any thread."""
        with self._lock:
            self.closed = True
            self._wake()

    async def changed_from(self, token: str | None, *, within: float) -> bool:
        """Wait until the state is another than `token`, at most `within` seconds; whether it is."""
        with self._lock:
            if self.closed or token != self.token:
                return True
            loop = asyncio.get_running_loop()
            future = self._waiting.get(loop) or self._waiting.setdefault(loop, loop.create_future())
        done, _ = await asyncio.wait({future}, timeout=within)
        return bool(done)

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for loop, future in waiting.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(_settle, future)


def _settle(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)


hub = Hub()


def events(application: Application, *, hub: Hub = hub) -> Application:
    """Answer the stream's address here and leave everything else to `application`."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == PATH:
            await stream(scope, receive, send, hub=hub)
        else:
            await application(scope, receive, send)

    return answer


async def stream(scope: Scope, receive: Receive, send: Send, *, hub: Hub) -> None:
    """One viewer's stream, until they leave or the hub closes."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    async with ThreadSensitiveContext():
        admitted = await sync_to_async(is_signed_in)(headers.get("cookie", ""))
    if not admitted:
        await send({"type": "http.response.start", "status": 401, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": b"Sign in first."})
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    writing = asyncio.create_task(write(known_token(scope, headers), send, hub=hub))
    leaving = asyncio.create_task(left(receive))
    await asyncio.wait({writing, leaving}, return_when=asyncio.FIRST_COMPLETED)
    for task in (writing, leaving):
        task.cancel()
    await asyncio.gather(writing, leaving, return_exceptions=True)


HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


async def write(token: str | None, send: Send, *, hub: Hub) -> None:
    async for line in lines(token, hub=hub):
        await send({"type": "http.response.body", "body": line.encode(), "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def lines(token: str | None, *, hub: Hub) -> AsyncIterator[str]:
    """The stream's text: an event per change, a comment when nothing happens for long."""
    yield "retry: 2000\n\n"
    known = hub.token if token is None else token
    while not hub.closed:
        if not await hub.changed_from(known, within=HEARTBEAT):
            yield ": still here\n\n"
        elif not hub.closed:
            known = hub.token
            yield f"id: {known}\nevent: changed\ndata: {hub.revision}\n\n"
            await asyncio.sleep(PAUSE)


def known_token(scope: Scope, headers: MutableMapping[str, str]) -> str | None:
    """What the viewer's page shows already: by the header on a reconnect, by the address on the first connect."""
    since = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("since", [None])[0]
    return headers.get("last-event-id") or since


async def left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def is_signed_in(cookies: str) -> bool:
    """Whether the cookies belong to a session of an active user; closes the database connection that it opened."""
    from django.conf import settings
    from django.contrib.auth import get_user
    from django.db import connections
    from django.http import HttpRequest
    from django.utils.module_loading import import_string

    cookie = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if cookie is None:
        return False
    request = HttpRequest()
    request.session = import_string(f"{settings.SESSION_ENGINE}.SessionStore")(cookie.value)
    try:
        user = get_user(request)
        return bool(user.is_authenticated and user.is_active)
    finally:
        connections.close_all()
