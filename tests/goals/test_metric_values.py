"""Values by names, as the command and the API print them, against counting by hand."""

from datetime import date

import pytest

from kaname.facts.errors import FactsError
from kaname.goals.errors import GoalsError
from kaname.goals.queries import metric_values
from kaname.people.queries import scope_of

OCTOBER, DECEMBER = date(2026, 10, 1), date(2026, 12, 1)


def values(key, *, by=(), where=None, scope=None, since=OCTOBER, until=DECEMBER):
    return metric_values(key, since=since, until=until, by=by, where=where or {}, scope=scope)


def test_without_a_grain_there_is_one_period_that_starts_since(facts):
    assert values("calls") == [{"period": "2026-10-01", "value": 18}]


def test_months_come_with_their_first_day(facts):
    assert values("calls", by=["month"]) == [
        {"period": "2026-10-01", "value": 3},
        {"period": "2026-11-01", "value": 15},
    ]


def test_people_teams_and_managers_come_by_name(facts):
    rows = values("connects", by=["person", "team", "manager"], since=date(2026, 11, 1))
    assert sorted(rows, key=lambda row: row["person"]) == [
        {"period": "2026-11-01", "person": "Ben", "team": "East", "manager": "Aiko", "value": 4},
        {"period": "2026-11-01", "person": "Chie", "team": "West", "manager": None, "value": 5},
    ]


def test_fields_group_and_filter(facts):
    rows = values("calls", by=["outcome"], where={"person": ["Ben"]}, since=date(2026, 11, 1))
    assert {row["outcome"]: row["value"] for row in rows} == {"no_answer": 6, "connected": 4}


def test_a_ratio_over_zero_is_null(facts):
    assert values("win_rate", by=["month"]) == [
        {"period": "2026-10-01", "value": None},
        {"period": "2026-11-01", "value": pytest.approx(2 / 3)},
    ]


def test_a_ratio_is_computed_from_sums_not_from_ratios(facts):
    rows = values("connect_rate", by=["team"], since=date(2026, 11, 1))
    assert {row["team"]: row["value"] for row in rows} == {"East": 0.4, "West": 1.0}
    assert values("connect_rate", since=date(2026, 11, 1))[0]["value"] == pytest.approx(9 / 15)


def test_teams_and_people_may_be_named_loosely(facts):
    assert values("calls", where={"team": ["ｅａｓｔ"]})[0]["value"] == 13
    assert values("calls", where={"person": ["chie@example.com"]})[0]["value"] == 5


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"key": "nothing"}, "metric_unknown"),
        ({"where": {"team": ["North"]}}, "team_unknown"),
        ({"where": {"person": ["Nobody"]}}, "person_unknown"),
        ({"by": ["day", "month"]}, "grain_twice"),
        ({"since": DECEMBER}, "dates_reversed"),
        ({"since": date(1, 1, 1)}, "days_out_of_reach"),
        ({"until": date(9999, 12, 31)}, "days_out_of_reach"),
    ],
)
def test_it_says_what_cannot_be_asked(facts, asked, code):
    with pytest.raises(GoalsError) as refused:
        values(**{"key": "calls"} | asked)
    assert refused.value.code == code


def test_a_field_that_no_fact_has_is_refused(facts):
    with pytest.raises(FactsError) as refused:
        values("calls", by=["shoe_size"])
    assert refused.value.code == "unknown_field"


class TestScope:
    """Members see their own numbers and their team's totals; managers their team and its people."""

    @pytest.fixture
    def of(self):
        return lambda person: scope_of(person.user, date(2026, 11, 24))

    def test_a_member_sees_their_own(self, facts, ben, of):
        assert values("calls", where={"person": ["Ben"]}, scope=of(ben))[0]["value"] == 13

    def test_a_member_sees_the_total_of_their_team(self, facts, ben, of):
        assert values("calls", where={"team": ["East"]}, scope=of(ben))[0]["value"] == 13

    def test_by_person_a_member_sees_only_themselves(self, facts, ben, of):
        assert [row["person"] for row in values("calls", by=["person"], scope=of(ben))] == ["Ben"]

    def test_by_team_a_manager_sees_only_theirs(self, facts, aiko, of):
        assert [row["team"] for row in values("calls", by=["team"], scope=of(aiko))] == ["East"]

    @pytest.mark.parametrize(
        ("where", "code"),
        [
            ({"person": ["Chie"]}, "person_unknown"),
            ({"team": ["West"]}, "team_unknown"),
            ({}, "values_not_visible"),
            ({"product": ["X"]}, "values_not_visible"),
        ],
    )
    def test_what_is_beyond_the_scope_is_not_answered(self, facts, ben, of, where, code):
        with pytest.raises(GoalsError) as refused:
            values("calls", where=where, scope=of(ben))
        assert refused.value.code == code

    @pytest.mark.parametrize("field", ["source_id", "lead_key", "account_key", "manager", "some_attribute"])
    def test_a_teams_total_is_not_taken_apart_for_a_member(self, facts, ben, of, field):
        asked = ({"by": [field]}, {"by": [], "where": {field: ["Aiko" if field == "manager" else "x"]}})
        for more in asked:
            with pytest.raises(GoalsError) as refused:
                values("calls", by=more["by"], where={"team": ["East"], **more.get("where", {})}, scope=of(ben))
            assert refused.value.code == "values_not_visible"

    def test_a_teams_total_divides_by_what_names_nobody(self, facts, ben, of):
        rows = values("calls", by=["outcome"], where={"team": ["East"]}, scope=of(ben))
        assert {row["outcome"]: row["value"] for row in rows} == {"no_answer": 9, "connected": 4}

    def test_how_people_are_told_apart_inside_is_not_a_field(self, facts, ben, of):
        with pytest.raises(FactsError) as refused:
            values("calls", by=["person_or_name"], scope=of(ben))
        assert refused.value.code == "unknown_field"

    def test_a_manager_sees_their_peoples(self, facts, aiko, ben, of):
        assert values("calls", where={"person": ["Ben"]}, scope=of(aiko))[0]["value"] == 13

    def test_an_executive_sees_everything(self, facts, emi, of):
        assert values("calls", scope=of(emi))[0]["value"] == 18


def test_a_member_learns_of_nobody_by_asking(facts, ben, chie, organisation):
    scope = scope_of(ben.user, DECEMBER)
    for who in ("Chie", "chie@example.com", "Nobody"):
        with pytest.raises(GoalsError) as refused:
            values("calls", where={"person": [who]}, scope=scope)
        assert refused.value.code == "person_unknown"


def test_an_answer_that_would_fill_the_memory_is_refused(facts, monkeypatch):
    monkeypatch.setattr("kaname.facts.query.answers.MOST_VALUES", 100)
    assert len(values("calls", by=["day"])) == 61
    with pytest.raises(FactsError) as refused:
        values("calls", by=["day", "person", "outcome"])
    assert refused.value.code == "too_many_values"
