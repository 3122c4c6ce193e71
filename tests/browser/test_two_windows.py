"""Two windows hold the same draft: what one changes does not take back what the other did."""

from playwright.sync_api import expect


def saved(page, name, text, *, within=None):
    """Type into a field, and wait until it is kept."""
    field = (within or page).locator(f"[name={name}]")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        field.fill(text)
        field.press("Tab")
    page.wait_for_load_state("networkidle")


def test_of_the_first_step_both_keep_what_they_typed(visitor, context):
    first = visitor.signs_in("dai")
    visitor.goes_to("/goals/west-draft/kgi/")
    second = context.new_page()
    second.goto(first.url)
    saved(first, "value", "5000")
    second.locator("details", has=second.locator("[name=market_source]")).locator("summary").click()
    saved(second, "market_source", "Ministry of Commerce")
    first.reload()
    expect(first.locator("[name=value]")).to_have_value("5000")
    expect(first.locator("[name=market_source]")).to_have_value("Ministry of Commerce")


def test_a_value_can_be_changed_back(visitor):
    page = visitor.signs_in("dai")
    visitor.goes_to("/goals/west-draft/kgi/")
    before = page.locator("[name=name]").input_value()
    saved(page, "name", "Something else")
    saved(page, "name", before)
    page.reload()
    expect(page.locator("[name=name]")).to_have_value(before)


def test_of_a_candidate_both_keep_what_they_typed(visitor, context):
    page = visitor.signs_in("dai")
    visitor.goes_to("/goals/west-draft/csf/")
    page.locator("#new-name").fill("Two windows")
    page.locator(".k-csf-new button").click()
    card = page.locator(".k-csf-card", has_text="Two windows")
    expect(card).to_be_visible()
    other = context.new_page()
    other.goto(page.url)
    theirs = other.locator(".k-csf-card", has_text="Two windows")
    saved(page, "effect_low", "150", within=card)
    saved(other, "budget", "2000", within=theirs)
    page.reload()
    expect(card.locator("[name=effect_low]")).to_have_value("150")
    expect(card.locator("[name=budget]")).to_have_value("2,000")


def test_a_value_of_the_plan_is_kept_when_it_is_left(visitor):
    page = visitor.signs_in("dai")
    visitor.goes_to("/goals/west-draft/kpis/")
    field = page.locator(".k-plan-fix [name=value]").first
    name = field.get_attribute("id")
    with page.expect_response(lambda answer: "/plan/" in answer.url and answer.request.method == "POST"):
        field.fill("7%" if "%" in field.input_value() else "7")
        field.press("Tab")
    expect(page.locator(f"#{name}").locator("xpath=ancestor::tr")).to_have_class("locked")
