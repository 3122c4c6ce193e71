"""Every page of the product, in both languages and themes, on a desk and on a phone: axe finds nothing."""

import pytest
from browser.accessibility import COLOURS, assert_accessible
from browser.addresses import names
from browser.conftest import DESKTOP, PHONE

# Not reached by a link, and why.
WITHOUT_A_LINK = {
    "account_confirm_email": "comes by mail",
    "account_reset_password_from_key": "comes by mail",
    "people:invitation": "comes by mail",
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", names())
def test_axe_finds_nothing(visitor, places, name, language):
    if name in WITHOUT_A_LINK:
        return
    signed_in = places["dai"]
    assert name in signed_in.seen, f"No link of an administrator leads to {name}."
    path, person = signed_in.by_name.get(name), "dai"
    if path is None:
        path, person = places[""].by_name.get(name), ""
    if path is None:
        return  # it answers with no page: a download, a part of a page, an address for forms
    if person:
        visitor.signs_in(person)
    visitor.prefers(language=language)
    page = visitor.goes_to(path)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        assert_accessible(page)
        page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
        assert_accessible(page, rules=COLOURS)
        page.evaluate("document.documentElement.dataset.bsTheme = 'light'")
