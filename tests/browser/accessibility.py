"""What axe finds on a page, as an assertion."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "(run) => axe.run(document, { runOnly: run, resultTypes: ['violations'] })"
COLOURS = ["color-contrast", "link-in-text-block"]


def assert_accessible(page: Page, *, rules: list[str] | None = None) -> None:
    """axe finds nothing, and the page fits."""
    findings = look(page, rules=rules)
    assert not findings, f"{page.url} at {page.viewport_size}:\n" + "\n".join(findings)
    assert_fits(page)


def assert_fits(page: Page) -> None:
    """Nothing reaches out of the page sideways."""
    width, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width <= room, f"{page.url} is {width} px wide in a window of {room} px"


def look(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """One line for each thing that a rule finds."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    run = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": STANDARDS}
    result: dict[str, Any] = page.evaluate(RUN, run)
    return [
        f"{found['id']} ({found['impact']}): {node['html'][:160]} — {' '.join(node['failureSummary'].split())[:300]}"
        for found in result["violations"]
        for node in found["nodes"][:5]
    ]
