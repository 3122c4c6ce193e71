"""Who leads sales asks what next: how likely is the year's goal, what changed and why, what if, and did it help?"""

import re
from datetime import date

from browser.accessibility import assert_fits
from browser.demo_days import MONDAY, Living
from playwright.sync_api import Page, expect

# Eleven weeks after the initiative began.
LATER = date(2027, 2, 1)
FELL_ON = date(2026, 8, 24)
INDUSTRY, INITIATIVE = "製造業", "決裁者に先に会う"
APPOINTMENTS = "2300"


def asks_what_next(living: Living) -> None:
    with living.on(MONDAY, 10) as address:
        with living.somebody("manager", address) as page:
            page.goto("/board/")
            expect(page.locator(".b-goal-chance b")).to_contain_text("%")
        with living.somebody("executive", address) as page:
            goal = sees_how_likely_the_year_is(page)
            learns_what_fell(page, living)
            reads_how_far_outlooks_can_be_trusted(page)
            scenarios = tries_three(page, goal, living)
            turns_into_targets(page, scenarios[1])
            starts_what_is_suggested(page, goal)
    living.passes_until(LATER, 8)
    with living.on(LATER, 9) as address, living.somebody("executive", address) as page:
        reads_whether_it_helped(page, living)


def sees_how_likely_the_year_is(page: Page) -> str:
    """The board names the goal's probability and the next best move; the goal says the same, each number its method."""
    page.goto("/board/")
    page.locator(".k-node a[href*='/insights/outlook/']").first.click()
    expect(page.locator("#i-steps-title")).to_be_visible()
    page.go_back()
    move = page.locator(".b-next")
    told = move.locator(".b-next-move").inner_text()
    move.locator("a[href$='#next-move']").click()
    page.wait_for_url(re.compile("/goals/[^/]+/#next-move"))
    expect(page.locator("#next-move")).to_contain_text(told)
    return page.url.partition("#")[0]


def learns_what_fell(page: Page, living: Living) -> None:
    """The close rate in one industry fell on a date that was planted, with the reason; it is explained."""
    page.goto("/insights/changes/")
    page.locator("main a", has_text=INDUSTRY).first.click()
    page.wait_for_url(re.compile(r"/insights/changes/\d+/"))
    number = int(page.url.rstrip("/").rpartition("/")[2])
    change = next(one for one in page.request.get("/api/changes/").json()["items"] if one["id"] == number)
    assert change["first_on"] <= FELL_ON.isoformat() <= change["last_on"]
    assert change["after"] < change["before"]
    expect(page.locator("main")).to_contain_text(change["why"] if living.language == "ja" else "Deals won")
    page.fill("[name=words]", "主要製品の入札条件が変わった")
    page.locator("[name=reason]").select_option("competitor")
    page.locator("button[name=state][value=explained]").click()
    expect(page.locator("[aria-labelledby=c-said]")).to_contain_text("入札条件")


def reads_how_far_outlooks_can_be_trusted(page: Page) -> None:
    """Earlier outlooks held as often as they should, on this organisation's own past."""
    page.goto("/insights/calibration/")
    held = re.search(r"\d+", page.locator("h1").inner_text())
    assert held
    assert 75 <= int(held.group()) <= 85
    assert_fits(page)


def tries_three(page: Page, goal: str, living: Living) -> list[str]:
    """What is suggested, more appointments, and more working time: saved, and put side by side."""
    page.goto(goal)
    page.locator("#next-move a[href*='?end-']").first.click()
    page.wait_for_url(re.compile("/insights/scenarios/goals/"))
    suggested = keeps(page, living.says("提案どおり", "As suggested"))
    page.goto("/insights/scenarios/goals/" + goal.rstrip("/").rpartition("/")[2] + "/")
    assumes(page, "end-appointments", APPOINTMENTS)
    appointments = keeps(page, living.says("アポイント2,300件", "2,300 appointments"))
    page.goto("/insights/scenarios/goals/" + goal.rstrip("/").rpartition("/")[2] + "/")
    assumes(page, "hours", "5")
    hours = keeps(page, living.says("稼働5%増", "5% more hours"))
    page.goto("/insights/scenarios/")
    for one in page.locator("input[name=scenario]").all():
        one.check()
    page.locator("form[action$='/comparison/'] .card-footer button").click()
    page.wait_for_url(re.compile("/comparison/"))
    expect(page.locator("thead th a")).to_have_count(3)
    assert_fits(page)
    return [suggested, appointments, hours]


def assumes(page: Page, field: str, typed: str) -> None:
    """Typed, and everything on the page follows."""
    page.locator(f"[name={field}]").fill(typed)
    expect(page.locator("#what-if .i-lead")).to_contain_text("→")


def keeps(page: Page, name: str) -> str:
    page.locator("#what-if a[href*='/new/']").click()
    page.fill("[name=name]", name)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(re.compile(r"/insights/scenarios/\d+/"))
    return page.url


def turns_into_targets(page: Page, scenario: str) -> None:
    """The target of appointments is what the scenario assumed, with the scenario as its reason."""
    page.goto(scenario)
    page.locator("#what-if a[href$='/targets/']").click()
    expect(page.locator("[name=targets][value=appointments]")).to_be_checked()
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(re.compile("/goals/[^/]+/$"))
    page.goto("/goals/targets/?metric=appointments")
    expect(page.locator("main table")).to_contain_text("2,300")


def starts_what_is_suggested(page: Page, goal: str) -> None:
    """From the move to an initiative under its KPI, which begins today."""
    page.goto(goal)
    page.locator("#next-move a[href*='/initiatives/new/']").first.click()
    page.wait_for_url(re.compile("/initiatives/new/"))
    assert page.locator("[name=why]").input_value()
    page.fill("[name=name]", INITIATIVE)
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_text(INITIATIVE).first).to_be_visible()


def reads_whether_it_helped(page: Page, living: Living) -> None:
    """A verdict with its interval, its grade and what it was compared with; nothing was done, so nothing is sure."""
    page.goto("/insights/tried/")
    row = page.locator("tr", has_text=INITIATIVE)
    expect(row).to_be_visible()
    expect(row).not_to_contain_text(living.says("検証済み", "tested"))
    row.locator("a").first.click()
    page.wait_for_url(re.compile(r"/insights/tried/\d+/"))
    expect(page.locator("[aria-labelledby=i-effect]")).to_contain_text(living.says("80%区間", "80% interval"))
    assert_fits(page)
