"""What is sent, in one reader's language and ready for every way: mail, chat."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.telling.message import Message
from kaname.telling.models import Announcement, Notice
from kaname.web.navigation import BELL, address

MOST_ITEMS = 50
"""Of one mail; the rest stands in the product."""


@dataclass(frozen=True)
class Item:
    """One piece of news."""

    title: str
    body: str
    url: str
    at: datetime


@dataclass(frozen=True)
class Letter:
    """What one receiver gets: one piece of news, or several that waited together."""

    title: str
    items: Sequence[Item]
    url: str
    action: str
    further: int = 0

    @property
    def text(self) -> str:
        """Without the title, for chats."""
        if len(self.items) == 1:
            return self.items[0].body
        lines = [f"• {item.title}" for item in self.items]
        if self.further:
            lines.append(_further(self.further))
        return "\n".join(lines)


def letter_of(notices: Sequence[Notice], *, base_url: str, zone: ZoneInfo) -> Letter:
    """Of a person's notices, the oldest first, in the active language."""
    merged = together(notices)
    items = [
        Item(title.text(zone=zone), one.body_text(zone=zone), base_url + one.url, one.at)
        for title, one in merged[:MOST_ITEMS]
    ]
    if len(merged) == 1:
        return Letter(items[0].title, items, items[0].url, _("Open in Kaname"))
    title = ngettext("%(count)d thing is new", "%(count)d things are new", len(merged)) % {"count": len(merged)}
    further = max(0, len(merged) - MOST_ITEMS)
    return Letter(title, items, base_url + (address(BELL) or "/"), _("See what is new"), further)


def together(notices: Sequence[Notice]) -> list[tuple[Message, Notice]]:
    """Each notice with what to say of it; those that say the same with another count are said once, with the sum."""
    found: dict[str, tuple[Message, Notice]] = {}
    for one in notices:
        title = Message.from_dict(one.title)
        rest = {name: value for name, value in one.title.get("params", {}).items() if name != "count"}
        counted = title.plural and not one.body and title.params.get("count") == title.count
        same = json.dumps([one.kind, one.url, title.msgid, rest], sort_keys=True) if counted else str(one.pk)
        if same in found:
            title = title.with_count(found[same][0].count + title.count)
        found[same] = (title, one)
    return list(found.values())


def announcement_letter(announcement: Announcement, *, base_url: str, zone: ZoneInfo) -> Letter:
    title = Message.from_dict(announcement.title).text(zone=zone)
    body = Message.from_dict(announcement.body).text(zone=zone) if announcement.body else ""
    item = Item(title, body, base_url + announcement.url, announcement.at)
    return Letter(title, [item], item.url, _("Open in Kaname"))


def _further(count: int) -> str:
    return ngettext("%(count)d more in Kaname", "%(count)d more in Kaname", count) % {"count": count}
