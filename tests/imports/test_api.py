"""The API: files with a mapping, facts as JSON, measurements, deletion."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from imports.pipeline import MAPPING, N_FACTS, N_ROWS, text

from kaname.imports.models import FactDeletion, ImportRun, Measurement, MeasurementRevision
from kaname.web.models import ApiToken

CALLS = [
    {"source_id": f"c{number}", "day": "2024-04-01", "kind": "call", "outcome": "connected", "person": "Ben"}
    for number in range(3)
]


@pytest.fixture
def api(client):
    """Asks as a person, with their token."""

    def asking(person):
        _, secret = ApiToken.issue(user=person.user, name="test", at=timezone.now())

        def ask(method, path, data=None, **headers):
            body = (
                data
                if data is None or (isinstance(data, str | dict) and headers.pop("form", False))
                else json.dumps(data)
            )
            headers = {"Authorization": f"Bearer {secret}", **headers}
            if isinstance(body, dict):
                return client.post(f"/api{path}", body, headers=headers)
            return client.generic(method, f"/api{path}", body or "", content_type="application/json", headers=headers)

        return ask

    return asking


@pytest.fixture
def dais(api, known, dai):
    return api(dai)


# Facts


def test_it_loads_a_batch_and_recognises_it_when_it_comes_again(dais, known):
    first = dais("POST", "/facts/activities?source=phone", CALLS, **{"Idempotency-Key": "k1"})
    again = dais("POST", "/facts/activities?source=phone", CALLS, **{"Idempotency-Key": "k1"})

    assert first.status_code == 200
    assert first.json() == {
        "loaded": 3,
        "replaced": 0,
        "unchanged": 0,
        "rejected": 0,
        "revision": known.revision,
        "already_loaded": False,
        "errors": [],
    }
    assert again.json()["already_loaded"] is True
    assert known.count(source="phone") == {"activities": 3}


def test_it_takes_the_content_as_the_key_when_there_is_none(dais):
    dais("POST", "/facts/activities?source=phone", CALLS)

    assert dais("POST", "/facts/activities?source=phone", CALLS).json()["already_loaded"] is True


def test_it_replaces_a_fact_that_comes_corrected(dais):
    dais("POST", "/facts/activities?source=phone", CALLS)
    corrected = [CALLS[0] | {"outcome": "appointment"}, *CALLS[1:]]
    answer = dais("POST", "/facts/activities?source=phone", corrected).json()

    assert (answer["loaded"], answer["replaced"], answer["unchanged"]) == (0, 1, 2)


def test_it_loads_nothing_of_a_batch_with_something_wrong_and_says_what(dais, known):
    answer = dais("POST", "/facts/activities?source=phone", [CALLS[0], CALLS[1] | {"kind": "telegram", "day": "soon"}])

    assert answer.status_code == 422
    body = answer.json()
    assert body["error"]["code"] == "invalid_facts"
    assert {(one["item"], one["field"]) for one in body["errors"]} == {(1, "kind"), (1, "day")}
    assert "call, mail" in next(one["expected"] for one in body["errors"] if one["field"] == "kind")
    assert known.census() == []


def test_it_loads_the_good_part_when_asked_to(dais, known):
    answer = dais("POST", "/facts/activities?source=phone&partial=true", [CALLS[0], {"kind": "call"}])

    assert (answer.status_code, answer.json()["loaded"], answer.json()["rejected"]) == (200, 1, 1)
    assert known.count(source="phone") == {"activities": 1}


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/facts/telegrams?source=phone", CALLS, 404, "unknown_stream"),
        ("/facts/activities?source=hand", CALLS, 422, "source_needed"),
        ("/facts/activities?source=", CALLS, 422, "source_needed"),
        ("/facts/activities", CALLS, 422, "invalid"),
        ("/facts/activities?source=phone", [], 422, "not_a_list"),
        ("/facts/activities?source=phone", {"a": 1}, 422, "not_a_list"),
        ("/facts/activities?source=phone", [{}] * 5001, 413, "too_many"),
    ],
)
def test_it_says_what_is_wrong_with_a_call(dais, path, body, status, code):
    answer = dais("POST", path, body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_it_says_that_a_body_is_not_json(client, known, dai):
    _, secret = ApiToken.issue(user=dai.user, name="test", at=timezone.now())
    answer = client.post(
        "/api/facts/activities?source=phone",
        "[{",
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )

    assert answer.json()["error"]["code"] == "not_json"


def test_it_hands_out_facts_in_pages(dais):
    dais("POST", "/facts/activities?source=phone", CALLS)
    dais("POST", "/facts/activities?source=mail", [CALLS[0] | {"kind": "mail", "day": "2024-05-01"}])
    everything = dais("GET", "/facts/activities?size=2").json()
    phone = dais("GET", "/facts/activities?person=ben&since=2024-04-01&until=2024-04-02").json()

    assert (everything["total"], len(everything["items"]), everything["items"][0]["kind"]) == (4, 2, "mail")
    assert {(row["source"], row["source_id"]) for row in phone["items"]} == {("phone", f"c{n}") for n in range(3)}
    assert phone["items"][0]["person_key"] == "ben"


def test_it_deletes_facts_and_records_it(dais, known):
    dais("POST", "/facts/activities?source=phone", CALLS)
    answer = dais("DELETE", "/facts/?source=phone&reason=test")

    assert answer.json() == {"deleted": 3}
    assert known.census() == []
    assert FactDeletion.objects.get().reason == "test"
    assert dais("DELETE", "/facts/").status_code == 422


@pytest.mark.parametrize("who", ["aiko", "ben", "emi"])
def test_it_is_for_administrators(api, request, known, who):
    ask = api(request.getfixturevalue(who))

    assert ask("POST", "/facts/activities?source=phone", CALLS).status_code == 404
    assert ask("GET", "/facts/activities").status_code == 404
    assert ask("DELETE", "/facts/?source=phone").status_code == 404
    assert ask("GET", "/imports/").status_code == 404
    assert known.census() == []


def test_it_asks_for_a_token(client, known):
    assert client.post("/api/facts/activities?source=phone", "[]", content_type="application/json").status_code == 401


# Files


def test_it_imports_a_file_with_its_mapping(dais, known, django_capture_on_commit_callbacks):
    file = SimpleUploadedFile("pipeline.csv", text().encode())
    with django_capture_on_commit_callbacks(execute=True):
        answer = dais("POST", "/imports/", {"file": file, "mapping": MAPPING}, form=True)
    assert answer.status_code == 202
    run = dais("GET", f"/imports/{answer.json()['id']}/").json()

    assert (run["status"], run["source"], run["read"], run["loaded"]) == ("done", "crm", N_ROWS, N_FACTS)
    assert run["rejects_url"] is None
    assert dais("GET", "/imports/").json()["total"] == 1


def test_it_hands_out_rejected_rows(dais, django_capture_on_commit_callbacks):
    file = SimpleUploadedFile("pipeline.csv", text().replace("1000", "much").encode())
    with django_capture_on_commit_callbacks(execute=True):
        pk = dais("POST", "/imports/", {"file": file, "mapping": MAPPING}, form=True).json()["id"]
    run = dais("GET", f"/imports/{pk}/").json()

    assert run["rejected"] == 1
    rows = dais("GET", run["rejects_url"].removeprefix("/api"))
    assert "much" in b"".join(rows.streaming_content).decode("utf-8-sig")


def test_it_refuses_a_wrong_mapping_before_it_takes_the_file(dais):
    file = SimpleUploadedFile("pipeline.csv", text().encode())
    answer = dais("POST", "/imports/", {"file": file, "mapping": "source: crm\nfacts: none"}, form=True)

    assert answer.status_code == 422
    assert answer.json()["error"]["fields"]["mapping"]
    assert not ImportRun.objects.exists()


def test_it_cancels_an_import_that_waits(dais):
    file = SimpleUploadedFile("pipeline.csv", text().encode())
    pk = dais("POST", "/imports/", {"file": file, "mapping": MAPPING}, form=True).json()["id"]

    assert dais("POST", f"/imports/{pk}/cancellation/").json()["status"] == "cancelled"


# Measurements

GUESTS = {"metric": "guests", "day": "2024-04-01", "person": "ben", "value": 12}


def test_it_records_a_measurement_with_its_history(api, known, ben):
    ask = api(ben)

    assert ask("POST", "/measurements/", GUESTS).json() == {"changed": True, "before": None, "after": "12"}
    assert ask("POST", "/measurements/", GUESTS | {"value": "1,5"}).status_code in (200, 422)
    ask("POST", "/measurements/", GUESTS | {"value": "15名", "reason": "late"})
    assert Measurement.objects.get().value == 15
    assert MeasurementRevision.objects.first().reason == "late"
    assert ask("POST", "/measurements/", GUESTS | {"value": None}).json()["after"] is None


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"metric": "calls"}, 422, "metric_unknown"),
        ({"day": "2999-01-01"}, 422, "day_to_come"),
        ({"value": "many"}, 422, "value_unreadable"),
        ({"person": "chie"}, 404, "not_found"),
        ({"person": "", "team": "east"}, 404, "not_found"),
        ({"person": ""}, 404, "not_found"),
    ],
)
def test_it_says_what_is_wrong_with_a_measurement(api, known, ben, wrong, status, code):
    answer = api(ben)("POST", "/measurements/", GUESTS | wrong)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_it_lets_a_manager_measure_their_team(api, known, aiko):
    answer = api(aiko)("POST", "/measurements/", GUESTS | {"person": "", "team": "east"})

    assert answer.status_code == 200
