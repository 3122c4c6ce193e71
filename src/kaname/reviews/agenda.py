"""Agendas: which sections fill themselves, and the ready-made agenda of each kind of review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaname.reviews.kinds import Kind
from kaname.reviews.models import AgendaTemplate

TALK = ""
"""A section that nothing fills: it is there to be talked about."""

SOURCES = {
    "went_well": pgettext_lazy("section of an agenda", "What went well"),
    "changes": pgettext_lazy("section of an agenda", "What changed"),
    "split": pgettext_lazy("section of an agenda", "What made the difference"),
    "at_risk": pgettext_lazy("section of an agenda", "KPIs at risk"),
    "adherence": pgettext_lazy("section of an agenda", "Actions done"),
    "overload": pgettext_lazy("section of an agenda", "Load"),
    "pending_revisions": pgettext_lazy("section of an agenda", "Targets to decide about"),
    "reconsider": pgettext_lazy("section of an agenda", "KPIs to look at again"),
    "topics": pgettext_lazy("section of an agenda", "To talk about"),
    "follow_ups": pgettext_lazy("section of an agenda", "Follow-ups from before"),
}
"""What can fill a section by itself, with the section's own title."""

TALKING = {
    "focus": _("Today's focus"),
    "help": _("Who needs help with what"),
    "learned": _("What we learned"),
    "next": _("What we do next"),
    "goal": _("The goal and why it matters"),
    "roles": _("Who does what"),
    "customer": _("What moves the client"),
    "results": _("Results so far"),
    "plan": _("Next steps"),
}
"""Titles of talk in ready-made agendas, by key."""

READY: dict[str, tuple[str, ...]] = {
    Kind.ONE_ON_ONE: ("went_well", "topics", "follow_ups", "changes", "adherence", "overload", "pending_revisions"),
    Kind.KICKOFF: ("goal", "changes", "roles", "at_risk", "follow_ups", "next"),
    Kind.MORNING: ("went_well", "changes", "adherence", "at_risk", "overload", "follow_ups", "focus"),
    Kind.NOON: ("went_well", "changes", "help"),
    Kind.EVENING: ("went_well", "changes", "adherence", "follow_ups", "learned"),
    Kind.WEEKLY: (
        "went_well",
        "changes",
        "split",
        "at_risk",
        "adherence",
        "overload",
        "pending_revisions",
        "follow_ups",
        "next",
    ),
    Kind.MONTHLY: (
        "went_well",
        "changes",
        "split",
        "at_risk",
        "adherence",
        "pending_revisions",
        "reconsider",
        "overload",
        "follow_ups",
        "next",
    ),
    Kind.CLIENT: ("results", "customer", "follow_ups", "plan"),
}
"""The ready-made agenda of each kind, as keys of SOURCES and TALKING."""

Section = dict[str, Any]
"""{"source": key of SOURCES or "", "title": what it says if not the source's own title, "key": of TALKING or ""}."""


def ready(kind: str) -> list[Section]:
    """The ready-made agenda of a kind; its titles are read in each reader's language."""
    return [
        {"source": key, "title": "", "key": ""} if key in SOURCES else {"source": TALK, "title": "", "key": key}
        for key in READY[kind]
    ]


def agenda_of(kind: str, template: AgendaTemplate | None) -> list[Section]:
    """What a new review of the kind begins with."""
    return template.as_agenda() if template is not None else ready(kind)


def title_of(section: Section) -> str:
    """What a section says on top: the author's words, else the ready-made ones."""
    if section.get("title"):
        return str(section["title"])
    if section.get("source"):
        return str(SOURCES.get(section["source"], section["source"]))
    return str(TALKING.get(section.get("key", ""), ""))


def sections_in_words(sections: Sequence[Section]) -> list[Section]:
    """The same with their titles written out, as the editor of agendas shows them."""
    return [{"source": section.get("source", TALK), "title": title_of(section), "key": ""} for section in sections]
