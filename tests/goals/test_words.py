"""Definitions as sentences, in both languages."""

import re

import pytest
from django.utils import translation

from kaname.facts.metrics.catalogue import catalogue
from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.metrics.validate import MESSAGES
from kaname.goals.problems import SENTENCES
from kaname.goals.words import formula, sentence, steps


def metric(**data):
    return MetricDefinition.from_dict({"key": "m", "name": {"en": "Mine", "ja": "自社指標"}, **data})


@pytest.mark.parametrize(
    ("data", "english", "japanese"),
    [
        (
            {"stream": "activities", "conditions": [{"field": "kind", "is": "call"}]},
            "Number of activities where kind is “Call”",
            "活動のうち、条件(種類が「電話」)を満たすものの件数",
        ),
        (
            {"stream": "deal_changes", "measure": "sum", "field": "amount"},
            "Sum of amount over deal changes",
            "商談の動きの金額の合計",
        ),
        (
            {"stream": "activities", "measure": "distinct", "field": "lead_key",
             "conditions": [{"field": "Plan", "in": ["A", "B"]}, {"field": "outcome", "present": True}]},
            "Number of different values of lead in activities where “Plan” is one of “A”, “B” and outcome is filled "
            "in, each counted once",
            "活動のうち、条件(「Plan」が「A」、「B」のいずれか、結果が入力済み)を満たすものに現れる見込み客の種類数"
            "(同じ値は1件と数えます)",
        ),
        (
            {"ratio": {"numerator": "deals_won", "denominator": "appointments"}},
            "Deals won ÷ Appointments, each computed for the whole period and group first, then divided",
            "受注数 ÷ アポイント数(それぞれ期間と集計単位の全体で計算してから割ります)",
        ),
        (
            {"entered": "last"},
            "The latest number entered for it in the period by each person and team, added up",
            "期間内に人・チームごとに最後に入力された数値の合計",
        ),
    ],
)  # fmt: skip
def test_it_says_how_the_number_comes_about(data, english, japanese):
    for language, expected in (("en", english), ("ja", japanese)):
        with translation.override(language):
            assert sentence(metric(**data), catalogue()) == expected


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_catalogue_metric_has_a_sentence_without_gaps(language):
    with translation.override(language):
        for definition in catalogue().values():
            text = sentence(definition, catalogue())
            assert not re.search(r"%\(|\{|None", text), text
            assert len(text) > 8


def test_weights_of_one_go_without_saying():
    net = metric(arithmetic={"op": "weighted_sum", "of": ["calls", "emails", "connects"], "weights": [1, 0.5, -1]})
    with translation.override("en"):
        assert formula(net, catalogue()) == "Calls + 0.5 × Emails − Connects"


def test_the_steps_go_down_to_the_facts():
    found = [(step.depth, step.definition.key) for step in steps(catalogue()["close_rate"], catalogue())]
    assert found == [
        (0, "close_rate"), (1, "deals_won"), (1, "appointments"), (2, "appointments_won_in_contact"),
        (2, "appointments_recorded"),
    ]  # fmt: skip


def test_every_reason_why_a_metric_has_no_number_has_words():
    assert set(SENTENCES) == set(MESSAGES)
