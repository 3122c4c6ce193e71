"""Metrics, values and targets for programs: the same numbers and the same scope as the pages."""

import json
from datetime import date

import pytest

from kaname.goals.models import MetricVersion, Target
from kaname.goals.queries import definitions, metric_values

NOVEMBER = {"starts_on": "2026-11-01", "ends_on": "2026-12-01"}


@pytest.fixture
def ask(sign_in, facts):
    """Sends JSON as a person; answers (status, what came back)."""

    def asked(person, method, path, data=None):
        client = sign_in(person)
        body = json.dumps(data) if data is not None else None
        answer = client.generic(method, f"/api{path}", body or "", content_type="application/json")
        return answer.status_code, answer.json()

    return asked


def test_metrics_are_listed_with_their_definitions(ask, ben):
    status, found = ask(ben, "GET", "/metrics/")
    assert status == 200
    calls = next(metric for metric in found if metric["key"] == "calls")
    assert calls["definition"] == definitions()["calls"].to_dict()
    assert calls["words"] == "Number of activities where kind is “Call”"
    assert {metric["key"] for metric in found} == set(definitions())


def test_one_metric_is_found_by_its_key(ask, ben):
    assert ask(ben, "GET", "/metrics/win_rate/")[1]["name"] == {"en": "Win rate", "ja": "受注率"}
    assert ask(ben, "GET", "/metrics/nothing/")[0] == 404


def test_values_are_those_of_the_command(ask, emi):
    query = "since=2026-10-01&until=2026-12-01&by=month,person&where=outcome=no_answer"
    status, rows = ask(emi, "GET", f"/metrics/calls/values?{query}")
    assert status == 200

    assert rows == metric_values(
        "calls",
        since=date(2026, 10, 1),
        until=date(2026, 12, 1),
        by=["month", "person"],
        where={"outcome": ["no_answer"]},
    )
    assert rows == [
        {"period": "2026-10-01", "person": "Ben", "value": 3},
        {"period": "2026-11-01", "person": "Ben", "value": 6},
    ]


def test_a_member_who_asks_for_anothers_numbers_finds_nothing(ask, ben):
    query = "since=2026-10-01&until=2026-12-01"
    assert ask(ben, "GET", f"/metrics/calls/values/?{query}&where=person=Chie")[0] == 404
    assert ask(ben, "GET", f"/metrics/calls/values/?{query}&where=team=West")[0] == 404
    assert ask(ben, "GET", f"/metrics/calls/values/?{query}")[0] == 404
    assert ask(ben, "GET", f"/metrics/calls/values/?{query}&where=person=Ben")[1] == [
        {"period": "2026-10-01", "value": 13}
    ]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("since=2026-12-01&until=2026-10-01", "dates_reversed"),
        ("since=2026-10-01&until=2026-12-01&by=day,week", "grain_twice"),
        ("since=2026-10-01&until=2026-12-01&by=shoe_size", "unknown_field"),
        ("since=2026-10-01&until=2026-12-01&where=person", "where_malformed"),
        ("since=soon&until=2026-12-01", "invalid"),
    ],
)
def test_what_cannot_be_asked_is_said(ask, emi, query, code):
    status, answer = ask(emi, "GET", f"/metrics/calls/values/?{query}")
    assert (status, answer["error"]["code"]) == (422, code)
    assert answer["error"]["message"]


def test_a_metric_is_added_and_changed(ask, dai):
    demos = {"name": {"en": "Demos"}, "entered": "sum"}
    assert ask(dai, "PUT", "/metrics/demos/", {"definition": demos})[1]["version"] == 1
    again = {"definition": demos | {"entered": "last"}, "reason": "A stock."}
    assert ask(dai, "PUT", "/metrics/demos/", again)[1]["version"] == 2
    assert MetricVersion.objects.filter(metric__key="demos").count() == 2


def test_a_metric_that_cannot_be_computed_is_refused(ask, dai):
    broken = {"definition": {"name": {"en": "X"}, "ratio": {"numerator": "nothing", "denominator": "calls"}}}
    status, answer = ask(dai, "PUT", "/metrics/x/", broken)
    assert status == 422
    assert "nothing" in answer["error"]["fields"]["unknown_metric"]


def test_managers_cannot_define(ask, aiko):
    status, answer = ask(aiko, "PUT", "/metrics/demos/", {"definition": {"entered": "sum"}})
    assert (status, answer["error"]["code"]) == (422, "not_yours_to_define")


def test_metrics_are_archived_and_restored(ask, dai):
    assert ask(dai, "POST", "/metrics/emails/archiving/", {"reason": "Nobody mails."})[1]["archived"] is True
    assert "emails" not in {metric["key"] for metric in ask(dai, "GET", "/metrics/")[1]}
    assert ask(dai, "POST", "/metrics/emails/restoring/")[1]["archived"] is False


