"""A value that is not understood."""

from __future__ import annotations

from typing import Any


class UnreadableError(Exception):
    """Why a value is refused: a code of `codes.REJECT_CODES` and its params."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
