"""Killed at any moment, the store has all that was acknowledged, and nothing twice when it is sent again."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from facts import killed
from facts.rollups_checked import assert_rollups_equal_facts

from kaname.facts.store import FactStore
from kaname.facts.streams import STREAMS

ROUNDS = 24


def acknowledged_before_kill(path, first, *, seconds):
    """The last batch whose commit was reported by a loader that was killed after so many seconds."""
    command = [sys.executable, killed.__file__, str(path), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as loader:
        assert loader.stdout.readline() == "ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            loader.wait(timeout=seconds)
        loader.kill()
        lines = loader.stdout.read().splitlines(keepends=True)
    whole = [int(line) for line in lines if line.endswith("\n")]
    return whole[-1] if whole else first - 1


def stored(store):
    with store.reading() as connection:
        assert_rollups_equal_facts(connection, STREAMS["deal_changes"])
        rows = connection.execute("SELECT source_id, day, person, amount FROM deal_changes JOIN places USING (place)")
        return sorted(rows.fetchall())


def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(path):
    chance = random.Random(7)
    expected, first = {}, 0
    for _ in range(ROUNDS):
        last = acknowledged_before_kill(path, first, seconds=chance.uniform(0.01, 0.7))
        for number in range(first, last + 1):
            expected |= {row[0]: row for row in killed.rows_of(number)}
        store = FactStore.open(path, threads=1)
        before = stored(store)
        under_way = expected | {row[0]: row for row in killed.rows_of(last + 1)}
        assert before in (sorted(expected.values()), sorted(under_way.values()))
        again = killed.send(store, last + 1)
        assert again.already_loaded == (before != sorted(expected.values()))
        assert killed.send(store, max(last, 0)).already_loaded
        assert stored(store) == sorted(under_way.values())
        store.close()
        expected, first = under_way, last + 2
    assert first > ROUNDS
    assert Path(path).exists()
