"""Fields that are text, and the translation by `map` and `default` that every field may have."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from kaname.connectors.conversion.arrays import Column, joined, read_distinct
from kaname.connectors.conversion.literal_reader import allowed_value
from kaname.connectors.conversion.reader import Cells, Reader
from kaname.connectors.values.unreadable import UnreadableError


@dataclass(frozen=True)
class TextReader:
    """One column's texts. `pairs` is the map of the mapping, None without one."""

    place: int
    pairs: tuple[tuple[str, str], ...] | None = None
    default: str | None = None

    @property
    def places(self) -> tuple[int, ...]:
        return (self.place,)

    def read(self, cells: Cells) -> Column:
        """Return texts; a value that the map does not list is `value_not_mapped` unless there is a default."""
        cell = cells.texts(self.place)
        column = cell if self.pairs is None else self._translated(cell.values, pairs=self.pairs)
        values = column.values if self.default is None else pc.fill_null(column.values, self.default)
        return Column(values, {**column.bad, **cell.bad})

    def _translated(self, texts: pa.StringArray, *, pairs: tuple[tuple[str, str], ...]) -> Column:
        exact = dict(pairs)
        alike = {unicodedata.normalize("NFKC", key): value for key, value in reversed(pairs)}

        def translate(text: str) -> str | None:
            found = exact.get(text, alike.get(unicodedata.normalize("NFKC", text)))
            if found is None and self.default is None:
                raise UnreadableError("value_not_mapped", listed=tuple(exact))
            return found or None

        return read_distinct(texts, read=translate, values=as_texts)


@dataclass(frozen=True)
class JoinReader:
    """Several columns' texts put together; empty ones are left out."""

    places: tuple[int, ...]
    join: str

    def read(self, cells: Cells) -> Column:
        parts = [cells.texts(place) for place in self.places]
        bad = {position: reason for part in parts for position, reason in part.bad.items()}
        return Column(joined([part.values for part in parts], by=self.join), bad)


@dataclass(frozen=True)
class VocabularyReader:
    """Texts of which only some are allowed; width and case do not matter."""

    texts: Reader
    allowed: tuple[str, ...]

    @property
    def places(self) -> tuple[int, ...]:
        return self.texts.places

    def read(self, cells: Cells) -> Column:
        texts = cells.read(self.texts)
        column = read_distinct(texts.values, read=partial(allowed_value, allowed=self.allowed), values=as_texts)
        return Column(column.values, {**column.bad, **texts.bad})


def as_texts(found: list[str | None]) -> pa.StringArray:
    """Return an array of texts."""
    return pa.array(found, type=pa.string())
