import pytest
from facts.world import WORLD

from kaname.facts.store import FactStore


@pytest.fixture
def store():
    """An empty store in memory that knows everybody."""
    store = FactStore.open(None, threads=1)
    store.set_directory(WORLD)
    yield store
    store.close()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "facts.duckdb"
