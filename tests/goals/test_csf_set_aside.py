"""Effects of candidates when the goal gets a metric of another unit: kept, told, and not counted until said anew."""

from decimal import Decimal

import pytest

from kaname.goals.csf.candidates import add_csf, change_csf
from kaname.goals.exchange.exporting import export_goals
from kaname.goals.exchange.importing import import_goals
from kaname.goals.kgi.drafting import change_goal
from kaname.goals.models import Csf, Goal
from tests.goals.conftest import AT, url
from tests.goals.test_csf import new_goal

M = 1_000_000


@pytest.fixture
def goal(east):
    return new_goal(team=east)


@pytest.fixture
def csf(goal):
    figures = {"effect_low": Decimal(5 * M), "effect_high": Decimal(8 * M), "confidence": Decimal("0.6")}
    return add_csf(goal, name="More people", by=None, at=AT, **figures)


def effects(csf):
    csf.refresh_from_db()
    return csf.effect_low, csf.effect_high


def turned_to(goal, metric):
    change_goal(goal, by=None, at=AT, metric_key=metric)


def test_yen_are_not_read_as_deals(goal, csf):
    turned_to(goal, "deals_won")
    assert effects(csf) == (None, None)
    assert csf.typed == {"set_aside": {"revenue": {"effect_low": "5000000", "effect_high": "8000000"}}}
    assert csf.confidence == Decimal("0.6")


def test_they_come_back_with_the_metric(goal, csf):
    turned_to(goal, "deals_won")
    turned_to(goal, "calls")
    turned_to(goal, "revenue")
    assert (effects(csf), csf.typed) == ((5 * M, 8 * M), {})


def test_ten_deals_are_not_ten_calls(goal, csf):
    turned_to(goal, "deals_won")
    change_csf(csf := Csf.objects.get(), by=None, at=AT, effect_low=Decimal(3))
    turned_to(goal, "calls")
    assert effects(csf) == (None, None)
    assert csf.typed["set_aside"].keys() == {"revenue", "deals_won"}
    turned_to(goal, "deals_won")
    assert effects(csf) == (3, None)


def test_once_said_anew_nothing_waits(goal, csf):
    turned_to(goal, "deals_won")
    change_csf(Csf.objects.get(), by=None, at=AT, effect_low=Decimal(3), effect_high=Decimal(6))
    assert (effects(csf), csf.typed) == ((3, 6), {})


def test_a_metric_of_the_same_unit_keeps_them(goal, csf):
    turned_to(goal, "average_deal_amount")
    assert effects(csf) == (5 * M, 8 * M)


def test_the_page_says_what_waits_and_what_to_do(manager, goal, csf):
    turned_to(goal, "deals_won")
    page = manager.get(url("goal_csf", "sales")).content.decode()
    assert "Kept, but not counted: effect ¥5M to ¥8M, written for revenue. Say it anew for deals won." in page
    typed = {"name": "More people", "effect_low": "", "effect_high": "", "confidence": "60%", "metric_keys": [""]}
    manager.post(url("goal_csf_candidate", "sales", csf.pk), typed, headers={"HX-Request": "true"})
    csf.refresh_from_db()
    assert csf.typed["set_aside"]["revenue"]["effect_high"] == "8000000"


def test_a_file_keeps_them(goal, csf):
    turned_to(goal, "deals_won")
    text = export_goals()
    Goal.objects.all().delete()
    assert import_goals(text, apply=True, by=None, at=AT).applied
    assert export_goals() == text


@pytest.mark.parametrize(
    "waiting", ["5", "[]", "{revenue: 5}", '{revenue: {effect: "5"}}', '{revenue: {effect_low: "x"}}']
)
def test_a_file_says_where_they_cannot_be_read(goal, csf, waiting):
    text = export_goals().replace(
        "    confidence: 0.6\n", f"    confidence: 0.6\n    typed: {{set_aside: {waiting}}}\n"
    )
    found = import_goals(text, apply=False, by=None, at=AT)
    assert [problem.where for problem in found.problems] == ["goals[0].csfs[0].typed"]
