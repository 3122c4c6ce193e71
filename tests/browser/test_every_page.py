"""Every page fits on a desk and a phone, in both languages; axe finds nothing on every second one at a desk, on the
others on a phone, and nowhere in the dark."""

import pytest
from browser.accessibility import COLOURS, assert_accessible, assert_fits
from browser.addresses import names
from browser.conftest import DESKTOP, PHONE, Visitor

# Not reached by a link, and why.
WITHOUT_A_LINK = {
    "account_confirm_email": "by mail, which we do not send: an administrator vouches for addresses",
    "account_reset_password_from_key": "by mail, see test_mail.py",
    "people:invitation": "by mail, see test_mail.py",
    "imports:upload": "while a file arrives in parts",
    "imports:parts": "while a file arrives in parts",
    "imports:check_stop": "while a check runs",
    "imports:stop": "while an import runs",
    "imports:checks": "a form of a check that has looked at a part of a large file",
    "imports:mapping_forget": "a form of a source whose mapping is remembered",
    "imports:try_again": "after an import has broken off",
    "goals:goal_tree_preview": "a part of the tree's form, as metrics are chosen",
    "goals:goal_tree_restorations": "a form after a change of the tree",
    "goals:initiative_weeks": "as soon as a week of an initiative is over",
    "goals:action_ticks": "a form of members' Today",
    "goals:action_tick_undo": "a form of members' Today",
    "goals:calendar_ics": "for calendar programs, its address is shown once",
    "feedback:marks": "a part of the composer, while one types",
    "reports:goal_sheet_rejects": "a form after a filled file was handed in",
    "reports:goal_sheet_taken": "a form after a filled file was handed in",
    "insights:scenario_change": "a form of a scenario whose goal has an outlook of its tree",
    "insights:scenario_duplicates": "a form of a scenario whose goal has an outlook of its tree",
    "insights:scenario_removal": "a form of a scenario whose goal has an outlook of its tree",
    "insights:scenario_table": "as soon as the goal has an outlook of its tree",
    "insights:scenario_targets": "as soon as the goal has an outlook of its tree",
    "insights:driver_rows": "as soon as drivers of a goal were searched",
    "insights:driver_dismissals": "a form of a driver that was found",
    "insights:driver_dismissal_removal": "a form of a driver that was dismissed",
    "insights:tried_one": "as soon as the effect of something that was tried was looked at",
    "insights:tried_rows": "as soon as the effect of something that was tried was looked at",
    "reviews:series_resumption": "a form on the page of a series that was just ended",
}


@pytest.fixture(scope="module")
def readers(chromium, address):
    """A window for each person, signed in once; nobody is the one who has not signed in."""
    windows = {}

    def reader(person):
        if person not in windows:
            context = chromium.new_context(viewport=DESKTOP, reduced_motion="reduce")
            windows[person] = found = Visitor(context.new_page(), address)
            if person:
                found.signs_in(person)
            else:
                found.goes_to("/accounts/login/")
        return windows[person]

    yield reader
    for window in windows.values():
        window.page.context.close()


@pytest.mark.parametrize("name", [name for name in names() if name not in WITHOUT_A_LINK])
def test_axe_finds_nothing(readers, places, name):
    assert name in places["dai"].seen, f"No link that an administrator sees leads to {name}."
    person = "dai" if name in places["dai"].by_name else ""
    path = places[person].by_name.get(name)
    if path is None:
        return  # it answers with no page: a download, a part of a page, an address for forms
    reader = readers(person)
    troubles = reader.listens_for_troubles()
    looks = [("ja", DESKTOP, PHONE), ("en", PHONE, DESKTOP)]
    for look in looks:
        language, size, other = look
        reader.prefers(language=language)
        reader.page.set_viewport_size(other)
        page = reader.goes_to(path)
        assert page.locator("html").get_attribute("lang") == language
        assert_fits(page)
        page.set_viewport_size(size)
        if look == looks[names().index(name) % 2]:
            assert_accessible(page)
        else:
            assert_fits(page)
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    assert_accessible(page, rules=COLOURS)
    assert troubles == []
