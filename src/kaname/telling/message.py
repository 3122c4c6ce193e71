"""What is said to people, kept so that each receiver reads it in their own language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext

from kaname.web.formats import moments, periods

NAMES = frozenset({"ja", "en"})


@dataclass(frozen=True)
class Message:
    """A msgid with what fills it.

    The msgid is marked for translation where the message is made, with `gettext_noop`. With a `plural`, `count` says
    which of the two; such a pair gets into the catalogue by an `ngettext` of the same slice. Values of `params` are
    texts and numbers, days, instants, other messages, and names in both languages (`{"ja": …, "en": …}`).
    """

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)
    plural: str = ""
    count: int = 0
    context: str = ""

    @classmethod
    def as_is(cls, text: str) -> Message:
        """What somebody wrote, which stays in their language."""
        return cls("%(text)s", {"text": text})

    def with_count(self, count: int) -> Message:
        """The same of another number of things."""
        return replace(self, count=count, params={**self.params, "count": count})

    def text(self, *, zone: ZoneInfo | None = None) -> str:
        """In the active language; instants as clocks show them in `zone`."""
        params = {name: _said(value, zone) for name, value in self.params.items()}
        return self._sentence() % params if params or self.plural else self._sentence()

    def _sentence(self) -> str:
        if self.plural and self.context:
            return npgettext(self.context, self.msgid, self.plural, self.count)
        if self.plural:
            return ngettext(self.msgid, self.plural, self.count)
        return pgettext(self.context, self.msgid) if self.context else gettext(self.msgid)

    def as_dict(self) -> dict[str, Any]:
        """As JSON keeps it."""
        kept: dict[str, Any] = {"msgid": self.msgid}
        if self.params:
            kept["params"] = {name: _kept(value) for name, value in self.params.items()}
        if self.plural:
            kept |= {"plural": self.plural, "count": self.count}
        return kept | ({"context": self.context} if self.context else {})

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Message:
        params = {name: _found(value) for name, value in kept.get("params", {}).items()}
        return cls(kept["msgid"], params, kept.get("plural", ""), kept.get("count", 0), kept.get("context", ""))


def _kept(value: Any) -> Any:
    if isinstance(value, Message):
        return {"message": value.as_dict()}
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if isinstance(value, str | int | float | Mapping) else str(value)


def _found(value: Any) -> Any:
    if not isinstance(value, dict) or set(value) <= NAMES:
        return value
    if "message" in value:
        return Message.from_dict(value["message"])
    return datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["day"])


def _said(value: Any, zone: ZoneInfo | None) -> Any:
    language = "ja" if (get_language() or "").startswith("ja") else "en"
    if isinstance(value, Message):
        return value.text(zone=zone)
    if isinstance(value, datetime):
        return moments.moment(value, zone=zone or ZoneInfo("UTC"), language=language)
    if isinstance(value, date):
        return periods.day_name(value, language=language)
    if isinstance(value, Mapping):
        return value.get(language) or next(iter(value.values()), "")
    return value
