"""Pages that one comes to from a mail."""

import json

import pytest
from browser.accessibility import COLOURS, assert_accessible
from browser.conftest import PHONE
from browser.world import MAIL
from playwright.sync_api import expect


@pytest.mark.parametrize("link", ["invitation", "new password", "used link"])
@pytest.mark.parametrize("context", [{"locale": "ja"}, {"locale": "en", "viewport": PHONE}], indirect=True)
def test_axe_finds_nothing(visitor, house, link):
    page = visitor.goes_to(json.loads((house.data / MAIL).read_text())[link])
    expect(page.locator("h1")).to_have_count(1)
    assert_accessible(page)
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    assert_accessible(page, rules=COLOURS)
