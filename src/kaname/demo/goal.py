"""The goal of the demo organisation for its fiscal year: set as somebody would set it, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from kaname.goals.csf.candidates import add_csf
from kaname.goals.csf.selecting import select_csf
from kaname.goals.kgi.drafting import change_goal, create_goal
from kaname.goals.kgi.past import baseline_of, known_since
from kaname.goals.kgi.publishing import publish_goal
from kaname.goals.kgi.typed_target import kept
from kaname.goals.kpi_tree.goal_tree import tree_of
from kaname.goals.kpi_tree.planting import use_ready_tree
from kaname.goals.kpi_tree.values import tree_values
from kaname.goals.kpis.choosing import add_kpi
from kaname.goals.kpis.planning import keep, planned_for
from kaname.goals.models import Goal, PlannedTarget, Target
from kaname.goals.reader import Reader
from kaname.goals.spreading.filling import fill
from kaname.goals.spreading.totals import total_of, write_totals
from kaname.measures.periods import Grain, Period, period_of
from kaname.people.models import Role, Team, User

METRIC = "revenue"
KPIS = ("appointments", "close_rate", "leads_contacted")
# The others have had monthly targets before there was a goal.
SPREAD = "leads_contacted"
WHY = "既存顧客への深耕は今期すでに上限に近く、新規の商談数がギャップに最も効くため。"


@dataclass(frozen=True)
class Candidate:
    """A factor that would close the gap: its effect as shares of it, its cost, and what it moves."""

    name: str
    description: str
    effect: tuple[str, str]
    budget: int
    effort_days: int
    confidence: str
    metric_keys: tuple[str, ...]
    reason: str = ""


CANDIDATES = (
    Candidate(
        name="営業組織を強化して新規顧客の獲得数を増やす",
        description="インサイドセールスの接触数とアポイントの質を高め、フィールドセールスへの引き継ぎを標準化する。",
        effect=("0.5", "1.1"),
        budget=6_000_000,
        effort_days=180,
        confidence="0.7",
        metric_keys=("leads_contacted", "appointments", "close_rate"),
    ),
    Candidate(
        name="既存顧客への追加提案の型をつくる",
        description="契約から半年の顧客に、上位プランと追加機能の提案を定例化する。",
        effect=("0.2", "0.5"),
        budget=2_000_000,
        effort_days=60,
        confidence="0.6",
        metric_keys=("average_deal_amount",),
        reason="効果は確かだが、ギャップの半分に届かない。来期の候補とする。",
    ),
    Candidate(
        name="休眠顧客を掘り起こす",
        description="1年以上取引のない顧客に、活用事例を添えて再度提案する。",
        effect=("0.05", "0.35"),
        budget=800_000,
        effort_days=40,
        confidence="0.4",
        metric_keys=("deals_opened",),
        reason="費用は小さいが、効果の幅が広く不確か。少人数で試すにとどめる。",
    ),
)


def set_goal(*, at: datetime) -> None:
    """Set this fiscal year's goal of the organisation, unless that was done, in the name of its executive."""
    by = User.objects.filter(person__role=Role.EXECUTIVE).order_by("pk").first()
    if by is None:
        return
    reader = Reader(user=by, at=at)
    year = period_of(reader.today, grain=Grain.FISCAL_YEAR, calendar=reader.calendar)
    asked = _asked(year)
    if asked is None or Goal.objects.filter(metric_key=METRIC, team=None, starts_on=year.starts_on).exists():
        return
    goal = create_goal(metric_key=METRIC, period=year, by=by, at=at)
    baseline = _baseline(goal, reader)
    if baseline is None or asked <= baseline:
        goal.delete()
        return
    signed: Mapping[str, object] = {"by": by, "at": at}
    change_goal(goal, by=by, at=at, name="新規顧客の獲得で、今年度の売上目標を達成する", value=asked, baseline=baseline)
    _choose_csf(goal, gap=asked - baseline, by=by, at=at)
    use_ready_tree(goal, "inside_sales", **signed)  # type: ignore[arg-type]
    for key in KPIS:
        add_kpi(goal, metric_key=key, by=by, at=at)
    found = tree_of(goal)
    if found is not None:
        keep(planned_for(goal, found, tree_values(found, goal=goal, reader=reader), reader=reader))
    write_totals(goal, reader=reader)
    _spread(goal, reader)
    publish_goal(goal, by=by, at=at, reason="年度の目標設定")


def _spread(goal: Goal, reader: Reader) -> None:
    """Over the months, then from each team to those below it, as far as people who do this work."""
    fill(goal, SPREAD, total=total_of(goal, SPREAD, reader=reader), team=None, reader=reader)
    waiting = _teams_with_a_share(goal, below=None)
    while waiting:
        team = waiting.pop()
        fill(goal, SPREAD, total=None, team=team, reader=reader)
        waiting += _teams_with_a_share(goal, below=team)


def _teams_with_a_share(goal: Goal, *, below: Team | None) -> list[Team]:
    shares = PlannedTarget.objects.filter(goal=goal, metric_key=SPREAD, team__parent=below, team__isnull=False)
    return list(Team.objects.filter(pk__in=shares.values("team")))


def _asked(year: Period) -> Decimal | None:
    """What the organisation's months ask for together."""
    months = Target.objects.in_force().of_metrics([METRIC]).filter(team=None, person=None)
    inside = months.filter(starts_on__gte=year.starts_on, ends_on__lte=year.ends_on)
    total: Decimal | None = inside.aggregate(total=Sum("value"))["total"]
    return None if total is None else kept(total)


def _baseline(goal: Goal, reader: Reader) -> Decimal | None:
    """The actual of the year before, where the facts hold the whole of it."""
    since, compared = known_since(METRIC, reader), goal.compared
    if since is None or compared is None or compared.starts_on < since:
        return None
    found = baseline_of(METRIC, period=compared, team=None, reader=reader, since=since)
    return None if found.value is None else kept(found.value)


def _choose_csf(goal: Goal, *, gap: Decimal, by: User, at: datetime) -> None:
    made = [
        add_csf(
            goal,
            by=by,
            at=at,
            name=one.name,
            description=one.description,
            effect_low=_in_thousands(gap * Decimal(one.effect[0])),
            effect_high=_in_thousands(gap * Decimal(one.effect[1])),
            budget=Decimal(one.budget),
            effort_days=Decimal(one.effort_days),
            confidence=Decimal(one.confidence),
            metric_keys=list(one.metric_keys),
            reason=one.reason,
        )
        for one in CANDIDATES
    ]
    select_csf(goal, made[0], reason=WHY, by=by, at=at)


def _in_thousands(amount: Decimal) -> Decimal:
    return (amount / 1000).quantize(Decimal(1)) * 1000
