"""LINE WORKS, for which no library has a sender: the messages of its app Incoming Webhook."""

from __future__ import annotations

import json
from contextlib import suppress

from django.utils.translation import gettext_noop

from kaname.telling.message import Message
from kaname.telling.sending.answer import Answer, SendingError
from kaname.telling.sending.letter import Letter
from kaname.telling.sending.posting import post

MOST_TITLE, MOST_TEXT = 1000, 2000


def send(address: str, letter: Letter, *, allow_private: bool) -> Answer:
    """POST a message with a button that opens the page; raises SendingError."""
    message = {
        "title": letter.title[:MOST_TITLE],
        "body": {"text": (letter.text or letter.title)[:MOST_TEXT]},
        "button": {"label": letter.action, "url": letter.url},
    }
    content = json.dumps(message, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=UTF-8"}
    answer = post(address, content, headers, allow_private=allow_private)
    refused = _code(answer.text)
    if refused:
        reason = Message(gettext_noop("The receiver answered %(status)s."), {"status": refused})
        raise SendingError(reason, status=answer.status, text=answer.text)
    return answer


def _code(text: str) -> int:
    """The code of a refusal that came with the status of a success; 0 where there is none."""
    with suppress(ValueError, AttributeError, TypeError):
        code = int(json.loads(text).get("code", 200))
        return 0 if 200 <= code < 300 else code
    return 0
