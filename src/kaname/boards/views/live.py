"""The part of a page that changes with the facts."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Live:
    """The sentence on top and everything below it."""

    headline: str
    html: SafeString


def heading(sentence: str, *, swapped: bool = False) -> SafeString:
    """The text of the h1, which the live part brings along when it comes alone."""
    return render_to_string("boards/heading.html", {"sentence": sentence, "swapped": swapped})
