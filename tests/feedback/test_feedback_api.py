"""Feedback for programs: the same two read the same."""

import pytest

pytestmark = pytest.mark.django_db
WORDS = {"receiver": "ben", "text": "On Monday you made 12 calls, well done."}


def test_it_sends_and_lists_what_is_ones_own(client, aiko, ben, chie, dai):
    client.force_login(aiko.user)
    sent = client.post("/api/feedback/", WORDS, content_type="application/json")
    assert sent.status_code == 201
    assert (sent.json()["author"], sent.json()["visibility"]) == ("aiko", "private")
    client.force_login(ben.user)
    assert [one["text"] for one in client.get("/api/feedback/").json()["items"]] == [WORDS["text"]]
    refused = client.post("/api/feedback/", WORDS | {"receiver": "chie"}, content_type="application/json")
    assert refused.status_code == 404
    for other in (chie, dai):
        client.force_login(other.user)
        for show in ("received", "given", "team"):
            assert client.get("/api/feedback/", {"show": show}).json()["total"] == 0


def test_it_says_what_deserves_a_second_look(client, aiko):
    client.force_login(aiko.user)
    asked = {"text": "You never prepare the price."}
    found = client.post("/api/feedback/marks/", asked, content_type="application/json").json()
    assert "blame_or_absolute" in [one["kind"] for one in found]
