"""Mails: the same in plain text and in HTML."""

from __future__ import annotations

import smtplib
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop

from kaname.telling.message import Message
from kaname.telling.sending.answer import LONGEST, Answer, SendingError
from kaname.telling.sending.letter import Letter

PERMANENT = range(500, 600)
LONGEST_SUBJECT = 150


def send(to: str, letter: Letter, *, key: str, settings_url: str, at: datetime) -> Answer:
    """Send through the server that the settings name; raises SendingError.

    `key` becomes the message's id, the same at every attempt, so that a mail program shows it once.
    """
    words = {"letter": letter, "settings_url": settings_url, "at": at}
    subject = " ".join(letter.title.split())
    mail = EmailMultiAlternatives(
        subject=subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1]}…",
        body=render_to_string("telling/mail.txt", words).strip() + "\n",
        to=[to],
        headers={"Message-ID": f"<{key}@kaname>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("telling/mail.html", words), "text/html")
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        raise _refused(code, said, permanent=code in PERMANENT) from refused
    except smtplib.SMTPResponseException as refused:
        raise _refused(refused.smtp_code, refused.smtp_error) from refused
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise SendingError(Message(gettext_noop("No connection: %(reason)s"), {"reason": str(error)})) from error
    return Answer(250)


def _refused(code: int, said: bytes | str, *, permanent: bool = False) -> SendingError:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    reason = Message(gettext_noop("The mail server answered %(status)s."), {"status": code})
    return SendingError(reason, status=code, text=text[:LONGEST], permanent=permanent)
