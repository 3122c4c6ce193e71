"""A goal of this fiscal year for a whole organisation or a team, with facts until today and a sheet, all in force."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from kaname.goals.csf.candidates import add_csf
from kaname.goals.csf.selecting import select_csf
from kaname.goals.kgi.drafting import change_goal, create_goal
from kaname.goals.kgi.publishing import publish_goal
from kaname.goals.kpi_tree.planting import plant
from kaname.goals.kpi_tree.splitting import split_node
from kaname.goals.kpis.choosing import add_kpi
from kaname.goals.models import Goal, Node
from kaname.goals.reader import Reader
from kaname.goals.spreading.filling import fill
from kaname.goals.spreading.totals import total_of, write_totals
from kaname.measures.operation import Operation
from kaname.measures.periods import FiscalCalendar, Grain, period_of
from kaname.people.queries import organisation as the_organisation
from tests.goals.kpi_tree_world import generated, load

PLANNED = {"appointments": 120.0, "close_rate": 0.25, "average_deal_amount": 1_000_000.0}
REVENUE = Decimal(30_000_000)  # 120 x 25 % x 1,000,000


def today():
    return the_organisation().today(timezone.now())


def fiscal_year(day=None):
    return period_of(day or today(), grain=Grain.FISCAL_YEAR, calendar=FiscalCalendar())


def facts_until_today(store, **named):
    rows = generated(today().replace(day=1) - timedelta(days=790), today(), **named)
    load(store, rows)
    return rows


def draft_of(team, *, by, key="goal", period=None, name="", kpis=("appointments", "close_rate")):
    """revenue = deals won x average amount; deals won = appointments x close rate."""
    done = {"by": by, "at": timezone.now()}
    goal = create_goal(metric_key="revenue", period=period or fiscal_year(), team=team, key=key, name=name, **done)
    change_goal(goal, value=REVENUE, baseline=Decimal(25_000_000), **done)
    csf = add_csf(goal, name="Win more new customers", description="Reach more of them.", **done)
    select_csf(goal, csf, reason="It moves the gap most.", **done)
    product = {"operation": Operation.PRODUCT, **done}
    split_node(plant(goal, **done), metric_keys=["deals_won", "average_deal_amount"], **product)
    deals = Node.objects.get(goal=goal, metric_key="deals_won")
    split_node(deals, metric_keys=["appointments", "close_rate"], **product)
    for metric, planned in PLANNED.items():
        Node.objects.filter(goal=goal, metric_key=metric).update(planned=planned)
    for metric in kpis:
        add_kpi(goal, metric_key=metric, **done)
    return goal


def spread(goal, *, by, down_to=(), metrics=("appointments",)):
    """Months of the owner, and of teams below what is theirs."""
    reader = Reader(user=by, at=timezone.now())
    write_totals(goal, reader=reader)
    for metric in metrics:
        fill(goal, metric, total=total_of(goal, metric, reader=reader), team=goal.team, reader=reader)
        for team in down_to:
            fill(goal, metric, total=None, team=team, reader=reader)


def published(team, *, by, down_to=(), **named):
    goal = draft_of(team, by=by, **named)
    spread(goal, by=by, down_to=down_to)
    publish_goal(goal, by=by, at=timezone.now(), reason="The plan of the year.")
    return Goal.objects.get(pk=goal.pk)
