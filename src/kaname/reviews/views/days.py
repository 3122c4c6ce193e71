"""Days in addresses."""

from __future__ import annotations

from datetime import date

from django.http import Http404

from kaname.measures.periods import within_reach


def day_from(text: str) -> date:
    """A day written as 2026-11-30. Raises Http404 for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
    if not within_reach(day):
        raise Http404
    return day
