"""Handing out a file of the data folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils.http import content_disposition_header

from kaname.imports.uploads import CHUNK_BYTES
from kaname.web.downloads import Streamed


def file_response(path: Path, *, name: str, content_type: str = "text/csv; charset=utf-8") -> Streamed:
    """Send a file under this name, in pieces."""
    response = Streamed(pieces(path), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Length"] = str(path.stat().st_size)
    return response


def pieces(path: Path) -> Iterator[bytes]:
    """The file's content."""
    with path.open("rb") as file:
        while piece := file.read(CHUNK_BYTES):
            yield piece
