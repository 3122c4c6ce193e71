"""Pills: a word with a shape, so that colour never stands alone."""

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from kaname.measures.status import Status
from kaname.web.components.icons import icon

# Status: word, colour, shape.
STATUSES: dict[Status, tuple[str | Promise, str, str]] = {
    Status.AHEAD: (pgettext_lazy("status of a KPI", "Ahead"), "ahead", "ahead"),
    Status.ON_TRACK: (pgettext_lazy("status of a KPI", "On track"), "ontrack", "on-track"),
    Status.AT_RISK: (pgettext_lazy("status of a KPI", "At risk"), "risk", "at-risk"),
    Status.OFF_TRACK: (pgettext_lazy("status of a KPI", "Off track"), "off", "off-track"),
    Status.REACHED: (pgettext_lazy("status of a KPI", "Reached"), "ahead", "reached"),
    Status.TOO_EARLY: (pgettext_lazy("status of a KPI", "Too early to tell"), "neutral", "too-early"),
    Status.NO_DATA: (pgettext_lazy("status of a KPI", "No data"), "neutral", "no-data"),
    Status.NO_TARGET: (pgettext_lazy("status of a KPI", "No target"), "neutral", "no-target"),
    Status.STALE: (pgettext_lazy("status of a KPI", "Out of date"), "neutral", "stale"),
}
SHAPES = {"ahead": "ahead", "ontrack": "on-track", "risk": "at-risk", "off": "off-track"}


def status_pill(status: Status | str) -> SafeString:
    """The word of a status in its colour, with its shape."""
    word, kind, shape = STATUSES[Status(status)]
    return format_html('<span class="k-pill {}">{}{}</span>', kind, icon(shape), word)


def word_pill(text: str | Promise, kind: str = "neutral", shape: str | None = None) -> SafeString:
    """Any other word; `kind` is ahead, ontrack, risk, off or neutral, `shape` an icon (by default that of the kind)."""
    drawing = SHAPES.get(kind, "") if shape is None else shape
    return format_html('<span class="k-pill {}">{}{}</span>', kind, icon(drawing) if drawing else "", text)


def status_word(status: Status | str) -> str:
    """The word alone, for tables, CSV and chart labels."""
    return str(STATUSES[Status(status)][0])


def status_kind(status: Status | str) -> str:
    """Its colour: ahead, ontrack, risk, off or neutral."""
    return STATUSES[Status(status)][1]
