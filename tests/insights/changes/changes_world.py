"""A year of calls and decided deals in the small world, with or without a planted change."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
from boards.world_of_boards import load

from kaname.goals.operations import set_target
from kaname.insights import running
from kaname.insights.models import Subject
from kaname.measures.periods import Period
from kaname.people.public_holidays import public_holidays

FIRST, TODAY = date(2025, 9, 1), date(2026, 10, 12)
NOW = datetime(2026, 10, 12, 1, tzinfo=UTC)
FELL_ON = date(2026, 8, 24)
YEAR = Period(date(2026, 4, 1), date(2027, 4, 1))
INDUSTRIES = ("Manufacturing", "Retail", "Construction")
PEOPLE = ("Ben", "Chie")


def working_days(since=FIRST, until=TODAY):
    closed = public_holidays(country="JP", since=since, until=until, language="en")
    days = [since + timedelta(days=ago) for ago in range((until - since).days)]
    return [day for day in days if day.weekday() < 5 and day not in closed]


def decided_deals(*, fall=1.0, industry="Manufacturing", whose=PEOPLE, per_day=8, seed=3):
    """About so many decisions of each person and working day; from FELL_ON on some win less of one industry."""
    rng = np.random.default_rng(seed)
    rows = []
    for day in working_days():
        for person in PEOPLE:
            for _each in range(int(rng.poisson(per_day))):
                of = INDUSTRIES[int(rng.integers(0, 3))]
                fell = of == industry and person in whose and day >= FELL_ON
                rate = 0.3 * (fall if fell else 1.0)
                stage = "won" if rng.random() < rate else "lost"
                number = len(rows)
                rows.append(
                    {
                        "person": person,
                        "day": day,
                        "deal_key": f"d{number}",
                        "stage": stage,
                        "industry": of,
                        "amount": 100,
                    }
                )
    return rows


def load_deals(store, rows):
    load(store, "deal_changes", rows, at=NOW)


def ask(team, by, *, metric="win_rate", value="0.3"):
    asked = {"metric_key": metric, "team": team, "person": None, "period": YEAR, "value": Decimal(value)}
    set_target(**asked, reason="as agreed", by=by.user, at=NOW)


def look(at=NOW):
    row = running.compute(Subject.CHANGES, at=at)
    assert row.failure == ""
    return row


def won(rows, *, since, until, industry=None):
    """Won and decided, counted by hand."""
    inside = [row for row in rows if since <= row["day"] < until and industry in (None, row["industry"])]
    return sum(row["stage"] == "won" for row in inside), len(inside)
