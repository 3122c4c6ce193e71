"""What an operation refuses, beside the field that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.forms import BaseForm

from kaname.goals.errors import GoalsError

FIELDS = {
    "reason_needed": "reason",
    "reason_too_long": "reason",
    "upper_needed": "upper",
    "upper_unwanted": "upper",
    "range_reversed": "upper",
    "not_yours_to_set": "owner",
    "metric_unknown": "metric",
    "key_taken": "key",
    "key_is_fixed": "key",
}


@contextmanager
def errors_beside(form: BaseForm, *, field: str | None = None) -> Iterator[None]:
    """A GoalsError raised within stands on the form: beside `field`, or the field it is about, else on top."""
    try:
        yield
    except GoalsError as error:
        about = field or FIELDS.get(error.code)
        form.add_error(about if about in form.fields else None, str(error))
