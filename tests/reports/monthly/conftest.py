"""A morning in December 2026, a goal of the organisation with its tree, and facts of fourteen months."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import translation

from tests.goals.goal_page_world import published
from tests.goals.kpi_tree_world import generated, load

# Friday, the fourth working day: what is due on the third was due yesterday.
NOW = datetime(2026, 12, 4, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def december():
    """What is said outside of a request is said in English."""
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


@pytest.fixture
def rows(store, aiko, ben, chie):
    """Approaches and deals of Ben and Chie until yesterday."""
    made = generated(date(2025, 10, 1), date(2026, 12, 4))
    load(store, made, at=NOW)
    return made


@pytest.fixture
def goal(rows, emi):
    """The organisation's goal of this fiscal year, with months for both teams."""
    return published(None, by=emi.user)
