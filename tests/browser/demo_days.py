"""The demo organisation on days that a test chooses: on each the server starts anew at that hour, and what was written
stays in the folder."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from installations import Installation
from playwright.sync_api import Browser, Page, expect

TOKYO = ZoneInfo("Asia/Tokyo")
MONDAY = date(2026, 11, 16)
PASSWORD = "kaname-demo"

ANOTHER = """
import django
django.setup()
from kaname.people.models import Person
from kaname.people.sign_in import create_sign_in
west = Person.objects.filter(memberships__team__key="inside-west", role="member", is_active=True).first()
create_sign_in(west, password="kaname-demo") if west.user is None else None
Person.objects.filter(pk=west.pk).update(email="west@example.jp")
user = Person.objects.get(pk=west.pk).user
type(user).objects.filter(pk=user.pk).update(email="west@example.jp")
"""


def made_on_monday(folder: Path) -> Path:
    """The organisation as it stands on Monday morning, with somebody of another team who signs in."""
    house = Installation(folder, clock=at(MONDAY, 8, 30))
    house.run("demo", "--no-serve")
    house.run("insights")
    house.environment["DJANGO_SETTINGS_MODULE"] = "kaname.config.settings"
    subprocess.run([sys.executable, "-c", ANOTHER], env=house.variables, check=True)
    return folder


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=TOKYO)


@dataclass
class Living:
    """An organisation whose clock the test sets, and whoever looks at it."""

    data: Path
    chromium: Browser
    language: str

    @classmethod
    def like(cls, made: Path, folder: Path, chromium: Browser, language: str) -> "Living":
        shutil.copytree(made, folder)
        return cls(folder, chromium, language)

    @contextmanager
    def on(self, day: date, hour: int, minute: int = 0) -> Iterator[str]:
        """The server at that hour."""
        with Installation(self.data, clock=at(day, hour, minute)).serving("demo") as address:
            yield address

    def passes_until(self, day: date, hour: int, minute: int = 0) -> None:
        """The time until then goes by: facts come in as every day, and what follows from them is computed."""
        house = Installation(self.data, clock=at(day, hour, minute))
        house.run("demo", "--no-serve")
        house.run("insights")

    @contextmanager
    def somebody(self, who: str, address: str, *, width: int = 1280) -> Iterator[Page]:
        """Signed in, with the pages in the language of this run."""
        context = self.chromium.new_context(base_url=address, viewport={"width": width, "height": 900})
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("[name=login]", f"{who}@example.jp")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(re.compile(r"/(today|board|first-steps)/"))
        if page.locator("html").get_attribute("lang") != self.language:
            form = page.locator(f"form.k-preferences [name=language][value={self.language}]").first
            form.evaluate("button => button.form.requestSubmit(button)")
            expect(page.locator("html")).to_have_attribute("lang", self.language)
        yield page
        context.close()

    def says(self, japanese: str, english: str) -> str:
        return japanese if self.language == "ja" else english
