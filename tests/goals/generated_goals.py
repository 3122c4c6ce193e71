"""Files of goals with something of everything, at random."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from kaname.goals.csf.areas import SHEETS
from kaname.goals.exchange.document import (
    CellPart,
    ChangePart,
    CsfPart,
    GoalPart,
    GoalsFile,
    KpiPart,
    MarketPart,
    NodePart,
    PersonPart,
    SelectionPart,
    TeamPart,
)
from kaname.goals.exchange.part import CreatedPart, DaysPart
from kaname.goals.exchange.plan_document import ActionPart, InitiativePart, OwnerPart
from kaname.goals.exchange.target_document import PlannedPart, ProposalPart, RevisionPart, TargetPart
from kaname.goals.kpis.grain_names import GRAIN_NAMES

TRICKY = [
    "yes",
    "No",
    "null",
    "~",
    "1:30",
    "0777",
    "1_000",
    "2026-04-01",
    "1e5",
    ".5",
    "- a",
    "a: b",
    "# x",
    " a ",
    "a\n\n b\n",
    "\ta",
    "*a",
    "&a",
    "!a",
    "{a}",
    "[a]",
    "|",
    ">",
    "%",
    "@",
    "`",
    "'",
    '"',
    "a\r\nb",
    "\x85",
    "\u2028",
    "\ufeff",
    "=",
    "<<",
]
letters = st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")


def texts(most=40, least=0):
    tricky = st.sampled_from([text for text in TRICKY if len(text) >= least])
    return tricky | st.text(letters, max_size=most, min_size=least)


def maybe(strategy):
    return st.none() | strategy


figures = st.integers(-(10**14) + 1, 10**14 - 1).map(Decimal) | st.decimals(
    min_value=-(10**8), max_value=10**8, places=6, allow_nan=False
).map(lambda value: value.normalize() if value else Decimal(0))
costs = figures.map(abs)
shares = st.integers(0, 10_000).map(lambda value: Decimal(value) / 10_000)
reals = st.floats(allow_nan=False, allow_infinity=False, width=64).map(lambda value: value + 0.0)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
TEAMS = [
    TeamPart(key="north", name="North"),
    TeamPart(key="n1", name="=1", parent="north"),
    TeamPart(key="s", name="南"),
]
PEOPLE = [
    PersonPart(key="fumi", name="文", email="fumi@example.com"),
    PersonPart(key="gen", name="Gen"),
    PersonPart(key="hana@example.com", email="hana@example.com"),
]
teams = st.sampled_from([team.key for team in TEAMS])
people = st.sampled_from(["fumi", "gen"])
authors = maybe(st.sampled_from([person.key for person in PEOPLE]))
METRICS = ["revenue", "deals_won", "average_deal_amount", "appointments", "close_rate", "calls", "demos"]
DEMOS = {
    "name": {"en": "Demos", "ja": "デモ"},
    "unit": "count",
    "direction": "higher",
    "stream": "activities",
    "measure": "count",
}
metrics = st.sampled_from(METRICS)
several_metrics = st.lists(metrics, unique=True, max_size=3)


@st.composite
def days(draw):
    first = draw(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
    return {"starts_on": first, "ends_on": first + timedelta(days=draw(st.integers(1, 800)))}


def plain_data():
    leaf = (
        texts()
        | st.none()
        | st.booleans()
        | st.integers(-(10**9), 10**9)
        | st.floats(0.001, 1000).map(lambda value: int(value) if value == int(value) else value)
    )
    return st.recursive(leaf, lambda part: st.lists(part, max_size=3) | st.dictionaries(texts(8), part, max_size=3))


details = st.dictionaries(texts(8).filter(lambda name: name not in {"node", "team"}), plain_data(), max_size=3)


@st.composite
def cells(draw):
    parts = []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        sheet = draw(st.sampled_from(sorted(SHEETS)))
        parts.append(
            CellPart(
                number=number,
                sheet=sheet,
                area=draw(st.sampled_from(sorted(SHEETS[sheet].areas))),
                strength=draw(maybe(st.sampled_from(sorted(SHEETS[sheet].strengths)))),
                text=draw(texts()),
                evidence=draw(texts()),
                metrics=draw(several_metrics),
            )
        )
    return parts


@st.composite
def csfs(draw, observations):
    parts = []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        low, high = sorted(draw(st.tuples(figures, figures)))
        parts.append(
            CsfPart(
                number=number,
                name=draw(texts()),
                description=draw(texts()),
                effect_low=draw(maybe(st.just(low))),
                effect_high=draw(maybe(st.just(high))),
                budget=draw(maybe(costs)),
                effort_days=draw(maybe(st.integers(0, 10**6).map(lambda value: Decimal(value) / 100))),
                confidence=draw(maybe(shares)),
                metrics=draw(several_metrics),
                reason=draw(texts()),
                library_key=draw(texts()),
                cell=draw(maybe(st.sampled_from([cell.number for cell in observations]))) if observations else None,
                typed=draw(st.dictionaries(texts(8), texts(), max_size=2)),
                removed_at=draw(maybe(moments)),
            )
        )
    return parts


@st.composite
def selections(draw, candidates):
    parts = [
        SelectionPart(
            csf=csf.number, reason=draw(texts(least=1)), by=draw(authors), at=draw(moments), until=draw(moments)
        )
        for csf in candidates
    ]
    standing = [csf.number for csf in candidates if csf.removed_at is None]
    if standing and draw(st.booleans()):
        reason = draw(texts(least=1))
        parts.append(
            SelectionPart(csf=draw(st.sampled_from(standing)), reason=reason, by=draw(authors), at=draw(moments))
        )
    return sorted(parts, key=lambda part: part.at)


@st.composite
def trees(draw):
    def node(metric, *of, op=None):
        planned = draw(maybe(st.floats(-(10**13), 10**13).map(lambda value: value + 0.0)))
        locked = planned is not None and draw(st.booleans())
        more = {"weight": draw(maybe(reals)), "hours_each": draw(maybe(st.floats(0, 10_000)))}
        return NodePart(metric=metric, op=op, planned=planned, locked=locked, of=list(of), **more)

    won = draw(st.sampled_from(["leaf", "split"]))
    below = [node("appointments"), node("close_rate")] if won == "split" else []
    parts = [node("deals_won", *below, op="product" if below else None), node("average_deal_amount")]
    return node("revenue", *parts, op="product")


names = texts(least=1).filter(str.strip)
CADENCES = ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;INTERVAL=2"]


@st.composite
def open_days(draw):
    found = draw(days())
    return found if draw(st.booleans()) else {"starts_on": found["starts_on"]}


@st.composite
def actions(draw, within):
    owning = [OwnerPart(person=key) for key in ("fumi", "gen")] + [OwnerPart(team=key) for key in within]
    some = draw(st.lists(st.sampled_from(owning), min_size=1, max_size=3, unique_by=lambda one: one.place))
    return ActionPart(
        name=draw(names),
        description=draw(texts()),
        **draw(open_days()),
        cadence=draw(st.sampled_from(CADENCES)),
        on_closed=draw(st.sampled_from(["skip", "move"])),
        quota=draw(st.integers(1, 10**7).map(lambda value: Decimal(value) / 100)),
        scales=draw(st.booleans()),
        metric=draw(maybe(st.sampled_from(["calls", "revenue", "demos"]))),
        owners=sorted(some, key=lambda one: one.place),
        archived_at=draw(maybe(moments)),
    )


@st.composite
def initiatives(draw, team):
    within = ["north", "n1", "s"] if team is None else [team]
    found = [
        InitiativePart(
            name=draw(names),
            why=draw(texts()),
            team=draw(maybe(st.sampled_from(within))),
            **draw(open_days()),
            created=CreatedPart(by=draw(authors), at=draw(moments)),
            archived_at=draw(maybe(moments)),
        )
        for _number in range(draw(st.integers(0, 2)))
    ]
    for one in found:
        one.actions = draw(st.lists(actions([one.team] if one.team else within), max_size=2))
    return found or None


@st.composite
def kpis(draw, team):
    given_up = [(draw(metrics), draw(st.integers(1, 3)), draw(moments)) for _number in range(draw(st.integers(0, 2)))]
    kept = [(metric, place, None) for place, metric in enumerate(draw(several_metrics), start=1)]
    return [
        KpiPart(
            metric=metric,
            position=place,
            removed_at=removed_at,
            reason=draw(texts()),
            grain=str(draw(st.sampled_from(sorted(GRAIN_NAMES)))),
            initiatives=draw(initiatives(team)),
        )
        for metric, place, removed_at in given_up + kept
    ]


def owners():
    return st.fixed_dictionaries({"team": teams}) | st.fixed_dictionaries({"person": people}) | st.just({})


@st.composite
def planned(draw):
    parts = [
        PlannedPart(
            metric=draw(metrics), **draw(owners()), **draw(days()), value=draw(figures), fixed=draw(st.booleans())
        )
        for _number in range(draw(st.integers(0, 3)))
    ]
    return sorted({part.place: part for part in parts}.values(), key=lambda part: part.place)


@st.composite
def histories(draw):
    """Figures, revisions that lead there, and what was proposed."""
    steps = sorted(draw(st.lists(moments, min_size=1, max_size=3)))
    revisions, now = [], None
    for at in steps:
        value = draw(figures)
        base = {"old_baseline": draw(maybe(figures)), "new_baseline": draw(maybe(figures))}
        reason = draw(texts(least=1))
        revisions.append(RevisionPart(old_value=now, new_value=value, **base, reason=reason, by=draw(authors), at=at))
        now = value
    decided = draw(maybe(st.booleans()))
    end = {} if decided is None else {"decided_at": draw(moments), "decided_by": draw(authors), "answer": draw(texts())}
    by = draw(st.sampled_from([person.key for person in PEOPLE]))
    proposal = ProposalPart(
        value=draw(figures), reason=draw(texts(least=1)), by=by, at=draw(moments), accepted=decided, **end
    )
    return {
        "value": now,
        "baseline": draw(maybe(figures)),
        "revisions": revisions,
        "proposals": draw(st.sampled_from([[], [proposal]])),
    }


without_share = st.lists(
    st.sampled_from(["team:n1", "team:s", "person:fumi", "person:gen", "person:gone"]), unique=True
)
sheets = st.just({}) | st.fixed_dictionaries(
    {
        "metrics": st.fixed_dictionaries(
            {
                "calls": st.fixed_dictionaries(
                    {"by": st.sampled_from(["week", "month"]), "left_out": without_share.map(sorted)}
                )
            }
        ),
        "ramp_up": st.just({"start": 0.25, "months": 3}),
    }
)


@st.composite
def goals(draw, key, parent):
    period, team, metric = draw(days()), draw(maybe(teams)), draw(metrics)
    worksheets = draw(cells())
    candidates = draw(csfs(worksheets))
    own = TargetPart(metric=metric, team=team, **period, kgi=True, **draw(histories()))
    others = [TargetPart(metric=draw(metrics), **draw(owners()), **draw(days()), **draw(histories()))]
    kept = draw(st.sampled_from([[own], [own, *others], others, []]))
    published = draw(maybe(moments)) if own in kept else None
    market = MarketPart(growth=draw(maybe(shares)), source=draw(texts()), metric=draw(maybe(metrics)))
    return GoalPart(
        key=key,
        name=draw(texts()),
        metric=metric,
        team=team,
        parent=parent,
        **period,
        compared=draw(maybe(days().map(lambda one: DaysPart(**one)))),
        value=draw(maybe(figures.map(round).map(abs).map(Decimal))),
        baseline=draw(maybe(figures)),
        baseline_reason=draw(texts()),
        market=market if market != MarketPart() else None,
        created=CreatedPart(by=draw(authors), at=draw(moments)),
        published_at=published,
        archived_at=draw(maybe(moments)),
        worksheets=sorted(worksheets, key=lambda cell: (cell.sheet, cell.area)),
        csfs=candidates,
        selections=draw(selections(candidates)),
        tree=draw(maybe(trees())),
        kpis=draw(kpis(team)),
        planned=draw(planned()),
        targets=sorted({part.place: part for part in kept}.values(), key=lambda part: part.place),
        changes=sorted(
            draw(
                st.lists(
                    st.builds(
                        ChangePart,
                        kind=st.sampled_from(
                            ["created", "changed", "kpi_added", "kpi_checked", "plan_changed", "archived"]
                        ),
                        details=details,
                        reason=texts(),
                        by=authors,
                        at=moments,
                    ),
                    max_size=3,
                )
            ),
            key=lambda part: part.at,
        ),
        sheet=draw(sheets),
        typed=draw(st.dictionaries(texts(8).filter(lambda name: name != "owner"), texts(), max_size=3)),
    )


@st.composite
def files(draw):
    """One or two goals, the second below the first, with targets of their own."""
    found = [draw(goals("first", None))]
    if draw(st.booleans()):
        second = draw(goals("second_2-b", "first"))
        places = {target.place for target in found[0].targets}
        if not places & {target.place for target in second.targets}:
            found.append(second)
    return GoalsFile(version=1, currency="JPY", metrics={"demos": DEMOS}, teams=TEAMS, people=PEOPLE, goals=found)
