"""Every number of a report against pandas on the same facts, and the split of a difference by hand."""

import json
from datetime import date

import numpy as np
import pytest

from kaname.boards.selection import ORGANISATION
from kaname.goals.queries import targets_for
from kaname.people.models import Organisation
from kaname.reports.differences import differences
from kaname.reports.document_json import UnknownSchemaError, from_json, to_json
from kaname.reports.monthly.asked import Asked
from kaname.reviews.adjusting.findings import findings_for
from tests.goals.conftest import target
from tests.goals.kpi_tree_world import Expected, months_from
from tests.reports.monthly.conftest import NOW
from tests.reports.monthly.monthly_world import BEN, DECEMBER, EAST, NOVEMBER, late_deal, report_of, values

LEAVES = ("appointments", "close_rate", "average_deal_amount")
# Ben is the only one in the East with facts, so that his numbers are those of his team.
SUBJECTS = ((ORGANISATION, None), (EAST, "east"), (BEN, "east"))
MONTHS = {"actual": (2026, 11), "previous": (2026, 10), "year_before": (2025, 11)}


def targets_of(subject):
    """What boards resolve for the subject, by metric."""
    keys = ["appointments", "close_rate", "revenue"]
    people = [subject.person] if subject.person else []
    found = targets_for(metric_keys=keys, period=NOVEMBER, team_key=subject.team, person_keys=people)
    return {metric: one for (metric, _key), one in found.people.items()} if people else found.team


def month(year, number):
    first = date(year, number, 1)
    return first, months_from(first, 2)[1]


def test_it_has_the_numbers_of_pandas(goal, rows):
    for subject, team in SUBJECTS:
        _compare_with_pandas(subject, team, rows)


def _compare_with_pandas(subject, team, rows):
    document, expected = report_of(subject), Expected(rows, team)
    found, targets = values(document.table("kpis")), targets_of(subject)
    shown = {row for row, _column in found}
    assert {"appointments"} <= shown
    for key in shown:
        for column, (year, number) in MONTHS.items():
            assert found[key, column] == pytest.approx(expected.of(key, *month(year, number))), (key, column)
        assert found[key, "previous_change"] == pytest.approx(found[key, "actual"] - found[key, "previous"])
        assert found[key, "year_before_change"] == pytest.approx(found[key, "actual"] - found[key, "year_before"])
        if (key, "target") in found:
            assert found[key, "target"] == targets[key].value
            base = targets[key].baseline or 0
            covered = (found[key, "actual"] - base) / (targets[key].value - base)
            assert found[key, "attainment"] == pytest.approx(covered)
    trend = document.table("trend")
    for key in shown:
        course = [values(trend)[row.key, key] for row in trend.rows]
        assert course == pytest.approx(expected.monthly(key, months_from(date(2025, 11, 1), 13)))


def test_it_has_the_goal_at_the_end_of_the_month(goal, rows):
    """Since April 1, without what came in December."""
    found = values(report_of().table("goals"))
    actual = Expected(rows).of("revenue", date(2026, 4, 1), date(2026, 12, 1))
    assert found["goal", "actual"] == pytest.approx(actual)
    assert found["goal", "target"] == 30_000_000
    assert found["goal", "attainment"] == pytest.approx(actual / 30_000_000)
    # Two thirds of the months, but by working hours: more than half and less than three quarters.
    assert 0.6 < found["goal", "pace"] / 30_000_000 < 0.72


def test_it_splits_the_difference_without_remainder(goal, rows):
    """Revenue is a product of three, so that each part is the logarithmic mean times the logarithm of its ratio."""
    for subject, team in SUBJECTS:
        _compare_split_with_hand(subject, team, rows)


def _compare_split_with_hand(subject, team, rows):
    expected = Expected(rows, team)
    now = np.array([expected.of(key, *month(2026, 11)) for key in LEAVES])
    for name, (year, number) in (("prior_period", (2026, 10)), ("prior_year", (2025, 11))):
        then = np.array([expected.of(key, *month(year, number)) for key in LEAVES])
        mean = (now.prod() - then.prod()) / np.log(now.prod() / then.prod())
        found = values(report_of(subject).table(f"split-{name}"))
        for key, part in zip(LEAVES, mean * np.log(now / then), strict=True):
            assert found[f"part-{key}", "effect"] == pytest.approx(part)
        assert found["before", "effect"] == pytest.approx(then.prod())
        assert found["after", "effect"] == pytest.approx(now.prod())
        parts = sum(value for (row, column), value in found.items() if column == "effect" and row.startswith("part-"))
        assert parts == pytest.approx(now.prod() - then.prod())


