"""A manager's morning at the board: a fact arrives, a number opens, a target is set and changed."""

import itertools
import re
from datetime import date

import httpx
import pytest
from browser.addresses import sign_in
from browser.conftest import PHONE
from browser.world import PASSWORD
from playwright.sync_api import expect

numbers = itertools.count()
CALLS = "#kpi-calls .b-number"


@pytest.fixture(scope="module")
def program(address):
    """A program that sends facts, as an administrator."""
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        sign_in(client, email="dai@example.com", password=PASSWORD)
        client.headers.update({"X-CSRFToken": client.cookies["csrftoken"], "Referer": address})
        yield client


def send_call(program, *, person="Ben"):
    """One more call today."""
    call = {"source_id": f"live-{next(numbers)}", "day": date.today().isoformat(), "person": person, "kind": "call"}
    answer = program.post("/api/facts/activities?source=browser", json=[call])
    assert answer.status_code == 200, answer.text
    assert answer.json()["loaded"] == 1


def shown(page):
    return int(re.sub(r"\D", "", page.locator(CALLS).inner_text()))


def test_a_fact_changes_the_open_board_without_a_reload(visitor, program):
    page = visitor.signs_in("aiko")
    page = visitor.goes_to("/")
    expect(page).to_have_url(re.compile("team=east"))
    before = shown(page)
    page.evaluate("document.stayed = true")
    page.locator("#members").scroll_into_view_if_needed()
    page.locator("#b-course-title").evaluate("node => node.closest('section').querySelector('details').open = true")
    scrolled = page.evaluate("scrollY")
    send_call(program)
    expect(page.locator(CALLS)).to_contain_text(str(before + 1))
    assert page.evaluate("document.stayed") is True
    assert page.evaluate("scrollY") == scrolled
    assert page.locator(".b-course details").evaluate("node => node.open") is True


def test_a_fact_of_another_team_changes_nothing_here(visitor, program):
    visitor.signs_in("aiko")
    page = visitor.goes_to("/board/?team=east")
    before = shown(page)
    send_call(program, person="Chie")
    send_call(program)
    expect(page.locator(CALLS)).to_contain_text(str(before + 1))


def test_every_number_opens(visitor):
    visitor.signs_in("aiko")
    page = visitor.goes_to("/board/?team=east")
    on_board = shown(page)
    page.locator(CALLS).click()
    expect(page.locator("h1")).to_contain_text(f"{on_board} calls")
    expect(page.get_by_text("Number of activities where")).to_be_visible()
    expect(page.locator("#rows tbody tr").first).to_contain_text("Call")
    with page.expect_download() as download:
        page.locator("#rows").get_by_role("link", name="Download CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == on_board + 1


def test_a_target_is_set_and_changed_in_place(visitor):
    visitor.signs_in("aiko")
    page = visitor.goes_to("/board/?team=east")
    page.locator("#kpi-connects").get_by_role("link", name="Set a target").click()
    dialog = page.locator("#k-dialog")
    dialog.get_by_label("Target", exact=True).fill("30")
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator("#kpi-connects")).to_contain_text("Target 30")
    page.locator("#kpi-connects").get_by_role("link", name="Change target").click()
    dialog.get_by_label("Target", exact=True).fill("40")
    dialog.get_by_label("Reason").fill("Two more people from today")
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator("#kpi-connects")).to_contain_text("Target 40")
    expect(page.locator("h1")).not_to_contain_text("No target")
    page.locator("#kpi-connects .b-number").click()
    page.get_by_role("link", name="History of the target").click()
    expect(page.get_by_text("Two more people from today")).to_be_visible()


def test_members_sort_by_a_number_and_the_address_says_so(visitor):
    visitor.signs_in("aiko")
    page = visitor.goes_to("/board/?team=east")
    page.locator("#members thead a").nth(1).click()
    expect(page).to_have_url(re.compile(r"sort=-\w+"))
    expect(page.locator("#members th[aria-sort=descending]")).to_have_count(1)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("person", ["aiko", "ben", "emi"])
def test_it_fits_a_phone(visitor, person, language):
    visitor.signs_in(person)
    visitor.prefers(language=language, theme="dark")
    page = visitor.page
    page.set_viewport_size(PHONE)
    for path in ("/", "/board/metrics/connect_rate/"):
        visitor.goes_to(path)
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_the_board_is_whole_without_scripts(chromium, address):
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        sign_in(client, email="aiko@example.com", password=PASSWORD)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"], "url": address}
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"{address}/board/?team=east")
    expect(page.locator(CALLS)).to_be_visible()
    page.locator("#kpi-connect_rate").get_by_role("link", name="Chart").click()
    expect(page.locator("#b-course-title")).to_contain_text("Connect rate")
    page.locator(".k-stepper a[href]").first.click()
    expect(page.locator("h1")).to_be_visible()
    context.close()
