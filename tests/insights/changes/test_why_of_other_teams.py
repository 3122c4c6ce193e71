"""Why a rate moved whose trials and successes are of different people: the numbers stay those of boards."""

from datetime import date

import pytest
import time_machine
from boards.world_of_boards import load
from insights.changes.changes_world import NOW, decided_deals, load_deals, working_days

pytestmark = pytest.mark.django_db
JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (7, 8, 9))


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rows(store, aiko, ben, chie, emi):
    """Ben makes appointments, ten a day; Chie wins all deals, and in August Ben one."""
    deals = [row for row in decided_deals() if row["stage"] == "won" and row["person"] == "Chie"]
    deals.append({**deals[0], "person": "Ben", "day": date(2026, 8, 3), "deal_key": "of Ben"})
    load_deals(store, deals)
    made = [
        {"person": "Ben", "day": day, "kind": "appointment", "lead_key": f"L{number}"}
        for day in working_days()
        for number in range(10)
    ]
    load(store, "activities", made, at=NOW)
    return deals, made


def close_rate(rows, since, until):
    deals, made = (sum(since <= row["day"] < until for row in some) for some in rows)
    return f"{deals / made:.1%}"


@pytest.mark.parametrize("by", ["", "team", "industry"])
def test_nothing_of_it_is_lost(rows, sign_in, emi, by):
    asked = f"metric=close_rate&b1=2026-07-01&b2=2026-07-31&a1=2026-08-01&a2=2026-08-31&by={by}"
    page = sign_in(emi).get(f"/insights/why/?{asked}").content.decode()
    told = f"Close rate went from {close_rate(rows, JULY, AUGUST)} to {close_rate(rows, AUGUST, SEPTEMBER)}"
    assert told in page
