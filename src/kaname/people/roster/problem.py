"""What stops one row of a people file."""

from typing import Any


class RowProblem(Exception):  # noqa: N818 - a finding about the file, not a failure
    """A row cannot be taken: the field at fault, a code of `rejects.REASONS` and its params."""

    def __init__(self, field: str, code: str, **params: Any) -> None:
        super().__init__(code)
        self.field = field
        self.code = code
        self.params = params
