"""The one error type of the room."""

from __future__ import annotations


class FactsError(Exception):
    """What went wrong in the fact store: a stable `code` with `params` for people, and an English sentence."""

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(message)
        self.code = code
        self.params = params
