"""Metrics out as YAML and in again."""

import pytest
import yaml

from kaname.facts.metrics.catalogue import catalogue
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.models import Metric, MetricChange, MetricVersion
from kaname.goals.operations import archive_metric, create_metric, export_metrics, import_metrics, move_metric
from kaname.goals.queries import all_metrics, board_keys, definitions
from tests.goals.conftest import AT

ADDED = """
metrics:
  demos:
    name: {en: Demos, ja: デモ数}
    stream: activities
    measure: count
    conditions:
      - {field: kind, is: meeting}
  demos_per_call:
    name: {en: Demos per call, ja: 架電あたりデモ率}
    unit: ratio
    ratio: {numerator: demos, denominator: calls}
"""

WITH_CONDITIONS = """metrics:
  demos:
    stream: activities
    conditions:
      - {field: kind, is: call}
      - field: kind
        is: dream
"""
OF_NOTHING = """metrics:
  demos:
    ratio: {numerator: call, denominator: calls}
"""


def imported(text, apply=True):
    return import_metrics(text, apply=apply, by=None, at=AT)


def test_what_goes_out_comes_in_unchanged(db):
    result = imported(export_metrics())
    assert (result.created, result.changed, result.unchanged, result.problems) == (0, 0, len(catalogue()), ())
    assert not Metric.objects.exists()


def test_another_installation_gets_the_same_metrics_and_board(dai):
    create_metric(
        MetricDefinition.from_dict({"key": "demos", "name": {"ja": "デモ"}, "entered": "last"}), by=dai.user, at=AT
    )
    archive_metric("emails", by=dai.user, at=AT, reason="Nobody mails.")
    move_metric("connects", after=False, by=dai.user, at=AT)
    text, metrics, board = export_metrics(), definitions(), board_keys()
    Metric.objects.all().delete()
    imported(text)
    assert (definitions(), board_keys(), export_metrics()) == (metrics, board, text)
    assert all_metrics()["emails"].archived_at == AT


def test_it_adds_metrics_that_depend_on_each_other(db):
    result = imported(ADDED)
    assert (result.created, result.changed) == (2, 0)
    assert definitions()["demos_per_call"].parts == ("demos", "calls")
    assert MetricVersion.objects.get(metric__key="demos").reason == "Imported from YAML"


def test_looking_first_changes_nothing(db):
    assert imported(ADDED, apply=False).created == 2
    assert not Metric.objects.exists()


def test_only_what_differs_becomes_a_version(db):
    data = yaml.safe_load(export_metrics())
    data["metrics"]["calls"]["name"]["en"] = "Dials"
    data["metrics"]["emails"]["on_board"] = False
    result = imported(yaml.safe_dump(data, allow_unicode=True))
    assert (result.changed, result.unchanged) == (2, len(catalogue()) - 2)
    assert [version.metric.key for version in MetricVersion.objects.all()] == ["calls"]
    assert [(change.metric.key, change.kind) for change in MetricChange.objects.all()] == [("emails", "hidden")]


@pytest.mark.parametrize(
    ("text", "line", "key", "field", "words"),
    [
        ("metrics:\n  demos: {x: 1\n", 3, "", "", "YAML"),
        ("nothing: 1\n", 1, "", "", "metrics:"),
        ("metrics:\n  demos: 1\n", 2, "demos", "", "metrics:"),
        ("metrics:\n  demos:\n    entered: sum\n  demos:\n    entered: sum\n", 4, "", "", "twice"),
        ("metrics:\n  demos:\n    entered: sum\n    entered: mean\n", 4, "demos", "", "twice"),
        ("metrics:\n  demos:\n    unit: apples\n    entered: sum\n", 3, "demos", "unit", "count"),
        ("metrics:\n  demos:\n    entered: sum\n    colour: red\n", 2, "demos", "key", "colour"),
        ("metrics:\n  demos:\n    name: {en: D}\n", 2, "demos", "computation", "exactly one"),
        (OF_NOTHING, 3, "demos", "ratio.numerator", "“call”"),
        ("metrics:\n  Demos:\n    entered: sum\n", 2, "Demos", "", "small letters"),
        (WITH_CONDITIONS, 7, "demos", "conditions.1.is", "“dream”"),
        ("metrics:\n  demos:\n    entered: sum\n    position: first\n", 4, "demos", "position", "whole number"),
        ("metrics:\n  demos:\n    entered: sum\n    on_board: maybe\n", 4, "demos", "on_board", "true or false"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)  # fmt: skip
def test_problems_name_line_key_and_field(db, text, line, key, field, words):
    problem = imported(text).problems[0]
    assert (problem.line, problem.key, problem.field) == (line, key, field)
    assert words in str(problem)
    assert str(problem).startswith(f"Line {line}")


def test_it_is_all_or_nothing(db):
    result = imported(ADDED + "  broken:\n    unit: ratio\n    ratio: {numerator: demos, denominator: nothing}\n")
    assert [problem.key for problem in result.problems] == ["broken"]
    assert result.asked == ()
    assert not Metric.objects.exists()


def test_archiving_what_others_need_is_refused_here_as_well(db):
    data = yaml.safe_load(export_metrics())
    data["metrics"]["calls"]["archived"] = True
    problems = imported(yaml.safe_dump(data, allow_unicode=True)).problems
    assert ("calls", "archived", "connect_rate") in {(one.key, one.field, one.detail) for one in problems}


@pytest.mark.parametrize(
    "text",
    [
        "metrics:\n  m: &m {a: *m}\n",
        "metrics:\n  m: " + "[" * 3000 + "]" * 3000,
        "metrics:\n  m: {about: 2026-13-45}\n",
        "metrics:\n  m: {about: !!int x}\n",
        "metrics:\n  m: {about: !!timestamp x}\n",
        "metrics:\n  m: {position: " + "9" * 5000 + "}\n",
        'metrics:\n  m: {name: "\\ud800", entered: sum}\n',
    ],
)
def test_what_no_export_holds_is_told(db, text):
    assert imported(text).problems
    assert not Metric.objects.exists()
