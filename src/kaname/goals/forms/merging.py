"""What is sent of a form together with what stands in its other fields: browsers send only what was changed in them."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict


def merged(sent: QueryDict, standing: Mapping[str, str]) -> QueryDict:
    """All fields of the form, those that were sent as they were sent."""
    found = sent.copy()
    for name, text in standing.items():
        found.setdefault(name, text)
    return found
