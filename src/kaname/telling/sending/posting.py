"""One POST to an address that somebody entered: no redirects, little time, little of the answer."""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping

import httpx
from django.utils.translation import gettext_noop

from kaname.telling.errors import TellingError
from kaname.telling.message import Message
from kaname.telling.sending.answer import LONGEST, Answer, SendingError
from kaname.telling.sending.guard import checked, resolved

TIMEOUT = httpx.Timeout(10.0)
LONGEST_WAIT = 20.0
"""For the whole of an answer. [s]"""
GONE = 410


def post(address: str, content: bytes, headers: Mapping[str, str], *, allow_private: bool) -> Answer:
    """Send, and give what came back.

    The name is looked up once, and what was checked is what is connected to.

    Raises
    ------
    SendingError
        When the address may not be called, nobody answers, or the answer is not of the kind 2xx.
    """
    try:
        host, port = checked(address)
        target = resolved(host, port, allow_private=allow_private)
    except TellingError as refused:
        raise SendingError(refused.message, permanent=refused.code != "address_unknown") from refused
    try:
        answer = _exchange(address, target, content, headers)
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, UnicodeError) as error:
        raise SendingError(_reason(error)) from error
    if not 200 <= (answer.status or 0) < 300:
        reason = Message(gettext_noop("The receiver answered %(status)s."), {"status": answer.status})
        raise SendingError(reason, status=answer.status, text=answer.text, permanent=answer.status == GONE)
    return answer


def _exchange(address: str, target: str, content: bytes, headers: Mapping[str, str]) -> Answer:
    url = httpx.URL(address)
    name = url.netloc.decode()
    with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
        request = client.build_request(
            "POST",
            url.copy_with(host=target),
            content=content,
            headers={"User-Agent": "Kaname", **headers, "Host": name},
            extensions={"sni_hostname": url.host},
        )
        response = client.send(request, stream=True)
        try:
            return Answer(response.status_code, _beginning(response))
        finally:
            response.close()


def _beginning(response: httpx.Response) -> str:
    """The first kilobyte, as far as it comes in time."""
    found, until = b"", time.monotonic() + LONGEST_WAIT
    for chunk in response.iter_raw(LONGEST):
        found += chunk
        if len(found) >= LONGEST or time.monotonic() > until:
            break
    return found[:LONGEST].decode(errors="replace").replace("\x00", "�")[:LONGEST]


def _reason(error: Exception) -> Message:
    if isinstance(error, httpx.TimeoutException):
        return Message(gettext_noop("The receiver did not answer in time."))
    words = {"reason": str(error) or type(error).__name__}
    if isinstance(error, httpx.ConnectError):
        return Message(gettext_noop("No connection: %(reason)s"), words)
    return Message(gettext_noop("The exchange failed: %(reason)s"), words)
