"""The store as a file: what survives closing it, who may open it, and its copies."""

import subprocess
import sys
import threading

import duckdb
import pytest
from facts.world import MONDAY, NOON, WORLD, batch, call, load, value

from kaname.facts.engine.schema import VERSION
from kaname.facts.errors import FactsError
from kaname.facts.store import FactStore

HOLD = """
import sys
from pathlib import Path
from kaname.facts.store import FactStore
store = FactStore.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


def reopened(path):
    return FactStore.open(path, threads=1)


def refusal(path):
    with pytest.raises(FactsError) as error:
        FactStore.open(path)
    return error.value.code


def test_everything_is_there_after_reopening(path):
    store = FactStore.open(path)
    store.set_directory(WORLD)
    load(store, call("1"), call("2", person="Fumi"), batch_id="a")
    revision = store.revision
    store.close()
    store = reopened(path)
    assert (store.revision, store.loaded_at("activities"), store.directory) == (revision, NOON, WORLD)
    assert value(store, "calls", person="ben") == 1
    assert load(store, call("1"), batch_id="a").already_loaded
    assert load(store, call("1"), call("3", person="Fumi"), batch_id="b").loaded == 1
    assert [one.n_facts for one in store.unmatched()] == [2]
    store.close()


def test_a_second_process_is_told_that_the_file_is_in_use(path):
    with subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"open\n"
        assert refusal(path) == "in_use"
        other.stdin.close()
        other.wait()
    reopened(path).close()


def test_a_file_of_a_later_release_is_refused(path):
    store = FactStore.open(path)
    store.close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE state SET schema_version = ?", [VERSION + 1])
    assert refusal(path) == "too_new"


def test_another_duckdb_file_is_no_fact_store(path):
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE songs (name VARCHAR)")
    assert refusal(path) == "unreadable"


def test_another_kind_of_file_is_no_fact_store(path):
    path.write_text("no database")
    assert refusal(path) == "unreadable"


def test_hashes_are_computed_anew_when_the_engine_computes_others(path):
    store = FactStore.open(path)
    load(store, call("1"), call("2", attributes=[("plan", "gold")]))
    store.close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE state SET hash_probe = 0")
        connection.execute("UPDATE activities SET id_hash = 0, content_hash = 0")
    store = reopened(path)
    assert load(store, call("1"), call("2", attributes=[("plan", "gold")])).unchanged == 2
    store.close()


def test_a_copy_made_while_others_load_is_one_whole_state(path, tmp_path):
    store = FactStore.open(path)
    store.set_directory(WORLD)
    load(store, call("1"))
    loading, go_on = threading.Event(), threading.Event()

    def records():
        yield batch([call("2")])
        loading.set()
        go_on.wait()
        yield batch([call("3")])

    loader = threading.Thread(
        target=store.load, kwargs={"source": "crm", "batch_id": "b", "records": records(), "at": NOON}
    )
    loader.start()
    loading.wait()
    copies = tmp_path / "copies"
    copies.mkdir()
    store.backup(copies)
    go_on.set()
    loader.join()
    assert value(store, "calls") == 3
    store.close()
    copy = reopened(copies / "facts.duckdb")
    assert (value(copy, "calls", person="ben"), copy.loaded_at()) == (1, NOON)
    assert load(copy, call("9")).loaded == 1
    copy.close()


def test_a_copy_never_overwrites(path, tmp_path):
    store = FactStore.open(path)
    store.backup(tmp_path / "copy.duckdb")
    with pytest.raises(FactsError) as error:
        store.backup(tmp_path / "copy.duckdb")
    assert error.value.code == "target_exists"
    store.close()


def test_copying_does_not_let_go_of_the_file(path, tmp_path):
    store = FactStore.open(path)
    store.backup(tmp_path / "copy.duckdb")
    command = [sys.executable, "-c", HOLD, path]
    assert b"in_use" not in subprocess.run(command, input=b"", capture_output=True, check=False).stdout
    assert subprocess.run(command, input=b"", capture_output=True, check=False).returncode == 1
    store.close()


def test_readers_see_what_was_there_while_a_load_runs(path):
    store = FactStore.open(path)
    store.set_directory(WORLD)
    load(store, call("1"))
    seen = []

    def records():
        for i in range(2, 5):
            yield batch([call(str(i))])
            with store.reading() as connection:
                seen.append(connection.execute("SELECT count(*) FROM activities").fetchall()[0][0])
            seen.append(value(store, "calls"))

    store.load(source="crm", batch_id="b", records=records(), at=NOON)
    assert seen == [1] * 6
    assert value(store, "calls", since=MONDAY) == 4
    store.close()


def test_several_threads_read_at_once(path):
    store = FactStore.open(path)
    store.set_directory(WORLD)
    load(store, *[call(str(i)) for i in range(100)])
    found = []
    threads = [threading.Thread(target=lambda: found.append(value(store, "calls", team="west"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [100] * 8
    store.close()
