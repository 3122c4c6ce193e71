"""Facts, directories and questions for hypothesis to make up: few different values, so that they meet."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from facts.world import CATALOGUE, WORLD
from hypothesis import strategies as st

from kaname.facts.directory import Directory
from kaname.facts.metrics.definition import MetricDefinition
from kaname.measures.periods import FiscalCalendar, Grain

FIRST = date(2026, 3, 20)
days = st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))
maybe = lambda *values: st.sampled_from([None, *values])  # noqa: E731
amounts = st.none() | st.integers(-30_000, 90_000_000).map(lambda n: Decimal(n).scaleb(-4))
common = {
    "source_id": st.sampled_from("12345678"),
    "day": days,
    "person": maybe("Ben", "Benny", " ｂＥＮ", "Chie", "Fumi", "Dai", ""),
    "team": maybe("East", "west ", "Nowhere"),
    "industry": maybe("retail", "製造"),
    "attributes": maybe([("plan", "gold")], [("plan", "7.5"), ("size", "3")]),
}
activities = st.fixed_dictionaries(
    common
    | {
        "lead_key": maybe("L1", "L2", "L3"),
        "kind": st.sampled_from(["call", "mail", "meeting", "appointment"]),
        "outcome": maybe("no_answer", "connected", "appointment", "資料請求"),
        "duration_seconds": amounts,
    }
)
deals = st.fixed_dictionaries(
    common | {"deal_key": st.just("D"), "stage": st.sampled_from(["open", "won", "lost"]), "amount": amounts}
)
measurements = st.fixed_dictionaries(
    common
    | {
        "metric": st.sampled_from(["advertising_cost", "satisfaction", "customers"]),
        "value": amounts.map(lambda value: value or Decimal(1)),
    }
)
STREAMS = {"activities": activities, "deal_changes": deals, "measurements": measurements}
sources = st.sampled_from(["crm", "phone"])
batches = st.sampled_from(sorted(STREAMS)).flatmap(
    lambda stream: st.tuples(st.just(stream), st.lists(STREAMS[stream], min_size=1, max_size=8))
)
in_spring = st.sampled_from([None, date(2026, 3, 28), date(2026, 4, 1), date(2026, 4, 12)])


@st.composite
def memberships(draw):
    """For each person teams one after another, with gaps, from or until any time."""
    found = []
    for person in ("ben", "chie", "dai"):
        edges = sorted({day for day in draw(st.lists(in_spring, max_size=3)) if day})
        bounds = [None, *edges, None] if draw(st.booleans()) else [*edges, None]
        for starts_on, ends_on in pairwise(bounds):
            team = draw(maybe("east", "west"))
            if team:
                found.append((person, team, draw(maybe("aiko", "chie")), starts_on, ends_on))
    return found


directories = st.builds(
    lambda rows, known: Directory(
        people=WORLD.people if known else WORLD.people[1:2],
        person_refs=WORLD.person_refs if known else [("", "Ben", "ben")],
        teams=WORLD.teams,
        team_refs=WORLD.team_refs,
        memberships=[row for row in rows if known or row[0] == "ben"],
    ),
    memberships(),
    st.booleans(),
)
OWN = {
    definition.key: definition
    for definition in map(
        MetricDefinition.from_dict,
        [
            {
                "key": "long_calls",
                "stream": "activities",
                "conditions": [{"field": "duration_seconds", "more_than": 100.5}],
            },
            {
                "key": "short_calls",
                "stream": "activities",
                "conditions": [{"field": "duration_seconds", "at_most": 100.5}],
            },
            {"key": "not_retail", "stream": "activities", "conditions": [{"field": "industry", "is_not": "retail"}]},
            {"key": "gold", "stream": "activities", "conditions": [{"field": "plan", "is": "gold"}]},
            {"key": "mean_call", "stream": "activities", "measure": "mean", "field": "duration_seconds"},
            {"key": "median_call", "stream": "activities", "measure": "median", "field": "duration_seconds"},
            {"key": "plans", "stream": "activities", "measure": "distinct", "field": "plan"},
            {"key": "half", "arithmetic": {"op": "weighted_sum", "of": ["calls", "revenue"], "weights": [0.5, 2]}},
            {"key": "times", "arithmetic": {"op": "product", "of": ["calls", "average_deal_amount"]}},
            {"key": "left", "arithmetic": {"op": "difference", "of": ["revenue", "advertising_cost"]}},
        ],
    )
}
DEFINITIONS = CATALOGUE | OWN
asked_metrics = st.sampled_from(
    [
        *OWN,
        *["calls", "connects", "connect_rate", "appointments", "appointment_rate", "leads_contacted", "talk_seconds"],
        *["deals_won", "win_rate", "close_rate", "revenue", "average_deal_amount", "median_deal_amount"],
        *["advertising_cost", "satisfaction", "customers", "revenue_per_customer", "return_on_advertising"],
    ]
)
WHERE = [
    *({}, {}, {"team": ["sales"]}, {"team": ["east"]}, {"person": ["ben"]}, {"manager": ["aiko", "chie"]}),
    *({"industry": ["retail", None]}, {"team": ["west"], "industry": ["製造"]}),
]
questions = st.fixed_dictionaries(
    {
        "since": days,
        "until": days,
        "grain": st.none() | st.sampled_from(Grain),
        "calendar": st.sampled_from([FiscalCalendar(), FiscalCalendar(start_month=2, first_weekday=6)]),
        "by": st.lists(st.sampled_from(["team", "person", "manager", "industry", "plan"]), max_size=2, unique=True),
        "where": st.sampled_from(WHERE),
    }
).map(
    lambda asked: (
        asked
        | {
            "since": min(asked["since"], asked["until"]),
            "until": max(asked["since"], asked["until"]) + timedelta(days=1),
        }
    )
)
