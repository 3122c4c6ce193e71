"""What the client of a client meeting may see: only what was chosen for them, and nothing of how it is known inside.

The page and the PDF are made from a ClientPage alone. It is put together by naming what goes in, so that whatever is
added to reviews later stays inside until somebody puts it here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kaname.goals.reader import Reader
from kaname.measures.periods import Period
from kaname.reviews.errors import ReviewsError
from kaname.reviews.models import ReviewMeeting
from kaname.reviews.notes.keeping import require_running
from kaname.reviews.outcomes.recording import worded
from kaname.reviews.pack.pack import Figure
from kaname.reviews.pack.span import Span
from kaname.web.formats.periods import day_name, full_day, range_name
from kaname.web.typesetting import pdf_of

LONGEST_AGENDA, MOST_FIGURES = 2_000, 30


@dataclass(frozen=True)
class SharedFigure:
    """A number as the client reads it."""

    name: str
    value: str


@dataclass(frozen=True)
class ClientPage:
    """Everything that the client sees."""

    language: str
    company: str
    client: str
    title: str
    date: str
    time: str
    agenda: tuple[str, ...]
    figures: tuple[SharedFigure, ...]
    days: str
    decisions: tuple[str, ...]
    next_steps: tuple[str, ...]

    @property
    def words(self) -> dict[str, str]:
        """Headings of the PDF."""
        return {
            "agenda": _("Agenda"),
            "figures": _("Results"),
            "decisions": _("Decisions"),
            "next_steps": _("Next steps"),
        }


def client_page_of(meeting: ReviewMeeting, *, reader: Reader) -> ClientPage:
    """What was chosen for the client until now. Raises ReviewsError for a review that is no client meeting."""
    if not meeting.is_client_meeting:
        raise ReviewsError("not_a_client_meeting")
    local = meeting.starts_at.astimezone(reader.organisation.zone)
    ends = meeting.ends_at.astimezone(reader.organisation.zone)
    chosen: Mapping[str, Any] = meeting.client_page
    return ClientPage(
        language=reader.language,
        company=reader.organisation.name,
        client=addressed(meeting.client, reader.language),
        title=chosen.get("title") or _("Meeting on results and next steps"),
        date=full_day(local.date(), language=reader.language),
        time=f"{local:%H:%M}–{ends:%H:%M}",
        agenda=tuple(line for line in chosen.get("agenda", "").splitlines() if line.strip()),
        figures=tuple(SharedFigure(one["name"], one["value"]) for one in chosen.get("figures", [])),
        days=_days(chosen, reader),
        decisions=tuple(row.text for row in meeting.decisions.standing().filter(for_client=True)),
        next_steps=tuple(_next_steps(meeting, reader)),
    )


def addressed(name: str, language: str) -> str:
    """A client's name as one writes it to them."""
    return f"{name} 様" if language == "ja" and not name.endswith(("様", "御中")) else name


def _days(chosen: Mapping[str, Any], reader: Reader) -> str:
    """The first and last day that the numbers are of."""
    if "since" not in chosen:
        return ""
    since, until = date.fromisoformat(chosen["since"]), date.fromisoformat(chosen["until"])
    return range_name(Period(since, until), language=reader.language)


def _next_steps(meeting: ReviewMeeting, reader: Reader) -> Sequence[str]:
    rows = meeting.follow_ups.standing().filter(for_client=True)
    return [
        row.text
        if row.due_on is None
        else _("%(text)s (until %(day)s)")
        % {"text": row.text, "day": day_name(row.due_on, language=reader.language, today=reader.today)}
        for row in rows
    ]


@transaction.atomic
def share(
    meeting: ReviewMeeting, span: Span, *, title: str, agenda: str, figures: Sequence[Figure], reader: Reader
) -> None:
    """Choose what the client sees of the agenda and the numbers of `span`; they are shown as they were then."""
    if not meeting.is_client_meeting:
        raise ReviewsError("not_a_client_meeting")
    require_running(meeting)
    if len(agenda) > LONGEST_AGENDA:
        raise ReviewsError("text_too_long", limit=LONGEST_AGENDA)
    shared = [{"key": one.key, "name": one.name, "value": one.value} for one in figures[:MOST_FIGURES]]
    days = {"since": span.since.isoformat(), "until": span.until.isoformat()}
    chosen = {"title": worded(title, needed=False), "agenda": agenda, "figures": shared}
    meeting.client_page = chosen | days
    meeting.save(update_fields=["client_page"])


def client_pdf_of(page: ClientPage, *, at: datetime) -> bytes:
    """The page on paper."""
    return pdf_of(SOURCE, data=asdict(page) | {"words": page.words}, at=at)


SOURCE = """
#set page(paper: "a4", margin: (x: 22mm, y: 24mm), numbering: "1")
#set text(size: 10.5pt)
#set par(leading: 0.8em)
#show heading: set block(above: 1.4em, below: 0.7em)
#set document(title: data.title, author: data.company)
#let rows(title, lines) = if lines.len() > 0 [
  == #title
  #for line in lines [- #line]
]
#text(size: 13pt)[#data.client]
#v(0.4em)
= #data.title
#text(fill: luma(90))[#data.date #data.time #h(1fr) #data.company]
#line(length: 100%, stroke: 0.5pt + luma(200))
#rows(data.words.agenda, data.agenda)
#if data.figures.len() > 0 [
  == #data.words.figures #text(weight: "regular", size: 0.85em, fill: luma(90))[#data.days]
  #table(
    columns: (1fr, auto), stroke: (x, y) => (bottom: 0.5pt + luma(200)), inset: (x: 4pt, y: 6pt),
    ..data.figures.map(one => ([#one.name], align(right)[#one.value])).flatten()
  )
]
#rows(data.words.decisions, data.decisions)
#rows(data.words.next_steps, data.next_steps)
"""
