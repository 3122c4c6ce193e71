"""The small world that every test knows: Aiko manages the East and Ben sells there, Chie is in the West, Dai is the
administrator and Emi the executive. Each can sign in."""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from installations import Installation, installation

from kaname.facts.store import FactStore
from kaname.people.models import Membership, Organisation, Person, Role, Team
from kaname.people.sign_in import create_sign_in
from kaname.web.store import using

PASSWORD = "a long test password"

# How fast a machine is says nothing about whether a property holds. All examples are tried on SQLite; that the other
# database does arithmetic as well is seen with fewer.
EXAMPLES = 25 if os.environ.get("KANAME_DATABASE_URL") else 100
settings.register_profile("kaname", deadline=None, max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kaname")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The other database sees the first of a test's cases: they differ in numbers and words, hardly in queries."""
    if not os.environ.get("KANAME_DATABASE_URL"):
        return
    firsts = {item.nodeid.partition("[")[0]: item for item in reversed(items)}
    kept = [item for item in items if firsts[item.nodeid.partition("[")[0]] is item]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it again and again is a tenth of the time that tests take."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation that a first command brought into shape, for copies to begin there."""
    with installation(tmp_path_factory.mktemp("prepared") / "data") as first:
        first.run("check")
        yield first


@pytest.fixture
def store(db):
    """The process's fact store, empty."""
    with using(FactStore.open(None, threads=1)) as opened:
        yield opened
        opened.close()


@pytest.fixture
def sign_in(client):
    """Sign somebody in at once: `sign_in(ben)` is a client that asks as Ben."""

    def signed_in(person):
        client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def organisation(db):
    return Organisation.objects.create(name="Sunrise")


@pytest.fixture
def east(organisation):
    return Team.objects.create(key="east", name="East")


@pytest.fixture
def west(organisation):
    return Team.objects.create(key="west", name="West")


@pytest.fixture
def aiko(east):
    return person("Aiko", role=Role.MANAGER, team=east)


@pytest.fixture
def ben(east, aiko):
    return person("Ben", team=east, manager=aiko)


@pytest.fixture
def chie(west):
    return person("Chie", team=west)


@pytest.fixture
def dai(organisation):
    return person("Dai", role=Role.ADMINISTRATOR)


@pytest.fixture
def emi(organisation):
    return person("Emi", role=Role.EXECUTIVE)


def person(name, *, role=Role.MEMBER, team=None, manager=None):
    """Somebody who can sign in as name@example.com, in the team for all time."""
    key = name.lower()
    made = Person.objects.create(key=key, name=name, email=f"{key}@example.com", role=role)
    create_sign_in(made, password=PASSWORD, language="en")
    if team:
        Membership.objects.create(person=made, team=team, manager=manager)
    return made
