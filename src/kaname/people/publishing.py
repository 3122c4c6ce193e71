"""How pages and the API change people: in one transaction, and the fact store and open pages hear of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from kaname.people.operations import publish_directory
from kaname.web.live import hub
from kaname.web.store import facts


@contextmanager
def publishing() -> Iterator[None]:
    """One transaction; when it is done, the fact store knows people and teams as they are now and boards follow."""
    with transaction.atomic():
        yield
    publish_directory(facts())
    hub.publish()


@contextmanager
def calendar_change() -> Iterator[None]:
    """One transaction; when it is done, open boards count working time anew."""
    with transaction.atomic():
        yield
    hub.publish()
