"""Agendas of one's own: copies of the ready-made ones that can be changed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from kaname.goals.reader import Reader
from kaname.people.models import Role
from kaname.reviews.agenda import SOURCES, TALK, Section
from kaname.reviews.errors import ReviewsError
from kaname.reviews.models import AgendaTemplate

LONGEST_TITLE, MOST_SECTIONS = 100, 20
EDITORS = frozenset({Role.MANAGER, Role.EXECUTIVE, Role.ADMINISTRATOR})


def may_make(reader: Reader) -> bool:
    """Whether the reader may make agendas for everybody to choose."""
    return reader.user.role in EDITORS


@transaction.atomic
def make_template(*, kind: str, name: str, sections: Sequence[Section], reader: Reader) -> AgendaTemplate:
    """A new agenda. Raises ReviewsError."""
    if not may_make(reader):
        raise ReviewsError("not_yours_to_lead")
    return AgendaTemplate.objects.create(
        kind=kind, name=_named(name), sections=_checked(sections), by=reader.user, at=reader.at
    )


@transaction.atomic
def change_template(template: AgendaTemplate, *, name: str, sections: Sequence[Section]) -> None:
    """Reviews that began with it keep their own copy. Raises ReviewsError."""
    template.name, template.sections = _named(name), _checked(sections)
    template.save(update_fields=["name", "sections"])


def archive_template(template: AgendaTemplate, *, reader: Reader, back: bool = False) -> None:
    """Nobody can choose it any more, or again; series that have it keep it."""
    template.archived_at = None if back else reader.at
    template.save(update_fields=["archived_at"])


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise ReviewsError("name_needed")
    return name


def _checked(sections: Sequence[Section]) -> list[Section]:
    kept = []
    for section in sections[:MOST_SECTIONS]:
        source, title = section.get("source", TALK), " ".join(str(section.get("title", "")).split())
        if source and source not in SOURCES:
            raise ReviewsError("section_unknown", section=source)
        if len(title) > LONGEST_TITLE:
            raise ReviewsError("text_too_long", limit=LONGEST_TITLE)
        if source or title:
            kept.append({"source": source, "title": title, "key": ""})
    if not kept:
        raise ReviewsError("sections_needed")
    return kept
