"""Pages of changes: the list and one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from kaname.goals.reader import Reader
from kaname.insights.changes.names import Names
from kaname.insights.changes.sentences import (
    course_words,
    date_words,
    headline,
    is_good,
    is_weekly,
    probability_words,
    size_words,
    subject,
)
from kaname.insights.changes.weeks import change_chart
from kaname.insights.changes.why.chart import why_chart, why_columns, why_lines
from kaname.insights.changes.why.words import WhyWords, hours_sentence, impact_sentence, peers_sentence
from kaname.insights.models import Change, ChangeState

# How boards name a filter in their addresses.
FILTER = "f."


@dataclass(frozen=True)
class Row:
    """One change in the list."""

    change: Change
    headline: str
    size: str
    dates: str
    probability: str
    course: str
    look: str
    why: str


def row_of(change: Change, names: Names) -> Row:
    return Row(
        change=change,
        headline=headline(change, names),
        size=size_words(change),
        dates=date_words(change, names),
        probability=probability_words(change),
        course=course_words(change),
        look=look_of(change, names),
        why=why_sentence(change, names),
    )


def look_of(change: Change, names: Names) -> str:
    """The colour of its direction: never the only sign."""
    good = is_good(change, names)
    return "neutral" if good is None else ("ahead" if good else "off")


def impact_of(change: Change, names: Names) -> dict[str, Any] | None:
    """What it did to the whole, which tells what all the others did: for who sees everything."""
    return change.why.get("impact") if names.reader.scope.everything else None


def why_sentence(change: Change, names: Names) -> str:
    """The reason in a sentence, as far as there is a clear one."""
    impact = impact_of(change, names)
    own = change.why.get("own")
    if impact and (change.value or change.team_key):
        found = impact_sentence(impact, change.value or change.team_key, names)
        if found:
            return found
    behind = change.why.get("behind")
    metric, kept = (behind["metric"], behind) if behind else (change.metric_key, own)
    sentence = WhyWords(metric, kept, names).sentence() if kept and metric in names.reader.definitions else ""
    return " ".join(part for part in (sentence, hours_sentence(change.why.get("hours"))) if part)


@dataclass(frozen=True)
class Block:
    """One answer to why, in words, picture and numbers; `ends` are the metric before and after."""

    title: str
    ends: tuple[str, str]
    sentence: str
    chart: Any
    columns: Sequence[str]
    lines: Sequence[Any]
    field: str


def block_of(metric_key: str, kept: dict[str, Any], names: Names, *, key: str) -> Block:
    words, unit = WhyWords(metric_key, kept, names), names.unit(metric_key)
    return Block(
        title=_("Why %(metric)s changed") % {"metric": names.metric(metric_key)},
        ends=(names.amount(kept["before"], unit), names.amount(kept["after"], unit)),
        sentence=words.sentence(),
        chart=why_chart(words, key=key),
        columns=why_columns(words),
        lines=why_lines(words),
        field=words.field,
    )


def blocks_of(change: Change, names: Names) -> list[Block]:
    """Inside the group, what lies behind, and what it did to the whole."""
    found = []
    for part in ("own", "behind", "impact"):
        kept = impact_of(change, names) if part == "impact" else change.why.get(part)
        key = (kept or {}).get("metric", change.metric_key)
        if kept and key in names.reader.definitions:
            found.append(block_of(key, kept, names, key=f"why-{part}"))
    return found


def change_page(change: Change, reader: Reader) -> dict[str, Any]:
    """Everything that the page shows."""
    names = Names(reader)
    kept = impact_of(change, names)
    return {
        "change": change,
        "row": row_of(change, names),
        "metric": subject(change, names),
        "impact": impact_sentence(kept, change.value or change.team_key, names) if kept else "",
        "peers": peers_sentence(change.why.get("peers"), change.field, names),
        "chart": change_chart(change, names),
        "is_weekly": is_weekly(change),
        "answers": blocks_of(change, names),
        "further": [row_of(one, names) for one in change.further.all()],
        "decisions": list(change.decisions.select_related("by__person")),
        "states": ChangeState,
        "board_url": board_url(change),
        "topic_url": topic_url(change),
        "reader": reader,
    }


def topic_url(change: Change) -> str:
    """Where it is put on the agenda of a review, if there are any."""
    try:
        return reverse("reviews:change_topic", args=[change.pk])
    except NoReverseMatch:
        return ""


def board_url(change: Change) -> str:
    """The number and its facts, as the board has them."""
    query = {"of": "" if change.team_key else "organisation", "team": change.team_key}
    if change.field:
        query[f"{FILTER}{change.field}"] = change.value
    found = {name: value for name, value in query.items() if value}
    return f"{reverse('boards:metric', args=[change.metric_key])}?{urlencode(found)}"