def test_a_target_is_set_revised_withdrawn_and_restored(ask, aiko):
    status, target = ask(aiko, "POST", "/targets/", {"metric": "calls", "team": "east", "value": 120, **NOVEMBER})
    assert (status, target["team"], float(target["value"])) == (201, "east", 120)
    path = f"/targets/{target['id']}"
    assert ask(aiko, "POST", f"{path}/revisions/", {"value": "130.5"})[1]["error"]["code"] == "reason_needed"
    ask(aiko, "POST", f"{path}/revisions/", {"value": "130.5", "reason": "More people."})
    assert ask(aiko, "POST", f"{path}/withdrawal/", {"reason": "?"})[1]["withdrawn_at"]
    assert ask(aiko, "POST", f"{path}/restoration/")[1]["withdrawn_at"] is None
    assert float(ask(aiko, "GET", f"{path}/")[1]["value"]) == 130.5
    history = ask(aiko, "GET", f"{path}/revisions/")[1]
    assert [(one["reason"], one["by"]) for one in history] == [
        ("", "Aiko"), ("?", "Aiko"), ("More people.", "Aiko"), ("", "Aiko"),
    ]  # fmt: skip


def test_targets_are_listed_within_the_scope(ask, emi, chie, east, west):
    for team in ("east", "west"):
        ask(emi, "POST", "/targets/", {"metric": "calls", "team": team, "value": 1, **NOVEMBER})
    assert ask(emi, "GET", "/targets/?metric=calls")[1]["total"] == 2
    assert ask(emi, "GET", "/targets/?team=east&since=2026-12-01")[1]["total"] == 0
    assert [target["team"] for target in ask(chie, "GET", "/targets/")[1]["items"]] == ["west"]


@pytest.mark.parametrize("owner", [{"team": "west"}, {"person": "chie"}, {}])
def test_what_is_not_yours_to_set_is_not_found(ask, aiko, west, chie, owner):
    assert ask(aiko, "POST", "/targets/", {"metric": "calls", "value": 1, **NOVEMBER, **owner})[0] == 404
    assert not Target.objects.exists()


def test_a_foreign_target_is_not_found(ask, emi, chie, east):
    target = ask(emi, "POST", "/targets/", {"metric": "calls", "team": "east", "value": 1, **NOVEMBER})[1]
    for method, path in (("GET", ""), ("GET", "revisions/"), ("POST", "revisions/"), ("POST", "withdrawal/")):
        body = {"value": 2, "reason": "?"} if method == "POST" else None
        assert ask(chie, method, f"/targets/{target['id']}/{path}", body)[0] == 404


def test_members_may_look_but_not_change(ask, emi, ben, east):
    target = ask(emi, "POST", "/targets/", {"metric": "calls", "team": "east", "value": 1, **NOVEMBER})[1]
    assert ask(ben, "GET", f"/targets/{target['id']}/")[0] == 200
    status, answer = ask(ben, "POST", f"/targets/{target['id']}/revisions/", {"value": 2, "reason": "?"})
    assert (status, answer["error"]["code"]) == (422, "not_yours_to_set")


def test_nobody_is_answered_without_signing_in(client, facts):
    assert client.get("/api/metrics/").status_code == 401
    assert client.get("/api/targets/").status_code == 401


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        ({"conditions": [{"field": "duration_seconds", "more_than": 1e30}]}, "value_too_large"),
        ({"conditions": [{"field": "duration_seconds", "more_than": "9" * 40}]}, "value_too_large"),
        ({"conditions": [{"field": "duration_seconds", "more_than": float("inf")}]}, "value_not_numeric"),
    ],
)
def test_a_condition_that_no_fact_can_meet_is_refused(ask, dai, definition, code):
    status, answer = ask(dai, "PUT", "/metrics/x/", {"definition": {"stream": "activities", **definition}})
    assert status == 422
    assert code in answer["error"]["fields"]


def test_a_weight_without_end_is_refused(ask, dai):
    arithmetic = {"op": "weighted_sum", "of": ["calls"], "weights": [float("inf")]}
    status, answer = ask(dai, "PUT", "/metrics/x/", {"definition": {"arithmetic": arithmetic}})
    assert status == 422
    assert "weight_too_large" in answer["error"]["fields"]


@pytest.mark.parametrize("text", ["\x00", "\ud800"])
def test_characters_that_no_text_has_are_refused(ask, dai, text):
    condition = {"field": "campaign", "is": f"x{text}y"}
    definition = {"stream": "activities", "conditions": [condition]}
    status, answer = ask(dai, "PUT", "/metrics/x/", {"definition": definition})
    assert (status, answer["error"]["code"]) == (422, "not_text")
