"""Goals out as YAML and in again, with nothing lost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.csf.candidates import add_csf, remove_csf
from kaname.goals.csf.selecting import select_csf
from kaname.goals.csf.worksheets import add_cell, csf_from_cell
from kaname.goals.errors import GoalsError
from kaname.goals.exchange.document import CellPart, ChangePart, CsfPart, GoalPart, KpiPart, NodePart, SelectionPart
from kaname.goals.exchange.exporting import export_goals, file_of
from kaname.goals.exchange.importing import import_goals
from kaname.goals.exchange.plan_document import ActionPart, InitiativePart, OwnerPart
from kaname.goals.exchange.renaming import in_order
from kaname.goals.exchange.target_document import PlannedPart, ProposalPart, RevisionPart, TargetPart
from kaname.goals.exchange.yaml_writing import write_yaml
from kaname.goals.kept import kept_of
from kaname.goals.kgi.drafting import change_goal, create_goal
from kaname.goals.kgi.publishing import publish_goal
from kaname.goals.kpi_tree.changing import undo
from kaname.goals.kpi_tree.planting import plant
from kaname.goals.kpi_tree.splitting import split_node
from kaname.goals.kpis.choosing import add_kpi, remove_kpi
from kaname.goals.models import (
    Action,
    ActionOwner,
    Csf,
    CsfSelection,
    Goal,
    GoalChange,
    Initiative,
    Kpi,
    Metric,
    Node,
    PlannedTarget,
    Target,
    TargetNotice,
    TargetProposal,
    TargetRevision,
    WorksheetCell,
)
from kaname.goals.operations import archive_metric, create_metric
from kaname.goals.proposing import decide, propose
from kaname.goals.queries import definitions
from kaname.goals.setting import revise_target, set_target
from kaname.measures.operation import Operation
from kaname.measures.periods import Period
from kaname.people.models import Membership, Organisation, Person, Team, User
from kaname.people.sign_in import create_sign_in
from tests.conftest import person
from tests.goals.conftest import AT, url
from tests.goals.generated_goals import files

YEAR = Period(date(2026, 4, 1), date(2027, 4, 1))
OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
LATER = AT + timedelta(days=1)


def imported(text, **allowed):
    return import_goals(text, apply=True, by=None, at=LATER, **allowed)


def checked(text):
    return import_goals(text, apply=False, by=None, at=LATER)


@pytest.fixture
def revenue(east, aiko, ben, chie, emi):
    """A goal of East with something of everything: drafted, published, revised, argued about."""
    by, at = aiko.user, AT
    demos = {"key": "demos", "name": {"en": "Demos", "ja": "デモ"}, "stream": "activities", "measure": "count"}
    create_metric(MetricDefinition.from_dict(demos), by=emi.user, at=at)
    whole = create_goal(metric_key="revenue", period=YEAR, key="company", by=emi.user, at=at)
    goal = create_goal(metric_key="revenue", period=YEAR, team=east, key="east-revenue", by=by, at=at)
    change_goal(
        goal,
        by=by,
        at=at,
        name="新規開拓で売上を1.2億円に",
        parent=whole,
        value=Decimal(120_000_000),
        baseline=Decimal("100000000.5"),
        baseline_reason="The books, not the CRM: half a yen",
        market_growth=Decimal("0.065"),
        market_source="Ministry: 2026-04",
        typed={"value": "+20%", "baseline": "100000000.5", "metric": "revenue"},
    )
    cell = add_cell(goal, sheet="value_chain", area="marketing_sales", by=by, at=at, text="Nobody calls", strength=-1)
    add_cell(goal, sheet="five_forces", area="rivalry", by=by, at=at, text="yes", strength=4, evidence="1:30\nno")
    calls = csf_from_cell(cell, by=by, at=at)
    figures = {"effect_low": Decimal(5_000_000), "effect_high": Decimal("8000000.25"), "confidence": Decimal("0.6")}
    inside = add_csf(
        goal, name="Inside sales", budget=Decimal(300_000), effort_days=Decimal("12.5"), by=by, at=at, **figures
    )
    remove_csf(add_csf(goal, name="2026-04-01", metric_keys=["demos"], by=by, at=at), by=by, at=at)
    select_csf(goal, calls, reason="Cheap", by=by, at=at)
    pivot = plant(goal, by=by, at=at)
    split_node(pivot, operation=Operation.PRODUCT, metric_keys=["deals_won", "average_deal_amount"], by=by, at=at)
    won = Node.objects.get(goal=goal, metric_key="deals_won")
    split_node(won, operation=Operation.PRODUCT, metric_keys=["appointments", "close_rate"], by=by, at=at)
    Node.objects.filter(goal=goal, metric_key="appointments").update(planned=600.5, locked=True, hours_each=1.5)
    add_kpi(goal, metric_key="appointments", by=by, at=at)
    remove_kpi(add_kpi(goal, metric_key="demos", by=by, at=at), by=by, at=at)
    october = {"metric_key": "appointments", "starts_on": OCTOBER.starts_on, "ends_on": OCTOBER.ends_on}
    PlannedTarget.objects.create(goal=goal, **october, team=east, value=50)
    PlannedTarget.objects.create(goal=goal, **october, person=ben, value=30, fixed=True)
    publish_goal(goal, by=by, at=at, reason="The plan of the year")
    select_csf(goal, inside, reason="Now we can afford it", by=emi.user, at=at + timedelta(hours=1))
    mine = Target.objects.get(person=ben)
    propose(mine, value=Decimal(25), reason="Two weeks of leave", by=ben.user, at=at + timedelta(hours=2))
    decide(mine.proposals.get(), accept=True, by=by, at=at + timedelta(hours=3), answer="Fine")
    revise_target(goal.target, value=Decimal(118_000_000), reason="Market", by=emi.user, at=at + timedelta(hours=4))
    propose(mine, value=Decimal(20), reason="Still too many", by=ben.user, at=at + timedelta(hours=5))
    goal.refresh_from_db()
    return goal


def empty_the_house():
    """Nobody and nothing is here any more, but for the organisation."""
    for table in (
        TargetNotice,
        TargetProposal,
        TargetRevision,
        GoalChange,
        CsfSelection,
        Csf,
        WorksheetCell,
        Node,
        Kpi,
    ):
        table.objects.all().delete()
    PlannedTarget.objects.all().delete()
    Goal.objects.all().delete()
    Target.objects.all().delete()
    Metric.objects.all().delete()
    Membership.objects.all().delete()
    Person.objects.all().delete()
    User.objects.all().delete()
    while Team.objects.exists():
        Team.objects.filter(children=None).delete()


def let_in(who):
    """Some of those whom a file names can sign in."""
    if who in {"fumi", "both"}:
        person = Person.objects.create(key="fumi", name="文", email="fumi@example.com")
        create_sign_in(person, password=None)
    if who in {"hana", "both"}:
        User.objects.create_user(email="hana@example.com", password=None)


def test_what_goes_out_is_here_unchanged(revenue):
    result = imported(export_goals())
    assert result.problems == ()
    assert [(goal.key, goal.kind) for goal in result.goals] == [("company", "unchanged"), ("east-revenue", "unchanged")]
    assert result.changes_nothing


def test_an_empty_installation_gets_the_same(revenue):
    text = export_goals()
    empty_the_house()
    result = imported(text, create_missing=True)
    assert (result.problems, result.applied) == ((), True)
    assert export_goals() == text


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(file=files(), with_sign_in=st.sampled_from(["nobody", "fumi", "hana", "both"]))
def test_nothing_of_any_file_is_lost(organisation, file, with_sign_in):
    with transaction.atomic():
        let_in(with_sign_in)
        asked = [in_order(goal).data() for goal in file.goals]
        first = imported(write_yaml(file.model_dump(exclude_defaults=True)), create_missing=True)
        assert (first.problems, first.applied) == ((), True)
        assert [goal.data() for goal in file_of(Goal.objects.order_by("key")).goals] == asked
        text = export_goals()
        assert imported(text).changes_nothing
        empty_the_house()
        let_in(with_sign_in)
        again = imported(text, create_missing=True)
        assert (again.problems, again.applied) == ((), True)
        assert export_goals() == text
        transaction.set_rollback(True)


SHOWN_ELSEWHERE = {
    # ids and what rows hang on, and what the order of the file says
    "id", "goal", "csf", "cell", "parent", "position",
    # names of the file for what has another name here
    "metric_key", "metric_keys", "operation", "until_at", "created_by", "created_at", "target",
    "kpi", "initiative", "action",
    "compared_starts_on", "compared_ends_on", "market_growth", "market_source", "market_metric_key",
}  # fmt: skip


@pytest.mark.parametrize(
    ("table", "part"),
    [
        (Goal, GoalPart),
        (Csf, CsfPart),
        (CsfSelection, SelectionPart),
        (WorksheetCell, CellPart),
        (Node, NodePart),
        (Kpi, KpiPart),
        (Initiative, InitiativePart),
        (Action, ActionPart),
        (ActionOwner, OwnerPart),
        (PlannedTarget, PlannedPart),
        (Target, TargetPart),
        (TargetRevision, RevisionPart),
        (TargetProposal, ProposalPart),
        (GoalChange, ChangePart),
    ],
)
def test_a_file_has_a_place_for_every_column(table, part):
    columns = {column.name for column in table._meta.fields}
    assert columns - SHOWN_ELSEWHERE <= part.model_fields.keys()


def test_writing_goals_takes_as_many_queries_for_ten_as_for_one(revenue, django_assert_max_num_queries):
    for number in range(9):
        create_goal(metric_key="calls", period=YEAR, key=f"goal-{number}", by=None, at=AT)
    with django_assert_max_num_queries(25):
        export_goals()


def test_authors_without_a_sign_in_are_kept_by_name(revenue):
    text = export_goals()
    empty_the_house()
    imported(text, create_missing=True)
    goal = Goal.objects.get(key="east-revenue")
    kept = kept_of(goal.changes.all())
    assert kept.author_behind(goal) == {"key": "aiko", "name": "Aiko", "email": "aiko@example.com"}
    assert [kept.author_behind(one)["name"] for one in goal.selections.all()] == ["Aiko", "Emi"]
    assert {one["by"] for proposals in kept.proposals.values() for one in proposals} == {"ben"}
    assert list(Person.objects.values_list("key", flat=True)) == ["ben"]


def test_what_was_undone_can_be_undone_elsewhere(revenue):
    """The journal names nodes of the tree by id; elsewhere they have others."""
    Goal.objects.create(
        key="other", metric_key="revenue", starts_on=YEAR.starts_on, ends_on=YEAR.ends_on, created_at=AT
    )
    text = export_goals()
    Node.objects.create(goal=Goal.objects.get(key="other"), metric_key="revenue")
    empty_the_house()
    imported(text, create_missing=True)
    goal = Goal.objects.get(key="east-revenue")
    changes = goal.changes.filter(kind="tree_changed")
    assert [Node.objects.get(pk=one.details["node"]).metric_key for one in changes] == ["revenue", "deals_won"]
    undo(changes.last(), by=None, at=LATER, reason="Not here")
    assert not Node.objects.filter(goal=goal, metric_key="close_rate").exists()


def test_a_tree_of_two_hundred_levels_survives(organisation):
    goal = create_goal(metric_key="calls", period=YEAR, key="deep", by=None, at=AT)
    above = None
    for _level in range(200):
        above = Node.objects.create(goal=goal, parent=above, metric_key="calls", operation="weighted_sum")
    Node.objects.filter(pk=above.pk).update(operation="")
    text = export_goals()
    assert imported(text).changes_nothing
    assert text.count("metric: calls") == 201


MINIMAL = """
version: 1
goals:
- key: calls-2026
  metric: calls
  starts_on: 2026-04-01
  ends_on: 2027-04-01
