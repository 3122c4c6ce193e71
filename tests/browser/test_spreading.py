"""Somebody hands out a goal's targets by keyboard, and prints its page."""

import re

from browser.accessibility import assert_accessible
from playwright.sync_api import expect

SHEET = "/goals/west-draft/people/?metric=appointments"


def cell(page, row, part):
    return page.locator(f"#sheet input[data-row='{row}'][data-part='{part}']")


def keys(page):
    """Row and part of the cell that has the focus."""
    return page.evaluate("[document.activeElement.dataset.row, document.activeElement.dataset.part]")


def test_values_are_typed_one_after_the_other(visitor):
    page = visitor.signs_in("dai")
    visitor.goes_to(SHEET)
    page.locator("[name=total]").fill("100")
    page.locator("[name=by]").select_option("week")
    page.locator("form[action$='spread/'] > .btn").click()
    parts = page.locator("#sheet tbody tr").first.locator("input")
    expect(parts.nth(2)).to_be_visible()
    first, second = (parts.nth(number).get_attribute("data-part") for number in (1, 2))
    assert_accessible(page)

    # Tab sends what was typed and goes on to the next column, which keeps the focus when the sheet comes back.
    cell(page, "team", first).fill("40")
    cell(page, "team", first).press("Tab")
    expect(page.locator("#sheet td.k-typed")).to_have_count(1)
    expect(cell(page, "team", first)).to_have_value("40")
    expect(cell(page, "team", second)).to_be_focused()
    assert keys(page) == ["team", second]

    # Enter goes down the column.
    row = page.locator("#sheet tbody tr").nth(1).locator("input").first.get_attribute("data-row")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet td.k-typed")).to_have_count(2)
    expect(cell(page, row, second)).to_be_focused()

    # An empty field is no word any more.
    cell(page, "team", second).fill("")
    cell(page, "team", second).press("Tab")
    expect(page.locator("#sheet td.k-typed")).to_have_count(1)

    # What cannot be is said, and the sheet stays.
    cell(page, "team", first).fill("101")
    cell(page, "team", first).press("Tab")
    expect(page.locator("#sheet [role=alert]")).to_be_visible()
    expect(cell(page, "team", first)).to_have_value("40")


def test_the_page_of_a_goal_is_printed_with_everything_open(visitor):
    page = visitor.signs_in("dai")
    page.add_init_script(
        "window.print = () => { dispatchEvent(new Event('beforeprint')); document.title = 'printed'; }"
    )
    visitor.goes_to("/goals/sales-counts/")
    page.locator(".k-actions .k-menu summary").click()
    page.locator(".k-actions a[href*='print=1']").click()
    page.wait_for_url(re.compile("print=1"))
    expect(page).to_have_title("printed")
    assert page.locator("main details:not([data-closes]):not([open])").count() == 0
