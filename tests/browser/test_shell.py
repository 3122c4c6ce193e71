"""Journeys through what every page shares."""

import re

import pytest
from browser.accessibility import assert_accessible
from browser.conftest import PHONE
from playwright.sync_api import expect


def test_signing_in_by_keyboard_alone(visitor):
    page = visitor.goes_to("/accounts/login/")
    page.locator("[name=login]").focus()
    page.keyboard.type("ben@example.com")
    page.keyboard.press("Tab")
    page.keyboard.type("a long test password")
    page.keyboard.press("Enter")
    expect(page.locator(".k-account")).to_contain_text("Ben")


def test_the_first_tab_skips_to_the_content(visitor):
    page = visitor.signs_in("dai")
    page.goto(page.url)
    page.keyboard.press("Tab")
    expect(page.locator(".k-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_the_palette_opens_finds_and_goes_by_keyboard(visitor):
    page = visitor.signs_in("dai")
    page.keyboard.press("Control+k")
    expect(page.locator("#k-palette input")).to_be_focused()
    page.keyboard.type("api")
    expect(page.locator("#k-palette .k-hits a").first).to_contain_text("API")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator("#k-palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("#k-palette .k-hits a").first).to_contain_text("API")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/settings/tokens/"))


def test_language_and_theme_are_kept(visitor):
    page = visitor.signs_in("emi")
    page.locator(".k-account summary").click()
    page.locator(".k-account button[value=ja]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    page.locator(".k-account summary").click()
    assert_accessible(page)
    page.locator(".k-account button[value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


@pytest.mark.parametrize("context", [{"color_scheme": "dark"}], indirect=True)
def test_a_dark_device_gets_a_dark_page_without_asking(visitor):
    page = visitor.goes_to("/accounts/login/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert_accessible(page)


@pytest.mark.parametrize("context", [{"viewport": PHONE}], indirect=True)
def test_a_phone_reaches_everything_through_the_bar_below(visitor):
    page = visitor.signs_in("dai")
    expect(page.locator(".k-side")).to_be_hidden()
    page.locator(".k-more summary").click()
    assert_accessible(page)
    page.locator(".k-more-body").get_by_text("API").click()
    expect(page).to_have_url(re.compile("/settings/tokens/"))


def test_a_confirmation_opens_in_place_and_cancels_by_escape(visitor):
    page = visitor.signs_in("dai")
    visitor.goes_to("/settings/tokens/")
    page.locator("#id_name").fill("weekly export")
    page.get_by_role("button", name="Make a token").click()
    expect(page.locator("#secret")).to_have_value(re.compile("^kaname_"))
    page.locator("tr", has_text="weekly export").locator("[data-dialog]").click()
    dialog = page.locator("#k-dialog")
    expect(dialog).to_contain_text("weekly export")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.locator("tr", has_text="weekly export").locator("[data-dialog]").click()
    dialog.get_by_role("button", name="End the token").click()
    expect(page.locator("main table")).to_contain_text("Ended")
    expect(page.locator(".k-messages")).to_contain_text("weekly export")


def test_what_was_typed_survives_a_reload_until_it_is_sent(visitor):
    page = visitor.signs_in("dai")
    visitor.goes_to("/settings/tokens/")
    page.locator("#id_name").fill("half a name")
    page.reload()
    expect(page.locator("#id_name")).to_have_value("half a name")
    page.get_by_role("button", name="Make a token").click()
    expect(page.locator("main table")).to_contain_text("half a name")
    expect(page.locator("#id_name")).to_have_value("")


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_everything_works_without_javascript(visitor):
    page = visitor.signs_in("dai")
    page.locator(".k-search").click()
    page.locator("main [name=q]").fill("api")
    page.locator("main [name=q]").press("Enter")
    page.locator("main .k-hits a").first.click()
    page.locator("#id_name").fill("quiet export")
    page.get_by_role("button", name="Make a token").click()
    page.locator("tr", has_text="quiet export").locator("[data-dialog]").click()
    page.get_by_role("button", name="End the token").click()
    expect(page.locator("tr", has_text="quiet export")).to_contain_text("Ended")
    page.locator(".k-account summary").click()
    page.locator(".k-account").get_by_role("button", name="Sign out").click()
    expect(page.locator("[name=login]")).to_be_visible()
