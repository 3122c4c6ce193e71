"""Where one can go: each slice's pages as data. An entry whose address does not exist yet is not shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

EVERYBODY = frozenset({"administrator", "executive", "manager", "member"})
ADMINISTRATOR = frozenset({"administrator"})
LEADERS = frozenset({"administrator", "executive", "manager"})
BOTTOM_ENTRIES = 4


@dataclass(frozen=True)
class Entry:
    """A page in the navigation; `short` is its name under an icon on phones."""

    key: str
    url_name: str
    label: str | Promise
    icon: str
    roles: frozenset[str] = EVERYBODY
    section: str = ""
    short: str | Promise = ""
    url: str = field(default="", compare=False)
    active: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Section:
    """Entries under one small heading."""

    key: str
    label: str | Promise
    entries: tuple[Entry, ...]


SECTIONS: dict[str, str | Promise] = {
    "": "",
    "insights": pgettext_lazy("section of the navigation", "Insights"),
    "data": pgettext_lazy("section of the navigation", "Data"),
}

ENTRIES: tuple[Entry, ...] = (
    Entry("today", "boards:today", pgettext_lazy("in the navigation", "Today"), "today"),
    Entry("board", "boards:board", _("Goals & progress"), "board", short=_("Progress")),
    Entry("actions", "goals:actions", pgettext_lazy("in the navigation", "Actions"), "actions"),
    Entry("reviews", "reviews:reviews", pgettext_lazy("in the navigation", "Reviews"), "reviews"),
    Entry("goals", "goals:goals", pgettext_lazy("in the navigation", "Goals"), "goal"),
    Entry("targets", "goals:targets", _("Targets"), "target"),
    Entry("feedback", "feedback:feedback", pgettext_lazy("in the navigation", "Feedback"), "feedback"),
    Entry("reports", "reports:reports", pgettext_lazy("in the navigation", "Reports"), "reports"),
    Entry("goal_sheets", "reports:goal_sheets", pgettext_lazy("in the navigation", "Goal sheets"), "sheet"),
    Entry("changes", "insights:changes", pgettext_lazy("in the navigation", "Changes"), "changes", LEADERS, "insights"),
    Entry(
        "what_if",
        "insights:scenarios",
        pgettext_lazy("in the navigation", "What if"),
        "simulation",
        LEADERS,
        "insights",
    ),
    Entry("drivers", "insights:drivers", pgettext_lazy("in the navigation", "Drivers"), "drivers", LEADERS, "insights"),
    Entry("tried", "insights:tried", pgettext_lazy("in the navigation", "What we tried"), "bulb", LEADERS, "insights"),
    Entry("calibration", "insights:calibration", _("How good outlooks are"), "trend", LEADERS, "insights"),
    Entry("measurements", "imports:measurements", _("Hand entry"), "entry", section="data", short=_("Entry")),
    Entry("imports", "imports:list", _("Imports"), "imports", ADMINISTRATOR, section="data"),
    Entry("proposals", "goals:proposals", _("Proposals"), "flag"),
)

BELL = Entry("notices", "goals:notices", _("What is new"), "notifications")

SETTINGS: tuple[Entry, ...] = (
    Entry("organisation", "people:organisation", _("Organisation"), "building", ADMINISTRATOR),
    Entry("people", "people:people", _("People"), "people", LEADERS),
    Entry("teams", "people:teams", _("Teams"), "team", LEADERS),
    Entry("calendar", "people:calendar", _("Holidays"), "calendar", ADMINISTRATOR),
    Entry("working_time", "people:working_time", _("Leave & meetings"), "work-time"),
    Entry("metrics", "goals:metrics", _("Metrics"), "metrics", LEADERS),
    Entry("connections", "imports:sources", _("Connections"), "connections", ADMINISTRATOR),
    Entry("telling", "telling:preferences", _("Notifications"), "notifications"),
    Entry("channels", "telling:channels", _("Channels & webhooks"), "webhook", ADMINISTRATOR),
    Entry("phrasing", "feedback:endpoint", _("Phrasing of drafts"), "feedback", ADMINISTRATOR),
    Entry("calendar_feed", "goals:calendar_feed", _("Calendar feed"), "event"),
    Entry("api", "web:tokens", _("API access"), "api"),
    Entry("changes", "people:changes", _("Change log"), "audit", ADMINISTRATOR),
)


@dataclass(frozen=True)
class Navigation:
    """What one person sees of it on one page."""

    entries: tuple[Entry, ...]
    settings: tuple[Entry, ...]

    @property
    def sections(self) -> list[Section]:
        """The side bar: entries by section, empty sections left out."""
        found = [
            Section(key, label, tuple(entry for entry in self.entries if entry.section == key))
            for key, label in SECTIONS.items()
        ]
        return [section for section in found if section.entries]

    @property
    def bottom(self) -> tuple[Entry, ...]:
        """The bar on phones, beside "More"."""
        return self.entries[:BOTTOM_ENTRIES]

    @property
    def more(self) -> tuple[Entry, ...]:
        """What "More" on phones opens."""
        return (*self.entries[BOTTOM_ENTRIES:], *self.settings)

    @property
    def in_settings(self) -> bool:
        return any(entry.active for entry in self.settings)


def navigation_for(*, role: str, path: str, key: str = "") -> Navigation:
    """The entries for a role; the one whose address is the longest beginning of `path` (or named `key`) is active."""
    entries, settings = existing(ENTRIES, role=role), existing(SETTINGS, role=role)
    here = key or active_key([*entries, *settings], path=path)
    return Navigation(entries=mark(entries, here), settings=mark(settings, here))


def existing(entries: Iterable[Entry], *, role: str) -> list[Entry]:
    """Those that the role may see and that have an address."""
    allowed = [entry for entry in entries if role in entry.roles]
    return [replace(entry, url=url, short=entry.short or entry.label) for entry in allowed if (url := address(entry))]


def address(entry: Entry) -> str:
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""


def active_key(entries: Sequence[Entry], *, path: str) -> str:
    matching = [entry for entry in entries if path.startswith(entry.url)]
    return max(matching, key=lambda entry: len(entry.url)).key if matching else ""


def mark(entries: Sequence[Entry], key: str) -> tuple[Entry, ...]:
    return tuple(replace(entry, active=entry.key == key) for entry in entries)
