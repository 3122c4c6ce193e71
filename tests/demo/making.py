"""Makes the demo organisation in the test's own ledger and store."""

from collections import Counter
from datetime import UTC, datetime

from kaname.demo.operations import build
from kaname.goals.models import Target
from kaname.people.models import Leave, Membership, Person, Team, User

NOVEMBER_24 = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
PEOPLE = 9


def make(store, *, at=NOVEMBER_24, people=PEOPLE, years=1, seed=1, **more):
    return build(store, people=people, years=years, seed=seed, at=at, **more)


def ledger() -> Counter:
    """How many rows each table of people and goals has."""
    return Counter({model.__name__: model.objects.count() for model in (Person, Team, Membership, Leave, Target, User)})