"""
IN_OCTOBER = "  targets:\n  - {metric: calls, starts_on: 2026-10-01, ends_on: 2026-11-01, value: 100}\n"


def test_a_few_lines_by_hand_make_a_draft(organisation):
    text = (
        MINIMAL
        + "  value: 1200\n  targets:\n  - {metric: calls, starts_on: 2026-10-01, ends_on: 2026-11-01, value: 100}\n"
    )
    assert imported(text).applied
    goal = Goal.objects.get(key="calls-2026")
    assert (goal.is_draft, goal.value, goal.created_at) == (True, 1200, LATER)
    assert [(one.new_value, one.reason) for one in TargetRevision.objects.all()] == [(100, "Imported from a file")]
    assert imported(export_goals()).changes_nothing


def test_looking_first_changes_nothing(organisation):
    result = checked(MINIMAL)
    assert [(goal.key, goal.kind) for goal in result.goals] == [("calls-2026", "created")]
    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    ("lines", "where", "words"),
    [
        ("  colour: red", "goals[0].colour", "no entry of this name"),
        ("  name: 2026", "goals[0].name", "in quotes"),
        ("  value: a lot", "goals[0].value", "a number"),
        ("  value: yes", "goals[0].value", "a number"),
        ("  value: 1.0000001", "goals[0].value", "too many digits"),
        ("  value: 1" + "0" * 14, "goals[0].value", "too large"),
        ("  value: 1" + "0" * 5000, "goals[0].value", "a number"),
        ("  compared: {starts_on: 2026-04-01, ends_on: 2026-04-01}", "goals[0].compared.ends_on", "before the last"),
        ("  compared: 2026", "goals[0].compared", "has entries"),
        ("  published_at: 2026-04-01T00:00:00Z", "goals[0].published_at", "kgi: true"),
        ("  published_at: 2026-04-01 00:00:00", "goals[0].published_at", "time zone"),
        ("  published_at: 2026-04-01", "goals[0].published_at", "time zone"),
        ("  archived_at: soon", "goals[0].archived_at", "time zone"),
        ("  parent: nothing", "goals[0].parent", "no goal nothing"),
        ("  parent: calls-2026", "goals[0].parent", "cannot contribute"),
        ("  team: east", "goals[0].team", "no team east"),
        ("  market: {growth: -1}", "goals[0].market.growth", "more than -1"),
        ("  market: {metric: weather}", "goals[0].market.metric", "no metric weather"),
        ("  csfs: [{number: 1, name: A, effect_low: 2, effect_high: 1}]", "goals[0].csfs[0].effect_high", "at least"),
        ("  csfs: [{number: 1, name: A, budget: -1}]", "goals[0].csfs[0].budget", "below 0"),
        ("  csfs: [{number: 1, name: A, confidence: 60}]", "goals[0].csfs[0].confidence", "between 0% and 100%"),
        ("  csfs: [{number: 1, name: A, effort_days: 0.001}]", "goals[0].csfs[0].effort_days", "too many digits"),
        ("  csfs: [{number: 1, name: A, cell: 7}]", "goals[0].csfs[0].cell", "No observation"),
        ("  csfs: [{number: 1, name: A}, {number: 1, name: B}]", "goals[0].csfs[1].number", "twice"),
        ("  csfs: {number: 1, name: A}", "goals[0].csfs", "a list"),
        ("  csfs: [{number: one, name: A}]", "goals[0].csfs[0].number", "whole number"),
        ("  selections: [{csf: 3, reason: x, at: 2026-04-01T00:00:00Z}]", "goals[0].selections[0].csf", "No candidate"),
        ("  selections: [{csf: 3, reason: '', at: 2026-04-01T00:00:00Z}]", "goals[0].selections[0].reason", "empty"),
        ("  worksheets: [{number: 1, sheet: swot, area: service}]", "goals[0].worksheets[0].sheet", "five_forces"),
        ("  worksheets: [{number: 1, sheet: five_forces, area: it}]", "goals[0].worksheets[0].area", "rivalry"),
        (
            "  worksheets: [{number: 1, sheet: five_forces, area: rivalry, strength: 9}]",
            "goals[0].worksheets[0].strength",
            "1, 2, 3, 4, 5",
        ),
        ("  tree: {metric: calls, of: [{metric: connects}]}", "goals[0].tree.op", "both stand here"),
        ("  tree: {metric: calls, op: sum, of: [{metric: a}]}", "goals[0].tree.of[0].metric", "no metric a"),
        ("  tree: {metric: calls, op: ratio, of: [{metric: connects}]}", "goals[0].tree.of", "exactly two"),
        (
            "  tree: {metric: revenue, op: sum, of: [{metric: calls}, {metric: connects}]}",
            "goals[0].tree.of",
            "added up",
        ),
        ("  tree: {metric: calls, locked: true}", "goals[0].tree.locked", "planned value"),
        ("  tree: {metric: calls, planned: 1.0e+400}", "goals[0].tree.planned", "too many digits"),
        ("  kpis: [{metric: calls, position: 4}]", "goals[0].kpis[0].position", "at most 3"),
        ("  kpis: [{metric: calls, position: 1, grain: day}]", "goals[0].kpis[0].grain", "week, month"),
        (
            "  kpis: [{metric: calls, position: 1}, {metric: revenue, position: 1}]",
            "goals[0].kpis[1].position",
            "three at most",
        ),
        (
            "  planned: [{metric: calls, person: zoe, starts_on: 2026-04-01, ends_on: 2026-05-01, value: 1}]",
            "goals[0].planned[0].person",
            "no person zoe",
        ),
        (
            "  targets: [{metric: calls, team: a, person: b, starts_on: 2026-04-01, ends_on: 2026-05-01, value: 1}]",
            "goals[0].targets[0].person",
            "not to both",
        ),
        (
            "  targets: [{metric: calls, starts_on: 2026-04-01, ends_on: 2026-05-01, value: 1, kgi: true}]",
            "goals[0].targets[0].kgi",
            "its days",
        ),
        (
            "  targets: [{metric: calls, starts_on: 2026-04-01, ends_on: 2226-05-01, value: 1}]",
            "goals[0].targets[0].ends_on",
            "years at most",
        ),
        (
            "  targets:\n  - {metric: calls, starts_on: 2026-04-01, ends_on: 2026-05-01, value: 1,\n"
            "     revisions: [{new_value: 2, at: 2026-04-01T00:00:00Z}]}",
            "goals[0].targets[0].revisions[0].new_value",
            "last revision",
        ),
        ("  changes: [{kind: imported, at: 2026-04-01T00:00:00Z}]", "goals[0].changes[0].kind", "archived"),
        ("  typed: {value: 2026-04-01}", "goals[0].typed.value", "quotes"),
        ("  sheet: {metrics: [calls]}", "goals[0].sheet", "left_out"),
        ("  value: 734.8", "goals[0].value", "Type 734 or 735."),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("goals") else "",
)
def test_problems_say_where_they_are_and_what_was_expected(organisation, lines, where, words):
    result = imported(MINIMAL + lines + "\n", create_missing=True, replace_changed=True)
    assert [problem.where for problem in result.problems] == [where]
    problem = result.problems[0]
    assert words in problem.words
    assert problem.line >= 7
    assert str(problem).startswith(f"{where} (line {problem.line}): ")
    assert not Goal.objects.exists()


def test_every_problem_is_told_at_once(organisation):
    text = (
        MINIMAL
        + "  value: much\n- {key: New, starts_on: 2026-04-01, ends_on: 2026-05-01}\n- {key: new, starts_on: 1}\n"
    )
    result = imported("people: [{key: a, name: A}, {key: a, name: B}]\n" + text.replace("version: 1", "version: 2"))
    assert {problem.where for problem in result.problems} == {
        "version", "goals[0].value", "goals[2].starts_on", "goals[2].ends_on",
    }  # fmt: skip
    result = imported("people: [{key: a, name: A}, {key: a, name: B}]\n" + text)
    assert {problem.where for problem in result.problems} == {
        "people[1].key", "goals[0].value", "goals[1].key", "goals[2].starts_on", "goals[2].ends_on",
    }  # fmt: skip
    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- 1",
        "version: 1\ngoals: &g [*g]\n",
        "version: 1\ngoals: " + "[" * 3000 + "]" * 3000,
        "version: 1\ngoals: " + "{a: " * 440 + "1" + "}" * 440,
        "version: 1\nversion: 1\n",
        "version: 1\ngoals: [{key: a, key: b}]\n",
        "version: 1\n---\nversion: 1\n",
        "version: !!int 1\n",
        "version: !!python/object/apply:os.system [ls]\n",
        'version: 1\ngoals: [{key: "a\\0"}]\n',
        'version: 1\ngoals: [{key: "a\\ud800"}]\n',
        "version: 1\ngoals: [{key: a, starts_on: 2026-13-45, ends_on: 2027-01-01}]\n",
        "version: 1\n? [a]\n: 1\n",
        "version: 1\n" + "# " + "x" * 20_000_001,
    ],
    ids=range(15),
)
def test_what_no_export_holds_is_told(organisation, text):
    result = imported(text, create_missing=True, replace_changed=True)
    assert result.problems
    assert all(str(problem) for problem in result.problems)
    assert not Goal.objects.exists()


def test_what_is_not_here_is_listed_and_made_when_asked(revenue):
    text = export_goals()
    empty_the_house()
    result = imported(text)
    assert [(one.kind, one.key) for one in result.missing] == [("team", "east"), ("person", "ben"), ("metric", "demos")]
    assert not result.applied
    assert not Team.objects.exists()
    assert imported(text, create_missing=True).applied
    assert list(Team.objects.values_list("key", "name")) == [("east", "East")]
    assert definitions()["demos"].name["ja"] == "デモ"
    assert not User.objects.exists()


def test_what_is_otherwise_here_is_listed_and_replaced_when_asked(revenue, ben):
    text = export_goals()
    at = AT + timedelta(hours=9)
    revise_target(Target.objects.get(person=ben), value=Decimal(40), reason="More", by=None, at=at)
    extra = set_target(metric_key="calls", period=OCTOBER, team=revenue.team, value=Decimal(9), by=None, at=at)
    Target.objects.filter(pk=extra.pk).update(goal=revenue)
    Goal.objects.filter(pk=revenue.pk).update(name="Something else")
    now = export_goals()
    result = imported(text)
    assert [(goal.key, goal.kind) for goal in result.goals] == [("company", "unchanged"), ("east-revenue", "changed")]
    said = {one.where: (one.before, one.after) for one in result.goals[1].differences}
    assert said["name"] == ("Something else", "新規開拓で売上を1.2億円に")
    assert said["targets[0].value"] == (Decimal(40), Decimal(25))
    assert export_goals() == now

    assert imported(text, replace_changed=True).applied
    assert export_goals() == text
    extra.refresh_from_db()
    assert (extra.goal, extra.withdrawn_at) == (None, LATER)
    note = Goal.objects.get(pk=revenue.pk).changes.get(kind="imported")
    assert note.details["replaced"]["goal"]["name"] == "Something else"
    assert imported(now, replace_changed=True).applied


def test_those_whose_target_changes_are_told(revenue, ben):
    text = export_goals().replace("value: 25\n    revisions:", "value: 33\n    revisions:")
    more = (
        "    - old_value: 25\n      new_value: 33\n      reason: More\n      at: 2026-11-24T09:00:00Z\n    proposals:"
    )
    TargetNotice.objects.all().delete()
    assert imported(text.replace("    proposals:", more, 1), replace_changed=True).applied
    assert [notice.revision.new_value for notice in TargetNotice.objects.filter(user=ben.user)] == [33]


def test_a_loose_target_gives_way_only_when_asked(organisation):
    set_target(metric_key="calls", period=OCTOBER, value=Decimal(9), by=None, at=AT)
    text = MINIMAL + IN_OCTOBER
    result = imported(text)
    assert (result.applied, [one.where for one in result.goals[0].differences]) == (False, ["targets[0]"])
    assert imported(text, replace_changed=True).applied
    assert Target.objects.get().value == 100


def test_a_target_of_another_goal_stays_there(revenue):
    text = (
        MINIMAL
        + "  targets:\n  - {metric: appointments, team: east, starts_on: 2026-10-01, ends_on: 2026-11-01, value: 1}\n"
    )
    result = imported(text, replace_changed=True)
    assert [problem.where for problem in result.problems] == ["goals[0].targets[0]"]


def test_a_metric_that_is_computed_otherwise_here_gives_way_only_when_asked(revenue):
    text = export_goals().replace("measure: count", "measure: distinct\n    field: person")
    result = imported(text)
    assert (result.metrics, result.applied) == (("demos",), False)
    assert imported(text, replace_changed=True).applied
    assert str(definitions()["demos"].computation.measure) == "distinct"


def test_unchanged_goals_are_left_alone_whatever_became_of_their_metrics(revenue, dai):
    archive_metric("close_rate", by=dai.user, at=AT, reason="Unused")
    archive_metric("demos", by=dai.user, at=AT, reason="Unused")
    assert imported(export_goals()).changes_nothing


def test_amounts_of_another_currency_are_refused(organisation):
    result = imported(MINIMAL.replace("version: 1", "version: 1\ncurrency: USD"), create_missing=True)
    assert [problem.where for problem in result.problems] == ["currency"]


def test_an_installation_that_is_not_set_up_takes_the_currency(db):
    text = MINIMAL.replace("version: 1", "version: 1\ncurrency: USD")
    assert [(one.kind, one.key) for one in imported(text).missing] == [("currency", "USD")]
    assert imported(text, create_missing=True).applied
    assert Organisation.objects.get().currency == "USD"


NAMED = """
version: 1
teams:
- {key: t1, name: East}
- {key: t2, name: Inside, parent: t1}
people:
- {key: p1, name: Ben}
- {key: p2, name: "C.", email: CHIE@example.com}
goals:
- key: calls-2026
  metric: calls
  team: t1
  starts_on: 2026-04-01
  ends_on: 2027-04-01
  kpis: [{metric: calls, team: t2, position: 1}]
  sheet: {metrics: {calls: {left_out: [person:p1, team:t2]}}}
  typed: {owner: "team:t1"}
  planned:
  - {metric: calls, person: p1, starts_on: 2026-10-01, ends_on: 2026-11-01, value: 1}
  - {metric: calls, person: p2, starts_on: 2026-10-01, ends_on: 2026-11-01, value: 2}
