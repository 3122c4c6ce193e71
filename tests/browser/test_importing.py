"""From a file to everybody's open board."""

from browser.importing import import_steps
from browser.world import MAPPING_OF_CALLS, a_file_of_calls
from playwright.sync_api import expect


def test_a_japanese_file_in_cp932_comes_in_through_the_pages(visitor):
    page = visitor.signs_in("dai")
    for _step in import_steps(page, visitor.address, source="dialler two"):
        pass
    main = page.locator("main")
    expect(main).to_contain_text("40", timeout=30_000)
    page.get_by_role("link", name="rejected").first.click()


def test_an_open_board_shows_new_facts_without_reload_and_without_moving(visitor, house):
    page = visitor.signs_in("dai")
    live = page.locator("live-part").first
    before = live.inner_text()
    page.evaluate("scrollTo(0, 40)")
    page.evaluate("window.stayed = true")
    file, mapping = house.data.with_name("later.csv"), house.data.with_name("calls.yaml")
    file.write_text(a_file_of_calls(rows=25).replace("call-", "later-"))
    mapping.write_text(MAPPING_OF_CALLS)
    house.run("import", str(file), "--mapping", str(mapping))
    expect(live).not_to_have_text(before, use_inner_text=True)
    assert page.evaluate("[window.stayed, scrollY]") == [True, 40]
