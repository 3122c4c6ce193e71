"""Two years of a small sales organisation for KPI trees, and what its numbers should be, with pandas alone."""

from calendar import monthrange
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd

from kaname.people.operations import publish_directory
from tests.goals.conftest import AT, batch

TEAMS = {"Ben": "east", "Chie": "west"}
CONTACT = ("call", "mail", "meeting", "visit")
Rows = list[tuple[str, dict]]


def months_from(first: date, count: int) -> list[date]:
    start = first.year * 12 + first.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(start, start + count)]


def generated(first: date, until: date, *, people=("Ben", "Chie"), seed=7) -> Rows:
    """Facts of every kind on days `first <= day < until`: numbers of their own in every month."""
    rng = np.random.default_rng(seed)
    rows: Rows = []
    count = (until.year - first.year) * 12 + until.month - first.month + 1
    for month in months_from(first, count):
        for person in people:
            rows += [(stream, row) for stream, row in _month(rng, person, month) if first <= row["day"] < until]
    return rows


def _month(rng, person, month):
    def day():
        return month.replace(day=int(rng.integers(1, monthrange(month.year, month.month)[1] + 1)))

    def sales(**row):
        return "deal_changes", {"day": day(), "person": person} | row

    def office(stream, **row):
        return stream, {"day": day(), "team": TEAMS[person].title()} | row

    for _ in range(int(rng.integers(25, 45))):
        lead = f"L{person}{rng.integers(0, 60)}"
        outcome = str(rng.choice(["no_answer", "connected", "appointment"], p=[0.4, 0.35, 0.25]))
        kind = str(rng.choice(["call", "mail"]))
        yield "activities", {"day": day(), "person": person, "kind": kind, "outcome": outcome, "lead_key": lead}
    yield "activities", {"day": day(), "person": person, "kind": "appointment", "lead_key": f"L{person}0"}
    for stage, most in (("open", 9), ("won", 6), ("lost", 4), ("expanded", 3), ("churned", 3)):
        for _ in range(int(rng.integers(1, most))):
            amount = None if stage in ("open", "lost") else Decimal(int(rng.integers(200, 2_000)) * 1_000)
            yield sales(stage=stage, amount=amount)
    for status, most in (("created", 9), ("qualified", 5)):
        for _ in range(int(rng.integers(1, most))):
            yield "lead_changes", {"day": day(), "person": person, "status": status}
    yield office("web_traffic", visits=int(rng.integers(50, 500)))
    for status, most in (("opened", 12), ("handled", 9)):
        for _ in range(int(rng.integers(2, most))):
            known = status == "handled" and rng.random() < 0.8
            yield office(
                "tickets", status=status, handling_seconds=Decimal(int(rng.integers(60, 900))) if known else None
            )
    for metric, least, most in (
        ("sales", 900_000, 1_200_000), ("guests", 300, 400), ("seats_offered", 500, 600),
        ("delivery_sales", 100_000, 200_000), ("delivery_orders", 40, 80),
        ("recurring_revenue", 5_000_000, 6_000_000), ("customers", 40, 60),
    ):  # fmt: skip
        yield office("measurements", metric=metric, value=Decimal(int(rng.integers(least, most))))


def load(store, rows: Rows, *, batch_id="generated", at=AT):
    """Load the rows; each gets an id of its own."""
    publish_directory(store)
    by_stream: dict[str, list[dict]] = {}
    for number, (stream, row) in enumerate(rows):
        identified = {"source_id": f"{batch_id}-{number}", "deal_key": f"{batch_id}-{number}"} | row
        by_stream.setdefault(stream, []).append(identified)
    if "lead_changes" in by_stream:
        by_stream["lead_changes"] = [{"lead_key": row["source_id"]} | row for row in by_stream["lead_changes"]]
    records = [(stream, batch(stream, found)) for stream, found in by_stream.items()]
    store.load(source=f"crm-{batch_id}", batch_id=batch_id, records=records, at=at)


class Expected:
    """The metrics of inside sales from the rows, for one team (None: everybody)."""

    def __init__(self, rows: Rows, team: str | None = None) -> None:
        self.frames = {}
        for stream in {stream for stream, _row in rows}:
            frame = pd.DataFrame([row for of, row in rows if of == stream])
            frame["team_key"] = frame.get("person", pd.Series(dtype=object)).map(TEAMS)
            self.frames[stream] = frame if team is None else frame[frame["team_key"] == team]

    def of(self, key: str, since: date, until: date) -> float:
        """The value over `since <= day < until`; NaN where it is not defined."""
        frames = {
            stream: frame[(frame["day"] >= since) & (frame["day"] < until)] for stream, frame in self.frames.items()
        }
        deals, acts = frames["deal_changes"], frames["activities"]
        won = deals[deals["stage"] == "won"]
        appointments = ((acts["outcome"] == "appointment") | (acts["kind"] == "appointment")).sum()
        leads = acts[acts["kind"].isin(CONTACT)]["lead_key"].nunique()
        revenue = float(won["amount"].astype(float).sum())
        values = {
            "revenue": revenue,
            "deals_won": len(won),
            "appointments": appointments,
            "leads_contacted": leads,
            "appointment_rate": appointments / leads if leads else np.nan,
            "close_rate": len(won) / appointments if appointments else np.nan,
            "average_deal_amount": revenue / len(won) if len(won) else np.nan,
            "median_deal_amount": float(won["amount"].astype(float).median()) if len(won) else np.nan,
        }
        return float(values[key])

    def monthly(self, key: str, months: list[date]) -> np.ndarray:
        """One value for each month that begins on these days."""
        return np.array([self.of(key, month, months_from(month, 2)[1]) for month in months])
