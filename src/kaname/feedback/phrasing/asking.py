"""One question to a service that speaks the OpenAI protocol: no redirects, little time, a limited answer."""

from __future__ import annotations

import json
import ssl
import time
from ipaddress import ip_address

import httpx
from django.utils.translation import gettext as _

from kaname.feedback.errors import FeedbackError
from kaname.feedback.models import Endpoint
from kaname.telling.errors import TellingError
from kaname.telling.sending import guard

TIMEOUT = httpx.Timeout(10.0, connect=3.0)
LONGEST_WAIT, LONGEST = 20.0, 200_000
"""For the whole of an answer. [s], [bytes]"""


def address_of(base_url: str) -> tuple[httpx.URL, str]:
    """The address to ask, and that of the network to connect to: public, or this machine itself.

    Raises
    ------
    FeedbackError
        address_unsafe.
    """
    try:
        host, port = guard.checked(base_url)
        target = guard.resolved(host, port, allow_private=True)
        url = httpx.URL(base_url.rstrip("/") + "/chat/completions")
        here = ip_address(target.partition("%")[0]).is_loopback
        if not here:
            target = guard.resolved(host, port, allow_private=False)
    except (TellingError, httpx.InvalidURL, ValueError) as error:
        raise FeedbackError("address_unsafe") from error
    if url.scheme != "https" and not here:
        raise FeedbackError("address_unsafe")
    return url, target


def ask(endpoint: Endpoint, *, system: str, text: str) -> str:
    """What the model answers.

    Raises
    ------
    FeedbackError
        address_unsafe, service_failed.
    """
    url, target = address_of(endpoint.base_url)
    said = [{"role": "system", "content": system}, {"role": "user", "content": text}]
    body = json.dumps({"model": endpoint.model, "messages": said, "temperature": 0.3}).encode()
    try:
        answer = json.loads(_exchange(url, target, body, endpoint.key))
        words = answer["choices"][0]["message"]["content"]
    except (httpx.HTTPError, ssl.SSLError, UnicodeError) as error:
        raise FeedbackError("service_failed", problem=_reason(error)) from error
    except (ValueError, LookupError, TypeError) as error:
        raise FeedbackError("service_failed", problem=_("its answer cannot be read")) from error
    if not isinstance(words, str) or not words.strip():
        raise FeedbackError("service_failed", problem=_("its answer is empty"))
    return words.strip()


def _exchange(url: httpx.URL, target: str, body: bytes, key: str) -> bytes:
    headers = {"User-Agent": "Kaname", "Content-Type": "application/json", "Host": url.netloc.decode()}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
        request = client.build_request(
            "POST", url.copy_with(host=target), content=body, headers=headers, extensions={"sni_hostname": url.host}
        )
        response = client.send(request, stream=True)
        try:
            if not response.is_success:
                problem = _("it answered %(status)s") % {"status": response.status_code}
                raise FeedbackError("service_failed", problem=problem)
            return _beginning(response)
        finally:
            response.close()


def _beginning(response: httpx.Response) -> bytes:
    found, until = b"", time.monotonic() + LONGEST_WAIT
    for chunk in response.iter_bytes():
        found += chunk
        if len(found) > LONGEST or time.monotonic() > until:
            raise FeedbackError("service_failed", problem=_("its answer is too long or too slow"))
    return found


def _reason(error: Exception) -> str:
    return _("no answer in time") if isinstance(error, httpx.TimeoutException) else _("no connection")
