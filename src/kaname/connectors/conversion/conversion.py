"""A block of rows to a chunk of records. A row with any bad value gives no record at all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kaname.connectors.chunks import Chunk, Reject
from kaname.connectors.conversion.drafts import Draft, Refusal, draft_of
from kaname.connectors.conversion.plan import FactPlan
from kaname.connectors.conversion.reader import Cells
from kaname.connectors.table import Table
from kaname.connectors.values.texts import is_empty


def convert(*, cells: Cells, plan: Sequence[FactPlan], table: Table) -> Chunk:
    """Return the records and rejects of a block."""
    block = cells.block
    drafts = [draft_of(fact, cells=cells) for fact in plan]
    refused = _by_position(drafts)
    good: NDArray[np.bool_] = np.ones(block.size, dtype=np.bool_)
    good[list(refused)] = False
    batches = [(draft.stream, draft.batch(good)) for draft in drafts]
    rejects, blank = _rejects(refused, cells=cells, columns=table.columns)
    return Chunk(
        columns=table.columns,
        rows_read=block.size + len(block.broken) - blank,
        bytes_done=block.bytes_done,
        bytes_total=table.bytes_total,
        records=[(stream, batch) for stream, batch in batches if batch.num_rows],
        rejects=sorted([*block.broken, *rejects], key=lambda reject: reject.row),
    )


def _by_position(drafts: Sequence[Draft]) -> dict[int, list[Refusal]]:
    refused: dict[int, list[Refusal]] = {}
    for draft in drafts:
        for position, refusal in draft.refusals:
            refused.setdefault(position, []).append(refusal)
    return refused


def _rejects(refused: dict[int, list[Refusal]], *, cells: Cells, columns: Sequence[str]) -> tuple[list[Reject], int]:
    """Return a reject for each bad cell, once however many facts read it, and how many rows were blank throughout."""
    rejects: list[Reject] = []
    blank = 0
    positions = sorted(refused)
    for position, (row, values) in zip(positions, cells.block.origins(positions), strict=True):
        if all(is_empty(value) for value in values):
            blank += 1
            continue
        seen: set[tuple[tuple[int, ...], str]] = set()
        for refusal in sorted(refused[position], key=lambda refusal: refusal.places):
            if (refusal.places, refusal.code) in seen:
                continue
            seen.add((refusal.places, refusal.code))
            rejects.append(
                Reject(
                    row=row,
                    field=refusal.field,
                    column=" + ".join(columns[place] for place in refusal.places),
                    value=" ".join(values[place] for place in refusal.places if place < len(values)),
                    code=refusal.code,
                    params=refusal.params,
                    cells=values,
                )
            )
    return rejects, blank
