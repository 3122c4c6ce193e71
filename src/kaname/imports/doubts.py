"""What speaks against an import before it is done: records that would count twice, or replace one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kaname.connectors.values.texts import folded
from kaname.facts.streams import STREAMS
from kaname.imports.drafts import columns_of
from kaname.imports.editor.titles import identity_text
from kaname.imports.models import ImportRun
from kaname.imports.results import ImportResult
from kaname.imports.tally import Tally
from kaname.web.store import facts

MOST_RUNS = 50
"""How far back the last import of a kind of fact is looked for."""
FEW = 20
"""With fewer facts than this, that all of them are new means nothing."""
KNOWN = 0.05
"""Share of facts below which a file has nearly nothing that is known."""
Doubt = dict[str, Any]

SENTENCES = {
    "identity_changed": _(
        "In the last import from {source}, “{stream}” was identified by {before}, now it is by {now}: records that are "
        "already in would count twice."
    ),
    "days_known": _(
        "{source} already has {held} facts of these days, and yet {new} of the {all} facts in this file would be new: "
        "if they are the same records, they would count twice."
    ),
    "alike": _(
        "{count} facts cannot be told apart from another one in the file, and only the last of those counts: choose "
        "further columns that identify a record."
    ),
}


def doubts_of(run: ImportRun, *, result: ImportResult, tally: Tally) -> list[Doubt]:
    """Every doubt as plain data: a code with its params."""
    alike = [{"code": "alike", "params": {"count": tally.alike}}] if tally.alike else []
    return [
        *_changed_identities(run, result=result, tally=tally),
        *_known_days(run, result=result, tally=tally),
        *alike,
    ]


def sentence(doubt: Doubt) -> str:
    """The doubt in the language in force."""
    params = dict(doubt["params"])
    if "stream" in params:
        params["stream"] = STREAMS[params["stream"]].name[get_language() or "en"]
    return str(SENTENCES[doubt["code"]]).format(**params)


def _changed_identities(run: ImportRun, *, result: ImportResult, tally: Tally) -> list[Doubt]:
    """Streams whose facts from this source were identified by something else the last time, and are still held."""
    if not result.loaded:
        return []
    source = run.mapping["source"]
    held = {one.stream for one in facts().census() if one.source == source}
    before = _last_identities(source)
    columns = columns_of(run)
    return [
        {
            "code": "identity_changed",
            "params": {
                "source": source,
                "stream": stream,
                "before": _texts(before[stream], columns=columns),
                "now": _texts(now, columns=columns),
            },
        }
        for stream, now in _identities(run.mapping).items()
        if stream in tally.spans and stream in held and stream in before and not before[stream].keys() <= now.keys()
    ]


def _last_identities(source: str) -> dict[str, dict[tuple[str, ...], Sequence[Any]]]:
    """By stream, those of the latest import that is done and has facts of it."""
    found: dict[str, dict[tuple[str, ...], Sequence[Any]]] = {}
    done = ImportRun.objects.filter(status=ImportRun.Status.DONE, source__key=source).order_by("-finished_at", "-pk")
    for mapping in done.values_list("mapping", flat=True)[:MOST_RUNS]:
        found = {**_identities(mapping), **found}
    return found


def _identities(mapping: Mapping[str, Any]) -> dict[str, dict[tuple[str, ...], Sequence[Any]]]:
    """By stream: each identity, folded for comparing, as the mapping has it."""
    found: dict[str, dict[tuple[str, ...], Sequence[Any]]] = {}
    for fact in mapping.get("facts") or []:
        found.setdefault(fact["stream"], {})[tuple(map(_folded, fact["id"]))] = fact["id"]
    return found


def _folded(part: Any) -> str:
    return folded(str(part.get("column", part.get("value", ""))) if isinstance(part, Mapping) else str(part))


def _texts(identities: Mapping[tuple[str, ...], Sequence[Any]], *, columns: Sequence[str]) -> str:
    return " / ".join(identity_text(parts, columns=columns) for parts in identities.values())


def _known_days(run: ImportRun, *, result: ImportResult, tally: Tally) -> list[Doubt]:
    """Whether the source has as many facts of the same days, and hardly one of the file's is among them."""
    count = sum(span.n_facts for span in tally.spans.values())
    known = result.replaced + result.unchanged - tally.alike  # those alike replaced one another, nothing held
    if count < FEW or result.loaded <= count / 2 or known > count * KNOWN:
        return []
    source = run.mapping["source"]
    held = sum(
        facts()
        .count(source=source, stream=stream, since=span.first_on, until=span.last_on + timedelta(days=1))
        .get(stream, 0)
        for stream, span in tally.spans.items()
    )
    if held < count / 2:
        return []
    return [{"code": "days_known", "params": {"source": source, "held": held, "new": result.loaded, "all": count}}]
