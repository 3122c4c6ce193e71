"""Open pages hear of changes: the hub, and the stream as a browser sees it."""

import asyncio
import threading
import time

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import HttpResponse
from django.template import engines
from django.urls import reverse

from kaname.web.live import PATH, Hub, events, hub
from kaname.web.middleware import live_token


async def other(scope, receive, send):
    await send({"type": "http.response.start", "status": 204, "headers": []})


class Viewer:
    """One connection to the stream, as an ASGI server would hold it."""

    def __init__(self, hub, *, cookie="", query=b"", last_event_id=None, path=PATH):
        headers = [(b"cookie", cookie.encode())]
        if last_event_id:
            headers.append((b"last-event-id", last_event_id.encode()))
        self.scope = {"type": "http", "path": path, "query_string": query, "headers": headers}
        self.application = events(other, hub=hub)
        self.sent = asyncio.Queue()
        self.gone = asyncio.Event()

    async def __aenter__(self):
        self.task = asyncio.create_task(self.application(self.scope, self.receive, self.sent.put))
        self.start = await asyncio.wait_for(self.sent.get(), 5)
        return self

    async def __aexit__(self, *_):
        self.gone.set()
        await asyncio.wait_for(self.task, 5)

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def text(self):
        return (await asyncio.wait_for(self.sent.get(), 5)).get("body", b"").decode()

    async def event(self):
        """The next event, as a dictionary; comments and hints are skipped."""
        while not (text := await self.text()).startswith("id:"):
            assert text, "the stream ended"
        return dict(line.split(": ", 1) for line in text.strip().splitlines())


@pytest.fixture
def cookie(client, ben):
    client.force_login(ben.user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def watch(scenario):
    """Run a scenario of viewers in an event loop of its own."""
    return asyncio.run(scenario())


@pytest.mark.django_db(transaction=True)
def test_a_change_reaches_everybody_from_any_thread(cookie):
    hub = Hub()

    async def scenario():
        async with Viewer(hub, cookie=cookie) as one, Viewer(hub, cookie=cookie) as two:
            assert one.start["status"] == 200
            await asyncio.gather(one.text(), two.text())
            threading.Thread(target=hub.publish, args=(7,)).start()
            return await asyncio.gather(one.event(), two.event())

    first, second = watch(scenario)
    assert first == second == {"id": hub.token, "event": "changed", "data": "7"}


@pytest.mark.django_db(transaction=True)
def test_what_changed_between_page_and_stream_is_told_at_once(cookie):
    hub = Hub()
    shown = hub.token
    hub.publish(3)

    async def scenario():
        async with Viewer(hub, cookie=cookie, query=f"since={shown}".encode()) as viewer:
            return await viewer.event()

    assert watch(scenario)["id"] == hub.token


@pytest.mark.django_db(transaction=True)
def test_a_viewer_who_comes_back_after_a_restart_is_told(cookie):
    async def scenario():
        async with Viewer(Hub(), cookie=cookie, last_event_id="0badcafe-12", query=b"since=x-1") as viewer:
            return await viewer.event()

    assert watch(scenario)["event"] == "changed"


@pytest.mark.django_db(transaction=True)
def test_many_changes_in_a_moment_become_few_events(cookie):
    hub = Hub()

    async def scenario():
        async with Viewer(hub, cookie=cookie) as viewer:
            await viewer.text()
            for revision in range(1, 101):
                hub.publish(revision)
            first = await viewer.event()
            return first, viewer.sent.qsize()

    first, waiting = watch(scenario)
    assert first["data"] == "100"
    assert waiting == 0


@pytest.mark.django_db(transaction=True)
def test_streams_end_when_the_server_stops(cookie):
    hub = Hub()

    async def scenario():
        async with Viewer(hub, cookie=cookie) as viewer:
            await viewer.text()
            hub.close()
            await asyncio.wait_for(viewer.task, 5)
            return await viewer.text()

    assert watch(scenario) == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("cookie_text", ["", "sessionid=nobody", "sessionid"])
def test_it_wants_a_sign_in(cookie_text):
    async def scenario():
        async with Viewer(Hub(), cookie=cookie_text) as viewer:
            return viewer.start["status"]

    assert watch(scenario) == 401


@pytest.mark.django_db(transaction=True)
def test_it_refuses_somebody_whose_sign_in_was_ended(cookie, ben):
    ben.user.is_active = False
    ben.user.save()

    async def scenario():
        async with Viewer(Hub(), cookie=cookie) as viewer:
            return viewer.start["status"]

    assert watch(scenario) == 401


def test_everything_else_goes_to_django():
    async def scenario():
        async with Viewer(Hub(), path="/board/") as viewer:
            return viewer.start["status"]

    assert watch(scenario) == 204


@pytest.mark.django_db(transaction=True)
def test_five_hundred_viewers_hold_no_thread_each(cookie):
    hub = Hub()

    async def scenario():
        viewers = [Viewer(hub, cookie=cookie) for _ in range(500)]
        for viewer in viewers:
            await viewer.__aenter__()
        await asyncio.gather(*(viewer.text() for viewer in viewers))
        threads = threading.active_count()
        published = time.perf_counter()
        await sync_to_async(hub.publish)(1)
        await asyncio.gather(*(viewer.event() for viewer in viewers))
        reached = time.perf_counter() - published
        for viewer in viewers:
            viewer.gone.set()
        await asyncio.gather(*(viewer.task for viewer in viewers))
        return threads, reached

    threads, reached = watch(scenario)
    assert threads < 20
    assert reached < 1


def test_a_browser_without_streams_can_ask(client, ben):
    address = reverse("web:live")
    assert client.get(address).status_code == 302
    client.force_login(ben.user)
    assert set(client.get(address).json()) == {"token", "revision"}


def test_a_page_that_was_read_before_a_change_says_so(rf):
    def view(request):
        hub.publish()
        return HttpResponse(
            engines["django"].from_string("{% load kaname %}{% livepart 'x' %}{% endlivepart %}").render({}, request)
        )

    before = hub.token
    page = live_token(view)(rf.get("/board/")).content.decode()
    assert f'token="{before}"' in page
    assert before != hub.token
