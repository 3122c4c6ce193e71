from pathlib import Path

import pytest

from kaname.facts.metrics.catalogue import catalogue, catalogue_by_work, work_names
from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.metrics.page import page

PAGE = Path(__file__).parents[3] / "docs/measures/metrics.md"
ASKED_FOR = """
calls connects connect_rate emails appointments appointment_rate leads_created leads_contacted
deals_opened deals_won deals_lost win_rate close_rate revenue average_deal_amount visits
average_dwell_seconds tickets_handled average_handling_seconds
""".split()


def test_it_has_what_every_inside_sales_team_asks_for():
    assert set(ASKED_FOR) <= set(catalogue())


@pytest.mark.parametrize("key", catalogue())
def test_every_metric_can_be_computed_and_explains_itself_in_both_languages(key):
    metric = catalogue()[key]
    assert metric.validate(catalogue()) == []
    assert all([metric.name.en, metric.name.ja, metric.about.en, metric.about.ja])


@pytest.mark.parametrize("key", catalogue())
def test_every_metric_survives_being_written_and_read(key):
    assert MetricDefinition.from_dict(catalogue()[key].to_dict()) == catalogue()[key]


def test_no_key_is_used_twice():
    assert len(catalogue()) == sum(len(metrics) for metrics in catalogue_by_work().values())
    assert set(work_names()) == set(catalogue_by_work())


def test_appointments_are_contacted_leads_times_their_rate():
    rate = catalogue()["appointment_rate"].computation
    assert (rate.numerator, rate.denominator) == ("appointments", "leads_contacted")


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page()
