"""From what the sentences of a text say to gentle marks; the same for every language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaname.feedback.marks.mark import (
    BLAME_OR_ABSOLUTE,
    NAMED_COMPARISON,
    NO_OBSERVATION,
    NO_SUGGESTION,
    ONLY_MISSING,
    Mark,
    Signs,
)

CONCRETE = 2


def marks_from(sentences: Sequence[Signs]) -> list[Mark]:
    """Marks of single places first, in the order of the text, then those of the whole text."""
    return [*_places(sentences), *_without_suggestion(sentences), *_of_the_whole(sentences)]


def _places(sentences: Sequence[Signs]) -> Iterator[Mark]:
    for sentence in sentences:
        for found in sentence.blame:
            yield Mark(sentence.start, sentence.end, BLAME_OR_ABSOLUTE, found.why)
        for found in sentence.comparison:
            yield Mark(sentence.start, sentence.end, NAMED_COMPARISON, found.why)


def _without_suggestion(sentences: Sequence[Signs]) -> Iterator[Mark]:
    """Points for improvement that neither their own sentence, nor one beside it, turns into an offer.

    What follows a point belongs to it up to the next point; so does an offer directly before it.
    """
    for number, sentence in enumerate(sentences):
        if not (sentence.improvement or sentence.vague_wish) or sentence.suggestion:
            continue
        beside = [*sentences[max(0, number - 1) : number], *sentences[number + 1 : number + 3]]
        if not any(other.suggestion for other in beside):
            yield Mark(sentence.start, sentence.end, NO_SUGGESTION, NO_SUGGESTION, replaces=False)


def _of_the_whole(sentences: Sequence[Signs]) -> Iterator[Mark]:
    if not sentences:
        return
    start, end = sentences[0].start, sentences[-1].end
    missing = any(sentence.improvement or sentence.vague_wish for sentence in sentences)
    if missing and not any(sentence.strength for sentence in sentences):
        yield Mark(start, end, ONLY_MISSING, ONLY_MISSING, replaces=False)
    evaluates = any(sentence.evaluates for sentence in sentences)
    if evaluates and sum(sentence.observation for sentence in sentences) < CONCRETE:
        yield Mark(start, end, NO_OBSERVATION, NO_OBSERVATION, replaces=False)
