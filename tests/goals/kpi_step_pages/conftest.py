from datetime import date

import pytest

from kaname.goals.kgi.drafting import change_goal
from kaname.goals.kpi_tree.planting import use_ready_tree
from tests.goals.kgi_world import begun, fiscal
from tests.goals.kpi_step_world import SIGNED
from tests.goals.kpi_tree_world import Expected, generated, load

# A goal that is over, so that no number depends on today.
YEAR = fiscal(2025)


@pytest.fixture
def goal(store, aiko, ben, chie, east):
    """East's revenue of the fiscal year 2025, 10 % above the year before."""
    rows = generated(date(2024, 3, 10), date(2026, 4, 5))
    load(store, rows)
    goal = begun(period=YEAR, team=east)
    before = Expected(rows, "east").of("revenue", date(2024, 4, 1), date(2025, 4, 1))
    change_goal(goal, value=round(before * 1.1), baseline=before, **SIGNED)
    goal.refresh_from_db()
    use_ready_tree(goal, "inside_sales", **SIGNED)
    return goal


@pytest.fixture
def manager(sign_in, aiko):
    return sign_in(aiko)
