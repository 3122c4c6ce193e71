"""A goal on revenue taken apart as inside sales do, with the verbs that its third step has."""

from datetime import date

from kaname.goals.kpi_tree.goal_tree import tree_of
from kaname.goals.kpi_tree.planting import use_ready_tree
from kaname.goals.kpi_tree.values import tree_values
from kaname.goals.kpis.fixing import fix_leaf, set_hours_each
from kaname.goals.kpis.planning import planned_for
from kaname.goals.models import Node
from tests.goals.conftest import url
from tests.goals.kgi_world import AT, begun, fiscal
from tests.goals.kpi_tree_world import Expected

LEAVES = ["leads_contacted", "appointment_rate", "close_rate", "average_deal_amount"]
SIGNED = {"by": None, "at": AT}
HTMX = {"HX-Request": "true"}


def inside_sales(rows, *, team=None, growth=1.1, **more):
    goal = begun(period=fiscal(2026), team=team, **more)
    before = Expected(rows, team.key if team else None).of("revenue", date(2025, 4, 1), date(2026, 4, 1))
    goal.baseline, goal.value = before, before * growth
    goal.save()
    goal.refresh_from_db()
    use_ready_tree(goal, "inside_sales", **SIGNED)
    return goal


def planned(goal, reader):
    found = tree_of(goal)
    return planned_for(goal, found, tree_values(found, goal=goal, reader=reader), reader=reader)


def place_of(found, key):
    return found.goal_tree.keys.index(key)


def leaf(goal, key):
    tree = tree_of(goal)
    return tree, tree.keys.index(key)


def values(found, keys=LEAVES):
    return {key: float(found.nodes[place_of(found, key)]) for key in keys}


def fixed(goal, key, value, **more):
    tree, place = leaf(goal, key)
    fix_leaf(goal, tree, place, value, **SIGNED, **more)


def each_takes(goal, key, hours, **more):
    tree, place = leaf(goal, key)
    set_hours_each(goal, tree, place, hours, **SIGNED, **more)


def node(goal, key="close_rate"):
    return Node.objects.get(goal=goal, metric_key=key)


def fix(client, goal, key="close_rate", *, htmx=True, **typed):
    """On the page."""
    return client.post(url("goal_kpi_lock", goal.key, node(goal, key).pk), typed, headers=HTMX if htmx else {})
