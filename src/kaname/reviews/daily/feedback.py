"""The way from a daily report to feedback proper."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from kaname.people.models import Person


def compose_url(person: Person) -> str:
    """The composer with the person chosen; empty while this installation has none."""
    try:
        return reverse("feedback:compose", kwargs={"key": person.key})
    except NoReverseMatch:
        return ""
