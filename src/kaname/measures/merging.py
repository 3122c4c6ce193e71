"""Two edits of one text, made at the same time, become one text in which no word of either is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diff_match_patch import diff_match_patch

TOKEN = re.compile(r"\n|[^\S\n]+|[A-Za-z0-9À-ɏ_'’-]+|.", re.DOTALL)
"""A word of letters, a run of blanks, an end of line, or one character of anything else, such as Japanese."""
WORDS_MEET = re.compile(r"^[A-Za-z0-9À-ɏ_]{2}$")
FIRST_CODE, SURROGATES = 0x100, range(0xD800, 0xE000)
PATIENCE = 0.5
"""After this long a difference is told more coarsely, still correctly. [s]"""
NOTHING = "–"


@dataclass(frozen=True)
class Edit:
    """The base's tokens start <= place < end became `text`."""

    start: int
    end: int
    text: tuple[str, ...]


@dataclass(frozen=True)
class Merged:
    """The text with both edits in it, and how often both had changed the same words."""

    text: str
    conflicts: int


def merge(*, base: str, ours: str, theirs: str, our_name: str, their_name: str) -> Merged:
    """Both edits of `base` in one text.

    Edits of different places are both made. What both inserted at one place stands there one after the other, theirs
    (which was there first) before ours. Where both changed the same words differently, both versions stay, visibly:
    ⟪Aiko: this way ⇔ Ben: that way⟫. So a word that one of them added is in the result, whatever the other did.

    Parameters
    ----------
    base, ours, theirs : str
        What both began from, and what each made of it.
    our_name, their_name : str
        Who stands in front of a version where both are kept.
    """
    if ours == theirs or base == ours:
        return Merged(theirs, 0)
    if base == theirs:
        return Merged(ours, 0)
    old = _tokens(base)
    made: list[str] = []
    place = conflicts = 0
    for group in _groups(_edits(old, _tokens(theirs)), _edits(old, _tokens(ours))):
        start, end = min(edit.start for _, edit in group), max(edit.end for _, edit in group)
        made += old[place:start]
        first, second = (_version(old, [edit for who, edit in group if who == side], start, end) for side in (0, 1))
        text, both = _both(first, second, "".join(old[start:end]), (their_name, our_name))
        made.append(text)
        conflicts += both
        place = end
    return Merged("".join([*made, *old[place:]]), conflicts)


def _both(theirs: str, ours: str, old: str, names: tuple[str, str]) -> tuple[str, bool]:
    """What stands for one changed place, and whether the two versions contradict each other."""
    if theirs == ours or ours == old:
        return theirs, False
    if theirs == old:
        return ours, False
    if not old:
        between = " " if WORDS_MEET.search(f"{theirs[-1]}{ours[0]}") else ""
        return f"{theirs}{between}{ours}", False
    first, second = theirs.strip() or NOTHING, ours.strip() or NOTHING
    before, after = (max(_blanks(theirs, side), _blanks(ours, side), key=len) for side in (0, -1))
    return f"{before}⟪{names[0]}: {first} ⇔ {names[1]}: {second}⟫{after}", True


def _blanks(text: str, side: int) -> str:
    """The blanks before (0) or after (-1) the text; all of them before where there is nothing else."""
    stripped = text.lstrip() if side == 0 else text.rstrip()
    if not stripped:
        return text if side == 0 else ""
    return text[: len(text) - len(stripped)] if side == 0 else text[len(stripped) :]


def _version(old: Sequence[str], edits: Sequence[Edit], start: int, end: int) -> str:
    """The base's tokens start <= place < end as one side has them."""
    made: list[str] = []
    place = start
    for edit in edits:
        made += [*old[place : edit.start], *edit.text]
        place = edit.end
    return "".join([*made, *old[place:end]])


def _groups(theirs: Sequence[Edit], ours: Sequence[Edit]) -> Iterator[list[tuple[int, Edit]]]:
    """Edits of both sides by place; those that touch the same words, or begin at the same place, together."""
    edits = sorted([*((0, edit) for edit in theirs), *((1, edit) for edit in ours)], key=lambda one: one[1].start)
    group: list[tuple[int, Edit]] = []
    end = -1
    for who, edit in edits:
        if group and edit.start > end:
            yield group
            group = []
        end = max(end, edit.end) if group else edit.end
        group.append((who, edit))
    if group:
        yield group


def _edits(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """What turns the old tokens into the new ones, by place."""
    codes: dict[str, str] = {}
    first, second = (_coded(tokens, codes) for tokens in (old, new))
    words = {code: token for token, code in codes.items()}
    differ = diff_match_patch()
    differ.Diff_Timeout = PATIENCE
    edits: list[Edit] = []
    place, removed, added = 0, 0, ""
    for kind, text in [*differ.diff_main(first, second, False), (0, "")]:
        if kind < 0:
            removed += len(text)
        elif kind > 0:
            added += text
        else:
            if removed or added:
                edits.append(Edit(place, place + removed, tuple(words[code] for code in added)))
            place, removed, added = place + removed + len(text), 0, ""
    return edits


def _coded(tokens: Sequence[str], codes: dict[str, str]) -> str:
    """One character for each token, the same for the same token."""
    return "".join(codes.setdefault(token, _code(len(codes))) for token in tokens)


def _code(number: int) -> str:
    code = FIRST_CODE + number
    return chr(code if code < SURROGATES.start else code + len(SURROGATES))


def _tokens(text: str) -> list[str]:
    return TOKEN.findall(text)
