"""Gentle marks of a text: the entry into the analysis."""

from __future__ import annotations

import threading
from collections.abc import Collection

from kaname.feedback.marks.mark import Mark, Signs
from kaname.feedback.marks.rewording import reworded
from kaname.feedback.marks.rules import marks_from


def marks_of(text: str, *, language: str, names: Collection[str]) -> list[Mark]:
    """What in the text deserves a second look.

    Parameters
    ----------
    text : str
        What is being written.
    language : str
        "ja" or "en", the language of the text.
    names : collection of str
        Names of people who are known; who is named with さん or in capitals is recognised without.

    Returns
    -------
    list of Mark
        Marks of single places in the order of the text, then those of the text as a whole.
    """
    signs = signs_of(text, language=language, names=names)
    return reworded(marks_from(signs), text=text, signs=signs, language=language)


def signs_of(text: str, *, language: str, names: Collection[str]) -> list[Signs]:
    """What each sentence of the text says; loads what the language needs at the first call."""
    if language == "ja":
        from kaname.feedback.marks.japanese.reading import sentences_of
        from kaname.feedback.marks.japanese.signs import signs_of as of_sentence
    else:
        from kaname.feedback.marks.english.reading import sentences_of
        from kaname.feedback.marks.english.signs import signs_of as of_sentence
    return [of_sentence(sentence, names=names) for sentence in sentences_of(text)]


def load(language: str) -> None:
    """Read what the language needs, in the background, so that the first marks need not wait for it."""
    threading.Thread(target=_warm, args=(language,), name="marks", daemon=True).start()


def _warm(language: str) -> None:
    signs_of("はい。" if language == "ja" else "Yes.", language=language, names=())
