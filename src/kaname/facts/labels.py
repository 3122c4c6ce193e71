"""Names and explanations in the two languages of the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """A short text in English and Japanese; `label["ja"]` falls back to English where the language is unknown."""

    en: str = ""
    ja: str = ""

    def __getitem__(self, language: str) -> str:
        japanese = language.lower().startswith("ja")
        return (self.ja or self.en) if japanese else (self.en or self.ja)

    def __bool__(self) -> bool:
        return bool(self.en or self.ja)

    @classmethod
    def of(cls, texts: Mapping[str, str] | str | None) -> Label:
        """Read `{"en": …, "ja": …}`; a plain text stands for both languages."""
        if texts is None or isinstance(texts, str):
            return cls(texts or "", texts or "")
        return cls(str(texts.get("en") or ""), str(texts.get("ja") or ""))

    def to_dict(self) -> dict[str, str]:
        return {"en": self.en, "ja": self.ja}


NO_LABEL = Label()
