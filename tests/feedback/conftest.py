import pytest

from kaname.facts.store import FactStore
from kaname.web.store import using


@pytest.fixture
def store(db):
    """The process's fact store, empty."""
    with using(FactStore.open(None)) as opened:
        yield opened
        opened.close()
