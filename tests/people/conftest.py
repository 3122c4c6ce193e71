import pytest

from kaname.facts.store import FactStore
from kaname.web.store import using


@pytest.fixture(autouse=True)
def facts():
    """An empty fact store in memory, which pages publish the directory to."""
    store = FactStore.open(None)
    with using(store):
        yield store
    store.close()
