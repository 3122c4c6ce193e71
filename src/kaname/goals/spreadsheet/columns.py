"""The columns of a spreadsheet of targets and their names in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaname.connectors.values.texts import folded

# The first name of each column is the one that an export has in that language; all of them are read.
COLUMNS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "metric": {"en": ("metric", "kpi"), "ja": ("指標", "KPI", "指標キー")},
    "team": {"en": ("team",), "ja": ("チーム", "部署")},
    "person": {"en": ("person", "name"), "ja": ("担当者", "氏名", "メンバー")},
    "first_on": {"en": ("first day", "from", "start"), "ja": ("開始日", "自")},
    "last_on": {"en": ("last day", "to", "end"), "ja": ("終了日", "至")},
    "value": {"en": ("target", "value"), "ja": ("目標", "目標値")},
    "upper": {"en": ("upper end", "upper"), "ja": ("上限",)},
    "baseline": {"en": ("compared with", "baseline"), "ja": ("比較する値", "基準値", "前年実績")},
}
NEEDED = ("metric", "first_on", "last_on", "value")


def header(language: str) -> list[str]:
    return [column_name(name, language) for name in COLUMNS]


def column_name(name: str, language: str) -> str:
    return COLUMNS[name][language][0]


def places(headers: Sequence[str]) -> dict[str, int]:
    """Where each column stands, by any of its names in either language."""
    known = {
        folded(word): name for name, names in COLUMNS.items() for words in names.values() for word in (*words, name)
    }
    found: dict[str, int] = {}
    for place, text in enumerate(headers):
        if folded(text) in known:
            found.setdefault(known[folded(text)], place)
    return found
