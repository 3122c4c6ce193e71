"""What slices refuse: stable codes, with words for the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise


class Refusal(Exception):  # noqa: N818 - slices name theirs after themselves: GoalsError, ReviewsError
    """Something that cannot be done as asked; `code` is stable, `params` fill its sentence."""

    sentences: ClassVar[Mapping[str, str | Promise]]

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.sentences[self.code]).format(**self.params)