"""


def test_teams_and_people_with_other_keys_are_recognised(east, aiko, ben, chie):
    result = imported(NAMED, create_missing=True)
    assert (result.problems, [(one.kind, one.key) for one in result.missing]) == ((), [("team", "t2")])
    assert [note for note in result.notes if "East" in note or "Ben" in note or "Chie" in note] == list(result.notes)
    goal = Goal.objects.get()
    assert (goal.team, Team.objects.get(key="t2").parent) == (east, east)
    assert {(one.person.key, one.value) for one in goal.planned.all()} == {("ben", 1), ("chie", 2)}
    assert goal.typed == {"owner": "team:east"}
    assert goal.sheet == {"metrics": {"calls": {"left_out": ["person:ben", "team:t2"]}}}
    assert imported(NAMED).changes_nothing


def test_of_several_namesakes_the_file_has_to_say_which(east, aiko, ben):
    Person.objects.create(key="ben2", name="Ben")
    result = imported(NAMED, create_missing=True)
    assert [problem.where for problem in result.problems] == ["people[0].name"]


def test_teams_below_each_other_are_told(organisation):
    text = (
        MINIMAL
        + "teams:\n- {key: a, name: A, parent: b}\n- {key: b, name: B, parent: a}\n- {key: c, name: C, parent: z}\n"
    )
    result = imported(text, create_missing=True)
    assert [problem.where for problem in result.problems] == ["teams[0].parent", "teams[1].parent", "teams[2].parent"]


def test_only_those_who_see_everything_bring_goals_in(aiko, emi, dai):
    def refused(who, text):
        with pytest.raises(GoalsError) as error:
            import_goals(text, apply=True, create_missing=True, by=who.user, at=LATER)
        return error.value.code

    assert refused(aiko, MINIMAL) == "not_yours_to_import"
    assert refused(emi, MINIMAL + "teams: [{key: a, name: A}]\n") == "not_yours_to_create"
    assert not Goal.objects.exists()
    assert import_goals(MINIMAL, apply=True, by=emi.user, at=LATER).applied
    assert Goal.objects.get().created_by == emi.user


def test_those_who_set_a_goal_take_it_out(sign_in, revenue, aiko, ben, chie, emi):
    one = sign_in(aiko).get(url("goal_export", "east-revenue"))
    assert one.headers["Content-Disposition"] == 'attachment; filename="east-revenue.yaml"'
    assert one.content.decode() == export_goals(["east-revenue"])
    assert sign_in(aiko).get(url("goals_export")).content.decode() == export_goals(["east-revenue"])
    assert sign_in(emi).get(url("goals_export")).content.decode() == export_goals()
    for other in (ben, chie):
        assert sign_in(other).get(url("goal_export", "east-revenue")).status_code == 404
        assert sign_in(other).get(url("goals_export")).status_code == 404
    assert sign_in(aiko).get(url("goals_import")).status_code == 404


def test_the_page_shows_what_a_file_would_change_before_it_does(sign_in, store, revenue, dai):
    text = export_goals()
    Goal.objects.filter(pk=revenue.pk).update(name="Something else")
    client = sign_in(dai)
    looked = client.post(url("goals_import"), {"text": text})
    assert looked.status_code == 200
    assert "name: Something else becomes 新規開拓で売上を1.2億円に" in looked.content.decode()
    refused = client.post(url("goals_import"), {"text": text, "action": "apply"})
    assert refused.status_code == 422
    assert "may give way to the file" in refused.content.decode()
    assert Goal.objects.get(pk=revenue.pk).name == "Something else"
    done = client.post(url("goals_import"), {"text": text, "action": "apply", "replace_changed": "on"}, follow=True)
    assert "Goals added: 0, changed: 1, unchanged: 1." in done.content.decode()
    assert export_goals() == text


def test_the_page_makes_what_is_missing_and_tells_the_fact_store(sign_in, store, dai):
    file = SimpleUploadedFile("goals.yaml", NAMED.encode())
    client = sign_in(dai)
    looked = client.post(url("goals_import"), {"file": file}).content.decode()
    assert "Not here yet: the team Inside (t2)." in looked
    assert client.post(url("goals_import"), {"text": NAMED, "action": "apply"}).status_code == 422
    assert not Goal.objects.exists()
    client.post(url("goals_import"), {"text": NAMED, "action": "apply", "create_missing": "on"})
    assert Goal.objects.get().planned.count() == 2
    assert {person.key for person in Person.objects.all()} == {"dai", "p1", "p2"}


def test_the_page_says_line_and_place_of_each_problem(sign_in, store, dai):
    answer = sign_in(dai).post(url("goals_import"), {"text": MINIMAL + "  value: much\n", "action": "apply"})
    assert answer.status_code == 422
    assert "<code>goals[0].value</code>" in answer.content.decode()
    assert not Goal.objects.exists()


def test_the_page_says_who_may_add_people(sign_in, store, emi):
    answer = sign_in(emi).post(url("goals_import"), {"text": NAMED, "action": "apply", "create_missing": "on"})
    assert answer.status_code == 422
    assert "Only administrators add teams and people" in answer.content.decode()


def test_their_names_stand_on_the_pages(sign_in, store, revenue):
    text = export_goals()
    empty_the_house()
    imported(text, create_missing=True)
    client = sign_in(person("Root", role="administrator"))
    selected = client.get(url("goal_csf", "east-revenue")).content.decode()
    told = client.get(url("goal", "east-revenue")).content.decode().partition("What changed")[2]
    assert "Aiko" in selected
    assert "Emi" in selected
    assert "the kaname command" not in selected
    # The import itself was the command's.
    assert told.count("the kaname command") == 1
    assert told.count("Aiko") > 1


def test_going_back_to_an_earlier_value_is_told_as_well(revenue, ben, emi):
    text = export_goals()
    revise_target(Target.objects.get(person=ben), value=Decimal(40), reason="More", by=emi.user, at=LATER)
    TargetNotice.objects.all().update(seen_at=LATER)
    at = LATER + timedelta(days=200)
    assert import_goals(text, apply=True, replace_changed=True, by=emi.user, at=at).applied
    told = TargetNotice.objects.filter(at=at, seen_at=None)
    assert [(one.user, one.revision.new_value) for one in told.filter(revision__target__person=ben)] == [(ben.user, 25)]
    assert not told.filter(user=emi.user).exists()
    assert {one.revision.target_id for one in told} == {Target.objects.get(person=ben).pk}
    assert export_goals() == text


def test_notices_and_decisions_name_who_has_no_sign_in_here(revenue, sign_in, store):
    text = export_goals()
    empty_the_house()
    ben = Person.objects.create(key="ben", name="Ben", email="ben@example.com")
    create_sign_in(ben, password=None, language="en")
    assert imported(text, create_missing=True).applied
    assert export_goals() == text
    client = sign_in(ben)
    TargetNotice.objects.update(at=timezone.now())
    page = client.get(url("notices")).content.decode()
    assert "Aiko revised 1 target that concerns you." in page
    page = client.get(url("proposals", state="all")).content.decode()
    assert "Aiko" in page
    assert "kaname command" not in page
