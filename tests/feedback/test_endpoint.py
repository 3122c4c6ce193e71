"""A service that phrases drafts: what leaves, what comes back, and what happens when it fails."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kaname.feedback.errors import FeedbackError
from kaname.feedback.models import Endpoint
from kaname.feedback.phrasing.asking import address_of
from kaname.feedback.phrasing.phrased import phrased
from kaname.feedback.phrasing.pseudonyms import masked, put_back

DRAFT = (
    "Hi Ben,\n- “Call Suzuki Ltd” was kept 18 times, as CHIE saw.\n"
    "How about trying this next: “ask Mori 「first」, Kato”?"
)
SECRETS = ("Ben", "Suzuki", "CHIE", "Mori", "Kato", "East")


class Service(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.asked.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        said = json.loads(self.server.asked[-1][2])["messages"][-1]["content"]
        status, words = self.server.answering(said)
        body = json.dumps({"choices": [{"message": {"content": words}}]}).encode()
        self.send_response(status)
        self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words):
        """Says nothing."""


@pytest.fixture
def service(dai, ben, chie):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.asked, server.answering = [], lambda said: (200, f"Polished. {said}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def switched_on(client, service, dai):
    client.force_login(dai.user)
    asked = {"is_on": "on", "base_url": f"http://127.0.0.1:{service.server_port}/v1", "model": "m", "key": "the-secret"}
    assert client.post(reverse("feedback:endpoint"), asked).status_code == 302
    return service


def test_no_name_leaves_and_every_name_comes_back(switched_on):
    assert phrased(DRAFT, language="en") == f"Polished. {DRAFT}"
    ((path, headers, body),) = switched_on.asked
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer the-secret"
    sent = json.loads(body)["messages"][-1]["content"]
    assert "was kept 18 times" in sent
    assert not [name for name in SECRETS if name.lower() in body.decode().lower()]


def test_it_is_off_until_it_is_switched_on(db, service):
    assert phrased(DRAFT, language="en") == DRAFT
    assert service.asked == []


@pytest.mark.parametrize(
    "answering",
    [
        lambda said: (500, said),
        lambda said: (302, said),
        lambda said: (200, "All well, [X1]."),
        lambda said: (200, said + " [X99]"),
        lambda said: (200, ""),
    ],
    ids=["fails", "redirects", "loses a name", "makes up a name", "says nothing"],
)
def test_a_bad_answer_is_refused(switched_on, answering):
    switched_on.answering = answering
    with pytest.raises(FeedbackError) as error:
        phrased(DRAFT, language="en")
    assert error.value.code == "service_failed"


@pytest.mark.parametrize(
    "address",
    [
        "http://10.0.0.1/v1",
        "https://192.168.1.1/v1",
        "https://169.254.169.254/v1",
        "file:///etc/passwd",
        "http://8.8.8.8/",
    ],
)
def test_it_calls_no_address_inside_a_network_and_sends_nothing_unencrypted(address):
    with pytest.raises(FeedbackError, match="https"):
        address_of(address)


def test_the_key_is_never_shown_again_and_only_administrators_see_the_page(client, switched_on, aiko):
    page = client.get(reverse("feedback:endpoint")).content.decode()
    assert "the-secret" not in page
    kept = {"is_on": "on", "base_url": Endpoint.objects.get().base_url, "model": "other", "key": ""}
    client.post(reverse("feedback:endpoint"), kept)
    assert Endpoint.objects.get().key == "the-secret"
    # A key belongs to the address that it was typed for.
    client.post(reverse("feedback:endpoint"), kept | {"base_url": "http://127.0.0.1:9/v1"})
    assert Endpoint.objects.get().key == ""
    client.force_login(aiko.user)
    assert client.get(reverse("feedback:endpoint")).status_code == 403


@given(
    text=st.text(alphabet='[]X12 「」“”"abAB\n', max_size=60), names=st.lists(st.text("abAB", min_size=1), max_size=3)
)
def test_what_was_hidden_comes_back_exactly(text, names):
    found = masked(text, names=names)
    assert put_back(found.text, found.hidden) == text
