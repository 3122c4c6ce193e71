"""A manager builds a KPI tree by keyboard and mouse, in both languages, with and without scripts."""

import re
from urllib.parse import urlsplit

import httpx
import pytest
from browser.accessibility import COLOURS, assert_accessible
from browser.addresses import sign_in
from browser.conftest import DESKTOP, PHONE
from browser.world import PASSWORD
from playwright.sync_api import expect

NAMES = {
    "en": {
        "revenue": "Revenue",
        "deals_won": "Deals won",
        "average_deal_amount": "Average deal amount",
        "appointments": "Appointments",
        "close_rate": "Close rate",
    },
    "ja": {
        "revenue": "売上",
        "deals_won": "受注数",
        "average_deal_amount": "平均受注単価",
        "appointments": "アポイント数",
        "close_rate": "成約率",
    },
}
PAIR = "product:deals_won,average_deal_amount:"


def begin_goal(page):
    """A draft about revenue, by the form; the address of its tree."""
    page.goto(page.url.split("/", 3)[0] + "//" + urlsplit(page.url).netloc + "/goals/new/")
    page.locator("[name=metric]").select_option("revenue")
    page.locator("main form .btn-primary").click()
    page.wait_for_url(re.compile("/kgi/$"))
    return page.url.replace("/kgi/", "/tree/")


def nodes(page):
    return page.locator("kpi-tree [data-open]")


def focused(page):
    return page.evaluate("document.activeElement.querySelector('[data-open]')?.textContent")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_tree_is_built_changed_and_taken_back(visitor, language):
    name = NAMES[language]
    page = visitor.signs_in("aiko")
    visitor.prefers(language=language)
    page.goto(begin_goal(page))
    assert_accessible(page)

    # By mouse: the first step by definition.
    page.locator(f"button[name=use][value='{PAIR}']").click()
    expect(nodes(page)).to_have_text([name["revenue"], name["deals_won"], name["average_deal_amount"]])
    expect(page.locator("kpi-tree > ul")).to_have_attribute("role", "tree")

    # By keyboard: down to deals won, open it, and split it with metrics of one's own choice.
    expect(page.locator("[data-node]").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    assert focused(page) == name["deals_won"]
    page.keyboard.press("Enter")
    dialog = page.locator("#k-dialog")
    expect(dialog.locator("#split")).to_be_visible()
    assert_accessible(page)
    dialog.locator("#part_0_part_metric").select_option("appointments")
    dialog.locator("#part_1_part_metric").select_option("calls")
    expect(dialog.locator("#split-preview .k-pill.off")).to_have_count(2)
    dialog.locator("#part_1_part_metric").select_option("close_rate")
    expect(dialog.locator("#split-preview .k-pill.ahead")).to_have_count(2)
    dialog.locator("#split .card-footer .btn-primary").focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    whole = [name[key] for key in ("revenue", "deals_won", "appointments", "close_rate", "average_deal_amount")]
    expect(nodes(page)).to_have_text(whole)
    expect(page.locator(".k-branch-verdict .k-pill.ahead")).to_have_count(2)

    # The node has the focus again, and arrows walk on from it.
    assert focused(page) == name["deals_won"]
    page.keyboard.press("ArrowRight")
    assert focused(page) == name["appointments"]
    page.keyboard.press("End")
    assert focused(page) == name["average_deal_amount"]
    page.keyboard.press("Alt+ArrowUp")
    expect(nodes(page).nth(1)).to_have_text(name["average_deal_amount"])
    assert focused(page) == name["average_deal_amount"]
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert focused(page) == name["deals_won"]
    page.keyboard.press("Delete")
    expect(nodes(page)).to_have_count(3)
    page.locator("#tree-undo").click()
    expect(nodes(page)).to_have_count(5)
    assert focused(page) == name["deals_won"]
    page.keyboard.press("ArrowLeft")
    assert focused(page) == name["revenue"]

    # By mouse again: the menu of a node.
    page.locator(".k-branch-menu summary").nth(2).click()
    page.locator(".k-branch-menu[open] [data-remove]").click()
    expect(nodes(page)).to_have_count(3)
    page.reload()
    expect(nodes(page)).to_have_count(3)
    assert_accessible(page)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_fits_every_screen(visitor, language):
    page = visitor.signs_in("aiko")
    visitor.prefers(language=language)
    page.goto(begin_goal(page))
    page.locator("button[name=ready][value=inside_sales]").click()
    expect(nodes(page)).to_have_count(7)
    for size in (DESKTOP, {"width": 1024, "height": 800}, PHONE):
        page.set_viewport_size(size)
        assert_accessible(page)
        page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
        assert_accessible(page, rules=COLOURS)
        page.evaluate("document.documentElement.dataset.bsTheme = 'light'")


def test_a_tree_that_does_not_hold_opens_its_months(visitor):
    page = visitor.signs_in("aiko")
    visitor.prefers(language="en")
    page.goto(begin_goal(page))
    page.locator("button[name=plant]").click()
    page.locator("#part_0_part_metric").select_option("deals_lost")
    page.locator("#part_1_part_metric").select_option("average_deal_amount")
    expect(page.locator("#split-preview .k-pill.off")).to_have_count(1)
    page.locator("#split .card-footer .btn-primary").click()
    expect(page.locator("h1")).to_contain_text("The tree does not reproduce “Revenue”")
    page.locator(".k-branch-verdict summary").first.click()
    expect(page.locator(".k-branch-verdict tbody tr").first).to_be_visible()
    assert_accessible(page)


def test_it_is_whole_without_scripts(visitor, chromium, address):
    path = urlsplit(begin_goal(visitor.signs_in("aiko"))).path
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        sign_in(client, email="aiko@example.com", password=PASSWORD)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"], "url": address}
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(address + path)
    page.locator("button[name=ready][value=inside_sales]").click()
    expect(nodes(page)).to_have_count(7)
    nodes(page).nth(1).click()
    page.locator("#acts button[value=below]").click()
    expect(nodes(page)).to_have_count(3)
    page.locator("#tree-undo").click()
    expect(nodes(page)).to_have_count(7)
    context.close()
