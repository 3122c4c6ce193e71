"""What is wrong with an address stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.forms import BaseForm

from kaname.telling.errors import TellingError


@contextmanager
def errors_beside(form: BaseForm, field: str) -> Iterator[None]:
    """What telling refuses stands beside the field."""
    try:
        yield
    except TellingError as refused:
        form.add_error(field, str(refused))
