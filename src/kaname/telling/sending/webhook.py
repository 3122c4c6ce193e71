"""Webhooks as the Standard Webhooks specification has them: signed, with an id that stays the same at every attempt."""

from __future__ import annotations

import base64
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from standardwebhooks import Webhook

from kaname.telling.sending.answer import Answer
from kaname.telling.sending.posting import post

PREFIX = "whsec_"


def new_secret() -> str:
    """A key of 32 bytes in the form that receivers' libraries take."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def send(address: str, secret: str, *, key: str, event: dict[str, Any], at: datetime, allow_private: bool) -> Answer:
    """POST an event; raises SendingError."""
    content = json.dumps(event, ensure_ascii=False)
    moment = at.astimezone(UTC)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": f"msg_{key}",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign(msg_id=f"msg_{key}", timestamp=moment, data=content),
    }
    return post(address, content.encode(), headers, allow_private=allow_private)
