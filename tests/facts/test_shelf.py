"""What viewers share."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from kaname.facts.asking.shelf import Shelf


def test_it_makes_a_result_once():
    shelf, made = Shelf(4), []
    assert [shelf.get("a", lambda: made.append(1) or "result") for _ in range(3)] == ["result"] * 3
    assert len(made) == 1


def test_it_makes_a_result_once_for_all_who_come_meanwhile():
    shelf, made, started = Shelf(4), [], threading.Event()

    def make():
        made.append(1)
        started.wait(5)
        return "result"

    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(shelf.get, "a", make) for _ in range(8)]
        while not made:
            time.sleep(0)
        started.set()
        assert {one.result(timeout=5) for one in asked} == {"result"}
    assert len(made) == 1


def test_it_forgets_what_was_not_asked_for_longest():
    shelf = Shelf(2)
    for key in ("a", "b", "a", "c"):
        shelf.get(key, lambda: 1)
    made = []
    shelf.get("a", lambda: made.append("a"))
    shelf.get("b", lambda: made.append("b"))
    assert made == ["b"]
    assert len(shelf) == 2


def test_it_does_not_keep_failures():
    shelf = Shelf(2)
    with pytest.raises(ZeroDivisionError):
        shelf.get("a", lambda: 1 / 0)
    assert shelf.get("a", lambda: 2) == 2
