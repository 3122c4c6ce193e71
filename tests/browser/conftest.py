"""A real server on a real data folder, and Debian's Chromium to look at it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from browser.addresses import Places, explore, names, plain, sign_in
from browser.demo_days import Living, made_on_monday
from browser.importing import import_steps
from browser.world import ARCHIVED, LAST_MONTH, MAPPING_OF_CALLS, PASSWORD, a_file_of_calls
from django.urls import reverse
from installations import Installation, installation
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# A page that never changes fails either way; one on a busy machine should not.
expect.set_options(timeout=15_000)
LONGEST = {"test_demo.py", "test_every_page.py", "test_goal_journey.py"}
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those at a browser begin in the first half, the longest first, each among others: while some wait for a browser,
    others keep the processors busy, and none is left for the end."""
    files = {item.path: item.path.parent == Path(__file__).parent for item in items}
    ours = sorted((path for path, here in files.items() if here), key=lambda path: path.name not in LONGEST)
    others = [path for path, here in files.items() if not here]
    apart = max(1, len(others) // (2 * len(ours) or 1))
    places = {path: float(place) for place, path in enumerate(others)}
    places |= {path: number * apart - 0.5 for number, path in enumerate(ours)}
    for item in items:
        if files[item.path]:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: places[item.path])


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with the world in it."""
    with installation(tmp_path_factory.mktemp("browser") / "data") as fresh:
        fresh.data.mkdir(parents=True)
        fresh.environment["DJANGO_SETTINGS_MODULE"] = "kaname.config.settings"
        world = Path(__file__).with_name("world.py")
        subprocess.run([sys.executable, world], env=fresh.variables, check=True)
        file, mapping = fresh.data.with_name("calls.csv"), fresh.data.with_name("calls.yaml")
        file.write_text(a_file_of_calls(rows=40))
        mapping.write_text(MAPPING_OF_CALLS)
        fresh.run("import", str(file), "--mapping", str(mapping))
        yield fresh


@pytest.fixture(scope="session")
def address(house: Installation) -> Iterator[str]:
    """Where the server of this run answers."""
    with house.serving() as url:
        yield url


@pytest.fixture(scope="session")
def places(address: str) -> dict[str, Places]:
    """What an administrator and somebody who has not signed in can reach."""
    found = {}
    for visitor in ("dai", ""):
        with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
            # First what is one among many, as only a few paths of each name are followed.
            withdrawn = f"{reverse('goals:targets')}?state=withdrawn"
            preview = f"{reverse('reports:preview')}?of=organisation&month={LAST_MONTH:%Y-%m}"
            person = f"{reverse('boards:board')}?person=ben"
            start = [withdrawn, preview, person, "/", reverse("goals:metric", args=[ARCHIVED]), *plain(names())]
            if visitor:
                sign_in(client, email=f"{visitor}@example.com", password=PASSWORD)
                start += start_things(client)
            found[visitor] = explore(client, start=start)
    return found


def start_things(client: httpx.Client) -> list[str]:
    """Where it goes on with what only a person at a page begins: people waiting to be imported, an import half way."""
    people = ("people.csv", b"Name,Team,Since\nGoro,East,2026-04-01\nHana,East,someday\n")
    with chromium_browser() as browser:
        somebody = Visitor(browser.new_page(), str(client.base_url))
        page = somebody.signs_in("dai")
        steps = list(islice(import_steps(page, somebody.address, source="dialler"), 3))
    return [submit(client, "/settings/people/import/", file=people), *(urlsplit(step).path for step in steps)]


def submit(client: httpx.Client, path: str, *, file: tuple[str, bytes]) -> str:
    """Hand in a file through a page's form; the page that comes next."""
    form = {"csrfmiddlewaretoken": client.cookies["csrftoken"]}
    answer = client.post(path, data=form, files={"file": file}, headers={"Referer": str(client.base_url)})
    assert answer.status_code == 302, f"{path}: {answer.status_code}"
    return answer.headers["Location"]


@contextmanager
def chromium_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo organisation on its Monday, to be copied."""
    return made_on_monday(tmp_path_factory.mktemp("monday") / "data")


@pytest.fixture(params=["ja", "en"])
def living(request: pytest.FixtureRequest, chromium: Browser, monday: Path, tmp_path: Path) -> Living:
    """The demo organisation, read in each language."""
    return Living.like(monday, tmp_path / "data", chromium, request.param)


@dataclass
class Visitor:
    """Somebody at a browser."""

    page: Page
    address: str

    def listens_for_troubles(self) -> list[str]:
        """What the browser's console complains about from now on."""
        troubles: list[str] = []
        self.page.on("pageerror", lambda error: troubles.append(str(error)))
        self.page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        return troubles

    def goes_to(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def signs_in(self, name: str) -> Page:
        self.goes_to("/accounts/login/")
        self.page.locator("[name=login]").fill(f"{name}@example.com")
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.locator("main .card button").click()
        expect(self.page.locator(".k-frame")).to_be_visible()
        self.page.wait_for_load_state()
        return self.page

    def prefers(self, *, language: str, theme: str = "light") -> None:
        """Set language and theme as the menu does; some page has been loaded before."""
        token = next(cookie["value"] for cookie in self.page.context.cookies() if cookie["name"] == "csrftoken")
        form = {"language": language, "theme": theme, "csrfmiddlewaretoken": token}
        self.page.request.post(f"{self.address}/preferences/", form=form, headers={"Referer": self.address})


@pytest.fixture
def context(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A fresh window without animations; `parametrize("context", [{…}], indirect=True)` says how it differs."""
    window = {"viewport": DESKTOP, "locale": "en-GB", "reduced_motion": "reduce", **getattr(request, "param", {})}
    opened = chromium.new_context(**window)
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def visitor(context: BrowserContext, address: str) -> Iterator[Visitor]:
    """Somebody who has not signed in; every error of the browser's console fails the test."""
    somebody = Visitor(context.new_page(), address)
    troubles = somebody.listens_for_troubles()
    yield somebody
    assert troubles == []
