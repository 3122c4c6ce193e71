"""Where a stretch's difference comes from, beside the stretch before it: facts of Ben and Chie, from a day on."""

from datetime import UTC, date, datetime

import pytest

from kaname.boards.evidence.evidence import evidence_of
from kaname.boards.selection import ORGANISATION
from kaname.facts.store import FactStore
from kaname.web.store import using
from tests.goals.goal_page_world import published
from tests.goals.kpi_tree_world import generated, load

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.fixture
def store(db):
    with using(FactStore.open(None, threads=1)) as opened:
        yield opened
        opened.close()


@pytest.mark.parametrize(("first", "splits"), [(date(2026, 8, 1), True), (date(2026, 11, 12), False)])
def test_a_stretch_that_is_not_known_as_a_whole_is_none_to_compare_with(store, emi, ben, chie, first, splits):
    """In its first weeks an installation read that revenue rose by ¥5M, against days of which nothing was known."""
    load(store, generated(first, date(2026, 11, 24)), at=AT)
    published(None, by=emi.user)
    found = evidence_of(ORGANISATION, since=date(2026, 11, 12), until=date(2026, 11, 24), user=emi.user, at=AT)
    assert (found.split is not None) is splits
