"""Adding and changing metrics: what is kept, and what is refused."""

from dataclasses import replace

import pytest

from kaname.facts.metrics.catalogue import catalogue
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.defining import InvalidMetricError
from kaname.goals.errors import GoalsError
from kaname.goals.models import Metric, MetricVersion
from kaname.goals.operations import (
    archive_metric,
    change_metric,
    create_metric,
    move_metric,
    restore_metric,
    show_metric,
)
from kaname.goals.queries import all_metrics, board_keys, definitions
from tests.goals.conftest import AT

DEMOS = {
    "key": "demos",
    "name": {"en": "Demos", "ja": "デモ数"},
    "stream": "activities",
    "measure": "count",
    "conditions": [{"field": "kind", "is": "meeting"}],
}


def demos(**changes):
    return MetricDefinition.from_dict(DEMOS | changes)


def test_the_catalogue_is_in_use_from_the_start(db):
    assert definitions() == catalogue()


def test_an_added_metric_is_in_use_and_last_on_the_board(dai):
    create_metric(demos(), by=dai.user, at=AT)
    assert definitions()["demos"] == demos()
    assert board_keys()[-1] == "demos"


def test_each_change_is_a_version_with_who_when_and_why(dai):
    create_metric(demos(), by=dai.user, at=AT)
    changed = demos(conditions=[{"field": "kind", "is": "visit"}])
    change_metric(changed, by=dai.user, at=AT, reason="Demos are visits now.")
    versions = [(one.number, one.reason, one.by, one.at) for one in MetricVersion.objects.all()]
    assert versions == [(1, "", dai.user, AT), (2, "Demos are visits now.", dai.user, AT)]
    assert definitions()["demos"] == changed


def test_changing_a_catalogue_metric_keeps_its_place(dai):
    before = board_keys()
    change_metric(replace(catalogue()["calls"], about=demos().name), by=dai.user, at=AT, reason="Clearer.")
    assert board_keys() == before
    assert all_metrics()["calls"].version == 1


def test_saving_the_same_again_makes_no_version(dai):
    assert change_metric(catalogue()["calls"], by=dai.user, at=AT, reason="") is None
    assert not Metric.objects.exists()


def test_a_change_needs_a_reason(dai):
    with pytest.raises(GoalsError) as refused:
        change_metric(replace(catalogue()["calls"], about=demos().name), by=dai.user, at=AT, reason="")
    assert refused.value.code == "reason_needed"


def test_a_key_is_taken_once(dai):
    with pytest.raises(GoalsError) as refused:
        create_metric(demos(key="calls"), by=dai.user, at=AT)
    assert refused.value.code == "key_taken"


def test_what_cannot_be_computed_is_not_saved(dai):
    with pytest.raises(InvalidMetricError) as refused:
        create_metric(demos(conditions=[{"field": "kind", "is": "dream"}]), by=dai.user, at=AT)
    assert [problem.code for problem in refused.value.problems] == ["value_unknown"]
    assert not Metric.objects.exists()


def test_a_change_that_would_make_a_circle_is_refused(dai):
    circle = MetricDefinition.from_dict(
        {"key": "calls", "ratio": {"numerator": "connect_rate", "denominator": "emails"}}
    )
    with pytest.raises(InvalidMetricError) as refused:
        change_metric(circle, by=dai.user, at=AT, reason="?")
    assert "circular" in {problem.code for problem in refused.value.problems}


def test_managers_do_not_change_what_numbers_mean_for_everybody(aiko):
    with pytest.raises(GoalsError) as refused:
        create_metric(demos(), by=aiko.user, at=AT)
    assert refused.value.code == "not_yours_to_define"


def test_an_archived_metric_is_out_of_use_until_it_is_put_back(emi):
    archive_metric("emails", by=emi.user, at=AT, reason="Nobody mails.")
    assert "emails" not in definitions()
    assert "emails" not in board_keys()
    restore_metric("emails", by=emi.user, at=AT)
    assert definitions()["emails"] == catalogue()["emails"]
    changes = Metric.objects.get(key="emails").changes.values_list("kind", "reason", "by")
    assert list(changes) == [("archived", "Nobody mails.", emi.user.pk), ("restored", "", emi.user.pk)]


def test_a_metric_that_others_need_cannot_be_archived(dai):
    with pytest.raises(GoalsError) as refused:
        archive_metric("calls", by=dai.user, at=AT, reason="?")
    assert refused.value.code == "metric_in_use"
    assert "Connect rate" in str(refused.value)


def test_metrics_change_places_on_the_board(dai):
    before = board_keys()
    move_metric(before[1], after=False, by=dai.user, at=AT)
    assert board_keys()[:3] == [before[1], before[0], before[2]]
    move_metric(before[1], after=True, by=dai.user, at=AT)
    assert board_keys() == before


def test_the_first_cannot_move_further_up(dai):
    before = board_keys()
    move_metric(before[0], after=False, by=dai.user, at=AT)
    assert board_keys() == before


def test_metrics_with_equal_positions_can_be_told_apart(dai):
    Metric.objects.create(key="calls", position=10)
    Metric.objects.create(key="connects", position=10)
    first, second = board_keys()[:2]
    move_metric(second, after=False, by=dai.user, at=AT)
    assert board_keys()[:2] == [second, first]


def test_boards_show_what_was_chosen(dai):
    show_metric("calls", on_board=False, by=dai.user, at=AT)
    show_metric("talk_seconds", on_board=True, by=dai.user, at=AT)
    assert "calls" not in board_keys()
    assert "talk_seconds" in board_keys()


def test_all_metrics_take_one_query(dai, django_assert_num_queries):
    create_metric(demos(), by=dai.user, at=AT)
    with django_assert_num_queries(1):
        definitions()
