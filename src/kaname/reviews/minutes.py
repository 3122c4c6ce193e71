"""Minutes of a review: what was seen, written down, decided and agreed; as Markdown and as data for the print view."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from kaname.reviews.models import Decision, FollowUp
from kaname.reviews.pack.pack import Block
from kaname.reviews.pack.page import MeetingPage
from kaname.telling.message import Message
from kaname.web.formats.moments import moment

NEVER = "\\`*_{}[]<>#|"


def markdown_of(page: MeetingPage) -> str:
    """The whole of it. Private notes are no part of the minutes."""
    people = pgettext("between names", ", ").join(person.name for person in page.people)
    parts = [f"# {escaped(page.name)}", f"{page.time}  ", f"{_('Who took part')}: {escaped(people)}", ""]
    parts += _numbers(page)
    if page.note.text.strip():
        parts += [f"## {_('Notes')}", "", page.note.text.strip(), ""]
    parts += _listed(_("Decisions"), [decision_in_words(row) for row in page.decisions])
    parts += _listed(_("Follow-ups"), [follow_up_in_words(row) for row in (*page.agreed, *page.carried)])
    return "\n".join(parts).strip() + "\n"


def digest_of(page: MeetingPage) -> Message | None:
    """What was decided and agreed, in short lines, which each reader gets in their own language; None for nothing."""
    said = [*map(_of_decision, page.decisions), *map(_of_follow_up, page.agreed)]
    lines = {f"line{number}": line for number, line in enumerate(said)}
    return Message("\n".join(f"- %({name})s" for name in lines), lines) if lines else None


def decision_in_words(row: Decision) -> str:
    return _of_decision(row).text()


def follow_up_in_words(row: FollowUp) -> str:
    return _of_follow_up(row).text()


def _of_decision(row: Decision) -> Message:
    if not row.reason:
        return Message.as_is(row.text)
    return Message(gettext_noop("%(decision)s (reason: %(reason)s)"), {"decision": row.text, "reason": row.reason})


def _of_follow_up(row: FollowUp) -> Message:
    params = {"text": row.text, "name": row.owner.name}
    if row.done_at is not None:
        return Message(gettext_noop("%(text)s (%(name)s, done)"), params)
    if row.due_on is None:
        return Message(gettext_noop("%(text)s (%(name)s)"), params)
    return Message(gettext_noop("%(text)s (%(name)s, until %(day)s)"), params | {"day": row.due_on})


def _numbers(page: MeetingPage) -> Iterator[str]:
    if page.pack is None:
        return
    blocks = [block for block in (*page.first_blocks, *page.other_blocks) if block.lines or block.figures]
    if blocks:
        at = moment(page.pack.at, zone=page.reader.organisation.zone, language=page.reader.language)
        yield _("Numbers as of %(at)s.") % {"at": at}
        yield ""
    for block in blocks:
        yield f"## {escaped(block.title)}"
        yield ""
        yield from _lines(block)
        yield ""


def _lines(block: Block) -> Iterator[str]:
    if block.figures:
        yield f"| {' | '.join(_head(block))} |"
        yield "|---|---:|---:|---:|---:|"
        for one in block.figures:
            cells = (escaped(cell) for cell in (one.name, one.value, one.expected, one.month, one.target))
            yield f"| {' | '.join(cells)} |"
    for line in block.lines:
        aside = f" ({line.aside})" if line.aside else ""
        yield f"- {escaped(line.text + aside)}"


def _head(block: Block) -> list[str]:
    since, expected = pgettext("value of a number", "Since then"), pgettext("value of a number", "Expected")
    return [_("KPI"), since, expected, block.month or _("This month"), _("Target")]


def _listed(title: str, lines: list[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {escaped(line)}" for line in lines), ""] if lines else []


def escaped(text: str) -> str:
    """What people wrote in a field of one line stays as it is when it is read as Markdown."""
    return "".join(f"\\{letter}" if letter in NEVER else letter for letter in text)
