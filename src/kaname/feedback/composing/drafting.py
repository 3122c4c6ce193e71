"""A draft in whole sentences: what went well, what was learned, one suggestion as an offer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kaname.feedback.composing.composer import Composer
from kaname.feedback.composing.phrases import phrase
from kaname.feedback.composing.point import Part

# Intervals are for whoever judges the number; in a message they are in the way.
INTERVAL = re.compile(r"\s*[(（][^()（）]*(?:interval|区間)[^()（）]*[)）]")
SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Voice:
    """Says each part in one of its ways, always the same for the same seed."""

    language: str
    seed: str

    def say(self, part: str, **words: object) -> str:
        text = phrase(part, language=self.language, seed=self.seed)
        return SLOT.sub(lambda slot: str(words[slot[1]]), text)


def draft_of(composer: Composer, *, name: str, language: str, seed: str) -> str:
    """The same for the same seed; empty where nothing is ticked. `language` is "ja" or "en"."""
    voice = Voice(language, seed)
    parts = list(_paragraphs(composer, voice, name))
    return "\n\n".join([voice.say("greeting", name=name), *parts]) if parts else ""


def called(name: str, *, language: str) -> str:
    """How one is called in a message: by the family name in Japanese, by the first one among Latin names."""
    by_a_part = name.isascii() if language == "en" else not name.isascii()
    return name.split()[0] if by_a_part and name.strip() else name


def appended(text: str, draft: str, *, earlier: str = "") -> str:
    """The draft below what was typed, which stays as it is; in place of an `earlier` draft that nobody changed."""
    text = text.removesuffix(earlier)
    return f"{text.rstrip()}\n\n{draft}" if text.strip() and draft else text or draft


def _paragraphs(composer: Composer, voice: Voice, name: str) -> Iterator[str]:
    for part in Part:
        found = [point for point in composer.mentioned if point.part is part]
        if found:
            items = [voice.say("item", text=_one_line(point.said or point.text)) for point in found]
            thanks = [voice.say("praise")] if part is Part.WELL else []
            yield "\n".join([voice.say(part, name=name, weeks=composer.weeks), *items, *thanks])
    suggested = composer.suggested
    if suggested is not None:
        gap = "" if voice.language == "ja" else " "
        yield voice.say("offer", suggestion=suggested.text) + gap + voice.say("close")


def _one_line(text: str) -> str:
    return " ".join(INTERVAL.sub("", text).split())
