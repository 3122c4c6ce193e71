"""Deals, entries and people whose sums can be told by hand, for the first step of a goal."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.defining import create_metric
from kaname.goals.kgi.drafting import create_goal
from kaname.goals.kgi.goal_verdict import with_series
from kaname.goals.kgi.verdict import Asked, ground_of, verdict_of
from kaname.measures.comparable import Against, comparable
from kaname.measures.periods import Period

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
M = 1_000_000


def of(first, end):
    """The period of these days, the second one not included."""
    return Period(date.fromisoformat(first), date.fromisoformat(end))


def fiscal(year):
    return Period(date(year, 4, 1), date(year + 1, 4, 1))


def won(day, amount, person="Ben"):
    return "deal_changes", {"day": day, "person": person, "stage": "won", "amount": Decimal(amount)}


def sales_of_years(first, amounts, person="Ben"):
    """Each fiscal year's sales: one half on its first day, the other on its last."""
    rows = []
    for number, amount in enumerate(amounts):
        year = fiscal(first + number)
        half = Decimal(amount) / 2
        rows += [won(year.starts_on, half, person), won(year.ends_on - timedelta(days=1), half, person)]
    return rows


def sales_of_months(first, amounts, person="Ben"):
    """Each month's sales, half on its first day and half on its last."""
    rows, month = [], first
    for amount in amounts:
        following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
        half = Decimal(amount) / 2
        rows += [won(month, half, person), won(following - timedelta(days=1), half, person)]
        month = following
    return rows


def entered(metric, values, **whose):
    """Numbers that somebody enters, by day; for the organisation, or a team."""
    return [
        ("measurements", {"day": day, "metric": metric, "value": Decimal(str(value))} | whose) for day, value in values
    ]


def own_metric(key, name, **computed):
    """A metric of the organisation's own."""
    label = {"name": {"en": name, "ja": name}, "direction": "higher", "unit": "number"}
    create_metric(MetricDefinition.from_dict({"key": key, **label, **computed}), by=None, at=AT)


def verdict(reader, *, metric="revenue", team=None, period, against=Against.PRIOR_YEAR, series="", **asked):
    """The verdict on what is asked for."""
    compared = asked.pop("compared", None) or comparable(period, against, calendar=reader.calendar)
    numbers = {name: Decimal(str(asked[name])) for name in ("target", "upper", "baseline") if name in asked}
    wanted = Asked(
        metric=reader.definitions[metric],
        team=team,
        period=period,
        compared=compared,
        against=against,
        market=asked.get("market"),
        **numbers,
    )
    if series:
        wanted = with_series(wanted, series, reader=reader)
    return verdict_of(wanted, ground_of(wanted, reader=reader))


def begun(metric="revenue", *, team=None, period, **more):
    return create_goal(metric_key=metric, period=period, team=team, by=None, at=AT, **more)
