"""How pages and the API change people: in one transaction, and the fact store hears of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from kaname.people.operations import publish_directory
from kaname.web.store import facts


@contextmanager
def publishing() -> Iterator[None]:
    """One transaction; when it is done, the fact store knows people and teams as they are now."""
    with transaction.atomic():
        yield
    publish_directory(facts())
