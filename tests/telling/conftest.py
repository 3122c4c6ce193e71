"""Receivers on this machine: a mail server, a web server that answers as it is told, and the chats' own hosts."""

import json
import ssl
import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import translation

from kaname.facts.store import FactStore
from kaname.telling.kinds import KINDS, Kind, declare
from kaname.telling.models import Rhythm
from kaname.web.store import using

VENDORS = ("hooks.slack.com", "chat.googleapis.com", "prod-1.westeurope.logic.azure.com")
SLACK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7"
GOOGLE_CHAT = "https://chat.googleapis.com/v1/spaces/AAAAk6lGXyM/messages?key=the-key&token=the-token"
TEAMS = (
    "https://prod-1.westeurope.logic.azure.com:443/workflows/643e69f83c8944/triggers/manual/paths/invoke"
    "?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=the-signature"
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def facts():
    store = FactStore.open(None, threads=1)
    with using(store):
        yield store
    store.close()


@pytest.fixture(autouse=True)
def kinds():
    """One kind of news that everybody hears of at once, one once a day, one once a week."""
    before = dict(KINDS)
    declare(
        Kind("test.soon", "Soon", mail=Rhythm.AT_ONCE, announced="News"),
        Kind("test.later", "Later", mail=Rhythm.DAILY),
        Kind("test.weekly", "Weekly", mail=Rhythm.WEEKLY),
    )
    yield
    KINDS.clear()
    KINDS.update(before)


class Mailbox:
    """Keeps what arrives; `refusing` is what the server answers instead of taking it."""

    def __init__(self):
        self.mails, self.refusing = [], ""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd asks for it by this name
        if self.refusing:
            return self.refusing
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def text(self, number=-1):
        return self.mails[number].get_body(("plain",)).get_content()


class MailServer(Controller):
    """On a port that the system chooses."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mailbox(settings):
    found = Mailbox()
    server = MailServer(found, hostname="127.0.0.1", port=0)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.KANAME_SENDS_MAIL = True
    settings.KANAME_BASE_URL = "https://kpi.example.jp"
    yield found
    server.stop()


class Receiver:
    """A web server of the test; it answers what stands in `answers`, the last one for ever."""

    def __init__(self):
        self.requests, self.answers = [], [(200, b"ok")]
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_CONNECT(self):
                self.send_response(200)
                self.end_headers()
                self.close_connection = True
                self.host = self.path
                inner = receiver.tls.wrap_socket(self.connection, server_side=True)
                with inner, inner.makefile("rb") as self.rfile, inner.makefile("wb") as self.wfile:
                    self.handle_one_request()

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.requests.append((getattr(self, "host", ""), self.path, dict(self.headers), body))
                status, answer, *headers = receiver.answers.pop(0) if receiver.answers[1:] else receiver.answers[0]
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(answer)
                self.close_connection = True

            def log_message(self, *words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *who: None  # who has read enough hangs up
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def json(self, number=-1):
        return json.loads(self.requests[number][3])

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def receiver():
    found = Receiver()
    yield found
    found.close()


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """A certificate for the chats' hosts that only these tests trust: (its file, the file with its key)."""
    folder = tmp_path_factory.mktemp("authority")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Chats of the tests")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=4000))
        .not_valid_after(now + timedelta(days=4000))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in VENDORS]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "public.pem", folder / "private.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return public, private


@pytest.fixture
def chats(receiver, authority, monkeypatch):
    """Slack, Microsoft Teams and Google Chat answered by the receiver: it is the proxy that HTTPS goes through.

    apprise calls nobody but the services' own hosts; what it sends them arrives here over TLS, unchanged.
    """
    public, private = authority
    receiver.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    receiver.tls.load_cert_chain(public, private)
    monkeypatch.setenv("HTTPS_PROXY", receiver.url)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(public))
    for name in ("https_proxy", "NO_PROXY", "no_proxy", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    return receiver
