"""Two people write one note of a review at the same time: everything comes together in both windows."""

from playwright.sync_api import expect

NOTE = "#r-note-shared"


def test_what_both_type_comes_together_under_their_hands(visitor, context):
    first = visitor.signs_in("dai")
    visitor.goes_to("/reviews/new/?kind=weekly")
    first.locator("[name=team]").select_option(index=1)
    first.locator("form[data-draft] .btn-primary").click()
    second = context.new_page()
    second.goto(first.url)
    first.locator(NOTE).fill("One line.\n")
    expect(second.locator(NOTE)).to_have_value("One line.\n")
    # Both type on; neither has seen what the other writes.
    second.locator(NOTE).press("Control+Home")
    second.locator(NOTE).press_sequentially("On top. ")
    first.locator(NOTE).press("Control+End")
    first.locator(NOTE).press_sequentially("At the end.", delay=30)
    for page in (first, second):
        expect(page.locator(NOTE)).to_have_value("On top. One line.\nAt the end.")
    # The cursor stays where each of them writes.
    first.locator(NOTE).press_sequentially(" More.")
    expect(second.locator(NOTE)).to_have_value("On top. One line.\nAt the end. More.")
    second.locator("summary", has_text="Add a decision").click()
    second.locator("#id_decision_text").fill("Call first")
    second.locator("details[open] form button").click()
    expect(first.locator("#r-decided")).to_contain_text("Call first")


def test_what_was_typed_without_a_network_waits_in_the_tab(visitor, context):
    first = visitor.signs_in("dai")
    visitor.goes_to("/reviews/new/?kind=weekly")
    first.locator("[name=team]").select_option(index=1)
    first.locator("form[data-draft] .btn-primary").click()
    first.wait_for_url("**/reviews/*/")
    train = context.new_page()
    train.goto(first.url)
    train.route("**/notes/**", lambda route: route.abort())
    train.locator(NOTE).press_sequentially("On the train.")
    expect(train.locator("shared-note [data-state=failed]").first).to_be_visible()
    train.reload()
    expect(train.locator(NOTE)).to_have_value("On the train.")
    train.unroute("**/notes/**")
    expect(train.locator("shared-note [data-state=kept]").first).to_be_visible()
    expect(first.locator(NOTE)).to_have_value("On the train.")
    # Back shows the note as it is now, not as it came at first.
    visitor.goes_to("/reviews/")
    with train.expect_response("**/notes/shared/"):
        train.locator(NOTE).fill("Off the train.")
    first.go_back()
    expect(first.locator(NOTE)).to_have_value("Off the train.")
