"""What comes back from a receiver."""

from __future__ import annotations

from dataclasses import dataclass

from kaname.telling.message import Message

LONGEST = 1024
"""Of an answer's text; the rest is not read. [byte]"""


@dataclass(frozen=True)
class Answer:
    """That a receiver took what it was sent, and what it said."""

    status: int | None = None
    text: str = ""


class SendingError(Exception):
    """That something was not taken: why, and what came back; a permanent one is not tried again.

    The reason is kept, so that whoever looks at the delivery reads it in their own language.
    """

    def __init__(self, reason: Message, *, status: int | None = None, text: str = "", permanent: bool = False) -> None:
        super().__init__(reason.msgid)
        self.reason, self.status, self.text, self.permanent = reason, status, text, permanent
