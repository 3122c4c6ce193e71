"""Marks with words: what each says to the author, and what obeying it makes of the text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaname.feedback.audience import receivers_of
from kaname.feedback.composing.phrases import fingerprint
from kaname.feedback.marks.mark import NO_OBSERVATION, ONLY_MISSING, Mark
from kaname.feedback.marks.marking import marks_of
from kaname.feedback.operations import language_of
from kaname.goals.reader import Reader
from kaname.people.models import Person

WHY: dict[str, str | Promise] = {
    "only_missing": _("This says only what is missing. What went well, said first, makes the rest easier to take in."),
    "blame": _("This can sound like blame. A question about what gets in the way opens the talk."),
    "absolute": _("Words such as “always” or “never” sound stronger than the facts. Say when and how often instead."),
    "no_suggestion": _("This is a point for improvement without a suggestion. Offer one thing to try."),
    "named": _("This compares with a colleague. The person’s own past, or the team’s range, says it without hurting."),
    "no_observation": _(
        "There is nothing here that one could point at. Name one thing that you saw: when, what, how much."
    ),
}

INSTEAD, BEFORE, AFTER = "instead", "before", "after"
UNFINISHED = ("、", ",", ":", "：", "，")
OF_ALL = (ONLY_MISSING, NO_OBSERVATION)


@dataclass(frozen=True)
class MarkLine:
    """One mark as the page shows it. `start` and `end` count UTF-16 units, as browsers do; `key` names it in a draft.

    The rewording goes `where`: instead of the passage, before or after it. `of_all` is a mark of the whole text, which
    is not painted over it.
    """

    key: str
    kind: str
    passage: str
    why: str | Promise
    rewording: str
    where: str
    start: int
    end: int
    of_all: bool

    @property
    def gap(self) -> str:
        """Between the passage and what is put beside it."""
        return "" if language_of(self.rewording) == "ja" else " "

    def obeyed(self, text: str) -> str:
        """The text with the rewording in the passage's place, or behind it."""
        units = text.encode("utf-16-le")
        begin, rest = units[: 2 * self.start].decode("utf-16-le"), units[2 * self.end :].decode("utf-16-le")
        if self.where == INSTEAD:
            return begin + self.rewording + rest
        if self.where == BEFORE:
            return begin + self.rewording + self.gap + self.passage + rest
        return begin + self.passage + self.gap + self.rewording + rest


def mark_lines(text: str, *, names: Collection[str] = (), left: Collection[str] = ()) -> list[MarkLine]:
    """Each kind once per passage, but for those that the author left as they are; few at a time, in turn."""
    found = marks_of(text, language=language_of(text), names=names) if text.strip() else []
    lines = {line.key: line for mark in reversed(found) if (line := _line(mark, text)).key not in left}
    return list(_in_turn(list(reversed(lines.values())), text))


def _in_turn(lines: Sequence[MarkLine], text: str) -> Iterator[MarkLine]:
    """Another way to say a passage offers something already; of the whole text, one thing is enough.

    A sentence that the author has just begun is none to judge.
    """
    reworded = {_place(line) for line in lines if line.where == INSTEAD}
    yield from (line for line in lines if not line.of_all and (line.where == INSTEAD or _place(line) not in reworded))
    of_all = [line for line in lines if line.of_all and not (line.kind == NO_OBSERVATION and begun(text))]
    yield from of_all[:1]


def _place(line: MarkLine) -> tuple[int, int]:
    return line.start, line.end


def begun(text: str) -> bool:
    """Whether the text ends in the middle of a sentence."""
    return text.rstrip().endswith(UNFINISHED)


def known_names(receiver: Person, *, reader: Reader) -> frozenset[str]:
    """Names of those whom the author may write to, whole and in parts, without the receiver's own."""
    names = receivers_of(reader.user, on=reader.today).exclude(pk=receiver.pk).values_list("name", flat=True)
    own = parts_of_name(receiver.name)
    return frozenset(part for name in names for part in parts_of_name(name) if part not in own)


def parts_of_name(name: str) -> list[str]:
    """The name, and each of its parts that has two letters or more."""
    return [name, *(part for part in name.replace("\u3000", " ").split() if len(part) > 1)]


def as_typed(text: str) -> str:
    """With the line ends that browsers count."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line(mark: Mark, text: str) -> MarkLine:
    passage = text[mark.start : mark.end]
    return MarkLine(
        key=fingerprint(mark.why, passage.strip()),
        kind=mark.kind,
        passage=passage,
        why=WHY[mark.why],
        rewording=mark.rewording,
        where=_where(mark),
        start=_units(text[: mark.start]),
        end=_units(text[: mark.end]),
        of_all=mark.kind in OF_ALL,
    )


def _where(mark: Mark) -> str:
    """What went well is said first."""
    if mark.replaces:
        return INSTEAD
    return BEFORE if mark.kind == ONLY_MISSING else AFTER


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
