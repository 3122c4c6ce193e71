"""How long a fact takes from its acknowledgement to an open board, while 1,000 arrive a second.

    python -m bench.live [FOLDER] [--rows 10000000] [--seconds 30] [--viewers 1]

A real server, real Chromium pages showing a team's board, and a program that posts batches over the API. The page notes
when its number of calls changed; a batch has arrived with the first number that holds it. Aims: 1 s, 1 GB of memory.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir
from zoneinfo import ZoneInfo

import httpx
from playwright.sync_api import Page, sync_playwright

from bench.house import PASSWORD, prepare

PER_SECOND, BATCHES_A_SECOND = 1_000, 5
BOARD = "/board/?team=t00"
NUMBER = "#kpi-calls .b-number data"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WATCH = """selector => {
  window.seen = [];
  const note = () => {
    const value = Number(document.querySelector(selector)?.getAttribute("value"));
    if (value && value !== window.seen.at(-1)?.[1]) window.seen.push([Date.now(), value]);
  };
  note();
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, int]]:
    """The address and process of a server on the folder."""
    port = free_port()
    command = [Path(sys.executable).with_name("kaname"), "up", "--data", folder, "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _attempt in range(120):
            time.sleep(0.5)
            try:
                if httpx.get(f"{address}/accounts/login/", trust_env=False).status_code == 200:
                    break
            except httpx.TransportError:
                continue
        yield address, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def memory_mb(pid: int) -> float:
    """Largest memory that the process held so far."""
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(peak.group(1)) / 1024 if peak else 0.0


def signed_in(address: str) -> httpx.Client:
    client = httpx.Client(base_url=address, trust_env=False, timeout=60)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/accounts/login/").text)
    assert token
    form = {"login": "administrator@example.com", "password": PASSWORD, "csrfmiddlewaretoken": token.group(1)}
    assert client.post("/accounts/login/", data=form, headers={"Referer": address}).status_code == 302
    client.headers.update({"X-CSRFToken": client.cookies["csrftoken"], "Referer": address})
    return client


def opened(browser_context: object, address: str) -> Page:
    page: Page = browser_context.new_page()  # type: ignore[attr-defined]
    page.goto(address + BOARD)
    page.wait_for_selector(NUMBER, state="attached")
    page.wait_for_timeout(1000)
    page.evaluate(WATCH, NUMBER)
    return page


def send(client: httpx.Client, *, seconds: int, person: str) -> list[tuple[float, int]]:
    """Instants of acknowledgement [ms since 1970] and how many facts had been sent by then."""
    size, stamp = PER_SECOND // BATCHES_A_SECOND, datetime.now(UTC).isoformat()
    day = datetime.now(ZoneInfo("Asia/Tokyo")).date().isoformat()
    acknowledged, started = [], time.monotonic()
    for number in range(seconds * BATCHES_A_SECOND):
        time.sleep(max(0.0, started + number / BATCHES_A_SECOND - time.monotonic()))
        items = [
            {"source_id": f"{stamp}-{number}-{n}", "day": day, "person": person, "kind": "call", "outcome": "busy"}
            for n in range(size)
        ]
        answer = client.post(f"/api/facts/activities?source=live-{stamp}", json=items)
        assert answer.status_code == 200, answer.text
        acknowledged.append((1000 * time.time(), (number + 1) * size))
    return acknowledged


def delays(seen: list[tuple[float, int]], acknowledged: list[tuple[float, int]]) -> list[float]:
    """Milliseconds from each acknowledgement to the first number on the page that holds the batch, 0 where earlier."""
    before = seen[0][1]
    found = []
    for at, sent in acknowledged:
        shown = next((when for when, value in seen if value >= before + sent), None)
        found.append(float("inf") if shown is None else max(0.0, shown - at))
    return found


def measure(folder: Path, *, seconds: int, viewers: int) -> dict[str, object]:
    from bench.generate import names

    with serving(folder) as (address, pid), sync_playwright() as playwright:
        client = signed_in(address)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        context = browser.new_context()
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"], "url": address}])
        pages = [opened(context, address) for _viewer in range(viewers)]
        started = time.monotonic()
        acknowledged = send(client, seconds=seconds, person=names(1)[0])
        taken = time.monotonic() - started
        pages[0].wait_for_timeout(3000)
        found = [delay for page in pages for delay in delays(page.evaluate("window.seen"), acknowledged)]
        browser.close()
        return {
            "facts": acknowledged[-1][1],
            "facts_a_second": round(acknowledged[-1][1] / taken),
            "viewers": viewers,
            "median_ms": round(statistics.median(found)),
            "p95_ms": round(statistics.quantiles(found, n=20)[-1]) if max(found) < float("inf") else "never shown",
            "slowest_ms": round(max(found)) if max(found) < float("inf") else "never shown",
            "memory_mb": round(memory_mb(pid)),
            "load_average": os.getloadavg()[0],
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(gettempdir()) / "kaname-measured-house")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--viewers", type=int, default=1)
    given = parser.parse_args()
    prepare(given.folder, rows=given.rows)
    from kaname.web.store import close

    close()
    print(json.dumps(measure(given.folder, seconds=given.seconds, viewers=given.viewers), indent=1))


if __name__ == "__main__":
    main()