def test_it_splits_the_distance_from_the_targets_where_every_part_has_one(goal, rows, store):
    """120 x 25 % x 1,000,000 = 30,000,000 is planned by the parts, 28,000,000 asked: 2,000,000 more than asked."""
    asked = {"appointments": 120, "close_rate": "0.25", "average_deal_amount": 1_000_000, "revenue": 28_000_000}
    for metric, value in asked.items():
        target(NOVEMBER, value, metric=metric, reason="Agreed in October.")
    found = values(report_of().table("split-target"))
    actual = Expected(rows).of("revenue", *month(2026, 11))
    assert (found["before", "effect"], found["after", "effect"]) == (28_000_000, pytest.approx(actual))
    assert found["unplanned", "effect"] == pytest.approx(2_000_000)
    parts = sum(value for (row, column), value in found.items() if column == "effect" and row.startswith("part-"))
    assert parts == pytest.approx(actual - 30_000_000)
    assert found["part-appointments", "before"] == 120
    revised = report_of(month=DECEMBER).table("revisions").rows[0]
    assert [cell.text for cell in revised.cells][0:2] == ["Appointments", "November 2026"]
    assert revised.cells[3].value == 120
    assert revised.cells[4].text == "Agreed in October."
    assert report_of(month=NOVEMBER).table("revisions") is None


def test_its_charts_draw_the_numbers_of_its_tables(goal):
    document = report_of()
    charts = {chart.key: chart for section in document.sections for chart in section.charts}
    kpis = values(document.table("kpis"))
    assert list(charts["attainment"].series[0].values) == [
        kpis[row.key, "attainment"] for row in document.table("kpis").rows
    ]
    split = document.table("split-prior_year")
    assert list(charts["split-prior_year"].series[0].values) == [values(split)[row.key, "effect"] for row in split.rows]
    trend = document.table("trend")
    drawn = charts["trend-revenue"].series[0].values
    assert list(drawn) == [values(trend)[row.key, "revenue"] for row in trend.rows]


def test_it_says_what_comes_next_as_boards_resolve_it(goal):
    found = values(report_of(EAST).table("next_targets"))
    wanted = targets_for(metric_keys=["appointments"], period=DECEMBER, team_key="east").team["appointments"].value
    assert found["appointments", "target"] == wanted


def test_it_lists_the_kpis_to_look_at_again_as_the_check_does(goal):
    found = findings_for(None, reader=Asked(ORGANISATION, NOVEMBER, Organisation.objects.get(), "en", NOW).reader_now)
    wanted = [one.text for look in found for one in look.findings]
    table = report_of().table("reconsider")
    assert [row.cells[2].text for row in table.rows] == wanted
    assert wanted
    assert report_of(BEN).table("reconsider") is None


def test_it_tells_what_went_well_first(goal):
    summary = report_of().sections[0]
    assert summary.key == "summary"
    missed = ["its target was" in one for one in summary.sentences[:-1]]
    assert any("reached" in one for one in summary.sentences)
    assert missed == sorted(missed)


def test_both_languages_hold_the_same_numbers(goal):
    english, japanese = report_of(language="en"), report_of(language="ja")
    assert english.language == "en"
    assert japanese.title != english.title
    for (_one, left), (_other, right) in zip(english.tables(), japanese.tables(), strict=True):
        assert values(left) == values(right)


def test_it_is_the_same_after_it_was_kept_as_json(goal):
    for subject in (ORGANISATION, EAST, BEN):
        document = report_of(subject)
        assert from_json(json.loads(json.dumps(to_json(document)))) == document
    with pytest.raises(UnknownSchemaError):
        from_json({"schema": 99})


def test_it_finds_exactly_the_numbers_that_a_late_fact_changed(goal, store):
    """One deal more: revenue, deals won and what is made of them; appointments stay."""
    before = report_of(EAST)
    assert differences(before, report_of(EAST)) == []
    late_deal(store)
    found = differences(before, report_of(EAST))
    assert found
    assert not [one for one in found if one.row == "Appointments" and one.column == "Actual"]
    won = next(one for one in found if one.row == "Deals won" and one.column == "Actual")
    assert int(won.after) == int(won.before) + 1


def test_a_running_month_is_looked_at_as_it_stands(goal):
    """On December 4 three of 21 working days are over: too early to judge, and nothing is called missed."""
    document = report_of(month=DECEMBER)
    assert "pace" in [column.key for column in document.table("kpis").columns]
    assert not [one for one in document.sections[0].sentences if "came to" in one]


def test_it_says_so_where_there_is_nothing(store, organisation, east):
    document = report_of(EAST, month=NOVEMBER)
    assert document.table("kpis") is None
    assert [section.empty for section in document.sections if section.key == "results"] == [
        "There are no numbers of this month."
    ]
    assert Organisation.objects.count() == 1
