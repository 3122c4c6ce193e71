"""Importing a file through the pages, step by step."""

import re
from collections.abc import Iterator

from browser.world import a_file_of_calls
from playwright.sync_api import Page, expect


def import_steps(page: Page, address: str, *, source: str) -> Iterator[str]:
    """Go through the steps; each yields the address of the step that it has reached.

    The header names the source: columns that were mapped before would go straight to the check.
    """
    text = a_file_of_calls(rows=40).replace("通話ID", f"通話ID {source}")
    file = {"name": "calls.csv", "mimeType": "text/csv", "buffer": text.encode("cp932")}
    page.goto(f"{address}/imports/new/")
    page.locator("#file").set_input_files(file)
    expect(page).to_have_url(re.compile(r"/imports/\d+/file/"))
    yield page.url
    page.locator("main .btn-primary[name=next]").click()
    expect(page).to_have_url(re.compile("/mapping/"))
    yield page.url
    page.locator("[name=source]").fill(source)
    page.locator("main button.btn-primary").last.click()
    expect(page).to_have_url(re.compile("/check/"))
    expect(page.locator("form[action$='/start/'] button")).to_be_enabled(timeout=30_000)
    yield page.url
    page.locator("form[action$='/start/'] button").click()
    expect(page).to_have_url(re.compile(r"/imports/\d+/$"))
    yield page.url
