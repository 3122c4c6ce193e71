"""The process's one fact store."""

import threading

import pytest

from kaname.facts.directory import Directory
from kaname.facts.store import FactStore
from kaname.web import store
from kaname.web.live import hub


@pytest.fixture
def folder(settings, tmp_path):
    store.close()
    settings.KANAME_DATA = tmp_path
    yield tmp_path
    store.close()


def test_it_is_opened_once_however_many_ask(folder):
    found = []
    threads = [threading.Thread(target=lambda: found.append(store.facts())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(one) for one in found}) == 1
    assert (folder / "facts.duckdb").exists()


def test_closing_lets_go_of_the_file(folder):
    store.facts()
    store.close()
    FactStore.open(folder / "facts.duckdb").close()


def test_tests_bring_their_own(folder):
    own = FactStore.open(None)
    with store.using(own):
        assert store.facts() is own
    own.close()
    assert not (folder / "facts.duckdb").exists()


def test_open_pages_hear_of_a_change(folder):
    own, before = FactStore.open(None), hub.token
    with store.using(own):
        own.set_directory(Directory(people=[("ben", "Ben")]))
    assert hub.token != before
    assert hub.revision == own.revision
    own.close()
