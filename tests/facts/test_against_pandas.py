"""Whatever happens to a store, its facts, rollups and numbers are those that pandas computes from a plain list."""

import pytest
from facts.generated import DEFINITIONS, asked_metrics, batches, days, directories, questions, sources
from facts.reference import attributed, expected
from facts.rollups_checked import assert_rollups_equal_facts
from facts.world import NOON, batch
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kaname.facts.asking.question import Moment, Question
from kaname.facts.evaluate import evaluate
from kaname.facts.store import FactStore
from kaname.facts.streams import STREAMS

COLUMNS = ["source", "source_id", "day", "person", "team", "person_key", "team_key", "manager_key"]


class StoreMachine(RuleBasedStateMachine):
    """Loads, corrections, deletions and changes of the directory in any order."""

    @initialize(packing=st.sampled_from([1, 16]), chunk=st.sampled_from([2, 500_000]))
    def open(self, packing, chunk):
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr("kaname.facts.engine.rollups.PARTS_KEPT", packing)
        self.patch.setattr("kaname.facts.engine.tidy.PARTS_KEPT", packing)
        self.patch.setattr("kaname.facts.engine.chunks.ROWS", chunk)
        self.store = FactStore.open(None, threads=1)
        self.facts, self.directory, self.has_plans = {}, self.store.directory, False

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            self.patch.undo()

    @rule(source=sources, given=batches)
    def load(self, source, given):
        stream, rows = given
        loaded = replaced = unchanged = 0
        self.has_plans |= stream == "activities" and any(row["attributes"] for row in rows)
        before = dict(self.facts)
        for row in rows:
            key = (stream, source, row["source_id"])
            known = self.facts.get(key)
            loaded += known is None
            replaced += known not in (None, row)
            unchanged += known == row
            self.facts[key] = row
        changed = [key for key, row in self.facts.items() if before.get(key) != row]
        touched = {row["day"] for key in changed for row in (self.facts[key], before.get(key)) if row}
        result = self.store.load(
            source=source, batch_id=str(self.store.revision), records=[batch(rows, stream)], at=NOON
        )
        assert (result.loaded, result.replaced, result.unchanged) == (loaded, replaced, unchanged)
        assert touched <= set(result.days)

    @rule(directory=directories)
    def set_directory(self, directory):
        self.store.set_directory(directory)
        self.directory = directory

    @rule(
        stream=st.none() | st.sampled_from(["activities", "deal_changes"]),
        source=st.none() | sources,
        person=st.sampled_from([None, None, "ben"]),
        since=st.none() | days,
        until=st.none() | days,
    )
    def delete(self, stream, source, person, since, until):
        if (stream, source, person, since, until) == (None,) * 5:
            return
        wanted = {"stream": stream, "source": source, "person_key": person, "since": since, "until": until}
        gone = [key for key in self.facts if self.chosen(key, **wanted)]
        assert sum(self.store.count(**wanted).values()) == len(gone)
        assert self.store.delete(**wanted) == len(gone)
        for key in gone:
            del self.facts[key]

    def chosen(self, key, *, stream, source, person_key, since, until):
        row = self.facts[key]
        return (
            stream in (None, key[0])
            and source in (None, key[1])
            and (person_key is None or attributed({key: row}, self.directory, key[0])[0]["person_key"] == person_key)
            and (since is None or row["day"] >= since)
            and (until is None or row["day"] < until)
        )

    def evaluated(self, keys, asked, *, as_pages):
        """As commands ask, or as pages do, which keep what is of days that are over."""
        if not as_pages:
            return evaluate(self.store, definitions=DEFINITIONS, keys=keys, **asked)
        with Moment.of(self.store) as moment:
            question = Question(moment, DEFINITIONS, asked["calendar"], state=())
            return question.ask(keys, **{name: asked[name] for name in asked if name != "calendar"})

    @rule(keys=st.lists(asked_metrics, min_size=1, max_size=4, unique=True), asked=questions, as_pages=st.booleans())
    def ask(self, keys, asked, as_pages):
        asked = asked | {"by": [name for name in asked["by"] if name != "plan" or self.has_plans]}
        keys = keys if "plan" not in asked["by"] else list({*keys, "calls"})
        by = asked["by"]
        result = self.evaluated(keys, asked, as_pages=as_pages)
        for key in keys:
            found = {(row["period"], *(row[name] for name in by)): row["value"] for row in result.rows(key)}
            wanted = expected(self.facts, self.directory, key, DEFINITIONS, **asked)
            assert sorted(found, key=str) == sorted(wanted, key=str), key
            assert all(same(found[at], wanted[at]) for at in wanted), (key, found, wanted)

    @rule(keys=st.lists(asked_metrics, min_size=1, max_size=4, unique=True), asked=questions, as_pages=st.booleans())
    def put_together(self, keys, asked, as_pages):
        """All groups as one are what the reference computes without groups, wherever a metric says so."""
        asked = asked | {"by": ["team"], "grain": None}
        result = self.evaluated(keys, asked, as_pages=as_pages)
        for key in filter(result.adds_up, keys):
            (wanted,) = expected(self.facts, self.directory, key, DEFINITIONS, **(asked | {"by": []})).values()
            assert same(result.together(key, result.groups), wanted), key

    @invariant()
    def it_holds_what_was_loaded(self):
        if not hasattr(self, "store"):
            return
        with self.store.reading() as connection:
            for stream in ("activities", "deal_changes", "measurements"):
                stored = connection.execute(
                    f"SELECT {', '.join(COLUMNS)} FROM {stream} JOIN places USING (place)"
                ).fetchall()
                loaded = [
                    tuple(row.get(key) for key in COLUMNS) for row in attributed(self.facts, self.directory, stream)
                ]
                assert sorted(stored, key=str) == sorted(loaded, key=str)

    @invariant()
    def its_rollups_add_up_to_its_facts(self):
        if hasattr(self, "store"):
            with self.store.reading() as connection:
                for stream in STREAMS.values():
                    assert_rollups_equal_facts(connection, stream)


def same(found, wanted):
    return found is None if wanted is None else found == pytest.approx(wanted, rel=1e-12, abs=1e-9)


TestStore = StoreMachine.TestCase
TestStore.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
