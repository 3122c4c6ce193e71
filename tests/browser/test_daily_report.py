"""A daily report is handed in while the answer that its draft was kept is still on its way."""

import re

from playwright.sync_api import expect


def test_it_waits_for_the_answer_about_its_draft(visitor):
    page = visitor.signs_in("ben")
    visitor.goes_to("/reviews/daily/write/")
    on_its_way = []

    def keep(route):
        if "json" in route.request.headers["accept"]:
            on_its_way.append((route, route.fetch()))
        else:
            route.continue_()

    page.route("**/reviews/daily/write/**", keep)
    page.fill("[name=learned]", "Ask first")
    with page.expect_request(lambda request: "json" in request.headers["accept"]):
        page.fill("[name=plans]", "Call at nine")
    while not on_its_way:
        page.evaluate("0")
    page.locator("button[name=submit]").click()
    ((route, answer),) = on_its_way
    route.fulfill(response=answer)
    page.wait_for_url(re.compile(r"/reviews/daily/\d+/"))
    expect(page.get_by_text("Ask first").first).to_be_visible()
    expect(page.get_by_text("Call at nine").first).to_be_visible()
