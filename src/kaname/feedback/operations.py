"""Sending, editing and withdrawing feedback, and saying thank you for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from kaname.feedback.audience import manager_of, receivers_of, team_of
from kaname.feedback.errors import FeedbackError
from kaname.feedback.marks.marking import signs_of
from kaname.feedback.models import MOST_CHARACTERS, Draft, Feedback, Kind, Visibility
from kaname.people.models import Person
from kaname.telling.operations import Message, tell

# About as many letters of English say what one letter of Japanese says.
LETTERS_FOR_ONE_IN_JAPANESE = 2


@transaction.atomic
def send(
    *,
    author: Person,
    receiver: Person,
    text: str,
    kind: str,
    visibility: str,
    language: str,
    day: date,
    at: datetime,
    evidence: Sequence[dict[str, Any]] = (),
) -> Feedback:
    """Send it, tell the receiver, and let the draft go. Nothing that marks say keeps anybody from sending.

    Raises
    ------
    FeedbackError
        text_needed, text_too_long, not_yours_to_write, visibility_unknown, kind_unknown, no_manager, no_team.
    """
    text = _checked(text)
    user = author.user
    if user is None or not receivers_of(user, on=day).filter(pk=receiver.pk).exists():
        raise FeedbackError("not_yours_to_write")
    if kind not in Kind.values:
        raise FeedbackError("kind_unknown")
    sent = Feedback.objects.create(
        author=author,
        receiver=receiver,
        kind=kind,
        visibility=visibility,
        text=text,
        evidence=list(evidence),
        sent_at=at,
        **_readers(receiver, visibility, day=day),
        **signs(text, language=language),
    )
    Draft.objects.filter(author=author, receiver=receiver, kind=kind).delete()
    _tell(sent, at=at)
    return sent


def edit(feedback: Feedback, *, text: str, language: str, at: datetime) -> None:
    """Within a quarter of an hour; see Feedback.edit."""
    checked = _checked(text)
    feedback.edit(text=checked, signs=signs(checked, language=language), at=at)


def keep_draft(
    *,
    author: Person,
    receiver: Person,
    kind: str,
    text: str,
    visibility: str,
    picked: Sequence[str],
    left: Sequence[str],
    at: datetime,
) -> None:
    """Keep what is being written; an empty one is let go."""
    if not text.strip() and not picked:
        Draft.objects.filter(author=author, receiver=receiver, kind=kind).delete()
        return
    values = {"text": text[:MOST_CHARACTERS], "visibility": visibility, "picked": list(picked), "left": list(left)}
    Draft.objects.update_or_create(author=author, receiver=receiver, kind=kind, defaults={**values, "saved_at": at})


def signs(text: str, *, language: str) -> dict[str, bool]:
    """What is counted of a text without reading it again: whether it praises, whether it asks for something better."""
    found = signs_of(text, language=language, names=())
    return {
        "praises": any(one.strength for one in found),
        "improves": any(one.improvement or one.vague_wish for one in found),
    }


def language_of(text: str) -> str:
    """The language of most of it, Japanese or English: an English text may quote the Japanese name of an action."""
    japanese = sum("\u3040" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff" for letter in text)
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    return "ja" if japanese * LETTERS_FOR_ONE_IN_JAPANESE > latin else "en"


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise FeedbackError("text_needed")
    if len(text) > MOST_CHARACTERS:
        raise FeedbackError("text_too_long", limit=MOST_CHARACTERS)
    return text


def _readers(receiver: Person, visibility: str, *, day: date) -> dict[str, Any]:
    if visibility not in Visibility.values:
        raise FeedbackError("visibility_unknown")
    manager, team = manager_of(receiver, on=day), team_of(receiver, on=day)
    if visibility == Visibility.MANAGER and manager is None:
        raise FeedbackError("no_manager", person=receiver.name)
    if visibility == Visibility.TEAM and team is None:
        raise FeedbackError("no_team", person=receiver.name)
    return {
        "manager": manager if visibility == Visibility.MANAGER else None,
        "team": team if visibility == Visibility.TEAM else None,
    }


def _tell(sent: Feedback, *, at: datetime) -> None:
    """The news names the author and nothing of what was written: mails and chats pass through many hands."""
    if sent.receiver.user is None:
        return
    said = (
        gettext_noop("%(author)s thanks you")
        if sent.kind == Kind.THANKS
        else gettext_noop("%(author)s wrote you feedback")
    )
    title = Message(said, {"author": sent.author.name})
    tell([sent.receiver.user], kind="feedback.received", title=title, url=sent.get_absolute_url(), at=at)
