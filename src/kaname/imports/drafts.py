"""A file that came, on its way to a mapping: what it holds, what that probably means, what was said about it before."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from kaname.connectors.files import inspect
from kaname.connectors.mapping.origins import FileOptions
from kaname.connectors.proposals import propose
from kaname.connectors.shapes import ColumnShape, FileShape
from kaname.connectors.values.texts import folded
from kaname.imports import uploads
from kaname.imports.models import ImportRun, SavedMapping, Source
from kaname.imports.rejects import OWN_PREFIX
from kaname.people.models import User

SAMPLE_ROWS = 50
OF_THE_FILE_ALONE = ("encoding", "delimiter", "quote", "sheet", "header_row")
"""Options that another file with the same columns need not share."""


def begin(*, file_name: str, by: User | None, at: datetime, origin: str) -> ImportRun:
    """A draft whose file is still to come."""
    path = uploads.new_path(file_name)
    return ImportRun.objects.create(
        origin=origin,
        status=ImportRun.Status.UPLOADING,
        file_name=Path(file_name).name[:255],
        file_path=str(path),
        by=by,
        created_at=at,
    )


def look(run: ImportRun, *, options: FileOptions | None = None) -> None:
    """Find out what the file holds, and propose what its columns mean.

    Raises
    ------
    ConnectorError
        When the file cannot be read; the draft stays, so that something can be said about it.
    """
    run.status = ImportRun.Status.DRAFT
    run.file_bytes = Path(run.file_path).stat().st_size
    run.save()
    shape = inspect(Path(run.file_path), options=options)
    headers = [column.name for column in shape.columns]
    same = run.shape is None or headers == [column["name"] for column in run.shape["columns"]]
    known = bool(run.mapping.get("facts")) and same
    run.shape, run.trial = asdict(replace(shape, sample=shape.sample[:SAMPLE_ROWS])), None
    if not known:
        _say_what_is_likely(run, shape=shape)
    run.save()


def shape_of(run: ImportRun) -> FileShape:
    """What is known of the file."""
    data = {key: value for key, value in (run.shape or {"kind": "csv"}).items() if key != "found"}
    columns = tuple(ColumnShape(**{**one, "samples": tuple(one["samples"])}) for one in data.get("columns", ()))
    sample = tuple(tuple(row) for row in data.get("sample", ()))
    return FileShape(**{**data, "columns": columns, "sheets": tuple(data.get("sheets", ())), "sample": sample})


def columns_of(run: ImportRun) -> list[str]:
    """The names of the file's columns."""
    return [column["name"] for column in (run.shape or {}).get("columns", [])]


def options_of(run: ImportRun) -> FileOptions:
    """What a person has said about the file."""
    said = run.mapping.get("file") or {}
    known = {field.name for field in fields(FileOptions)}
    return FileOptions(**{key: value for key, value in said.items() if key in known})


def fingerprint(headers: Sequence[str]) -> str:
    """Names a set of columns, whatever their order, spelling of width and case, and what a rejects file adds."""
    names = sorted(folded(name) for name in headers if not name.startswith(OWN_PREFIX))
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()


def remember(run: ImportRun, *, source: Source, by: User | None, at: datetime) -> None:
    """Keep the mapping for the next file of this source with these columns."""
    headers = [column.name for column in shape_of(run).columns]
    SavedMapping.objects.update_or_create(
        source=source,
        fingerprint=fingerprint(headers),
        defaults={"headers": headers, "mapping": run.mapping, "by": by, "at": at},
    )


def _say_what_is_likely(run: ImportRun, *, shape: FileShape) -> None:
    """The mapping that files like this had before, else the likeliest proposal."""
    file = run.mapping.get("file") or {}
    saved = SavedMapping.objects.filter(fingerprint=fingerprint([column.name for column in shape.columns])).first()
    run.remembered = saved
    if saved:
        general = {k: v for k, v in (saved.mapping.get("file") or {}).items() if k not in OF_THE_FILE_ALONE}
        run.mapping = {**saved.mapping, "file": {**general, **file}}
        return
    proposals = propose(shape=shape)
    facts = [plain(fact) for fact in proposals[0].facts] if proposals else []
    run.mapping = {"source": run.mapping.get("source", ""), "file": file, "facts": facts}


def plain(data: Any) -> Any:
    """The same data in lists and dicts, as JSON would give it back."""
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items()}
    return [plain(value) for value in data] if isinstance(data, list | tuple) else data
