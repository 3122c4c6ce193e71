from datetime import date

import pytest

from kaname.goals.reader import Reader
from tests.goals.kgi_world import AT
from tests.goals.kpi_step_world import inside_sales
from tests.goals.kpi_tree_world import generated, load


@pytest.fixture
def rows(store, aiko, ben, chie):
    made = generated(date(2024, 3, 10), date(2026, 11, 24))
    load(store, made)
    return made


@pytest.fixture
def reader(emi):
    return Reader(user=emi.user, at=AT)


@pytest.fixture
def goal(rows):
    """Revenue of the fiscal year 2026, 10 % above the year before, as inside sales take it apart."""
    return inside_sales(rows)
