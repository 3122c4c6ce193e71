"""Fills a fresh installation for the browser: the small world of the tests with some months of facts.

Run as a program of its own with KANAME_DATA set, before the server owns the folder: `python world.py`.
"""

import os
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

PASSWORD = "a long test password"
TODAY = date.today()
DAYS = 120


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaname.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    people()
    facts()


def people() -> None:
    from kaname.people.models import Membership, Organisation, Person, Role, Team
    from kaname.people.sign_in import create_sign_in
    from kaname.web.models import ApiToken

    Organisation.objects.create(name="Sunrise")
    sales = Team.objects.create(key="sales", name="Sales")
    east = Team.objects.create(key="east", name="East", parent=sales)
    west = Team.objects.create(key="west", name="West", parent=sales)
    world = {
        "Aiko": (Role.MANAGER, east),
        "Ben": (Role.MEMBER, east),
        "Chie": (Role.MEMBER, west),
        "Dai": (Role.ADMINISTRATOR, None),
        "Emi": (Role.EXECUTIVE, None),
    }
    for name, (role, team) in world.items():
        key = name.lower()
        person = Person.objects.create(key=key, name=name, email=f"{key}@example.com", role=role)
        create_sign_in(person, password=PASSWORD)
        if team:
            Membership.objects.create(person=person, team=team)
        ApiToken.issue(user=person.user, name="nightly export", at=datetime.now(UTC))


def facts() -> None:
    from kaname.people.operations import publish_directory
    from kaname.web import store

    publish_directory(store.facts())
    for stream, rows in (("activities", calls()), ("deal_changes", deals())):
        store.facts().load(
            source="phone", batch_id=stream, records=[(stream, batch(stream, rows))], at=datetime.now(UTC)
        )
    store.close()


def batch(stream, rows):
    """Rows as the stream's own Arrow schema; fields not given are empty."""
    import pyarrow as pa

    from kaname.facts.streams import STREAMS

    schema = STREAMS[stream].arrow_schema()
    columns = {field.name: [row.get(field.name) for row in rows] for field in schema}
    return pa.RecordBatch.from_pydict(columns, schema=schema)


def calls():
    outcomes = ("no_answer", "busy", "connected", "appointment")
    return [
        {
            "source_id": f"{person}-{ago}-{number}",
            "day": TODAY - timedelta(days=ago),
            "person": person,
            "kind": "appointment" if outcomes[number % 4] == "appointment" else "call",
            "outcome": outcomes[number % 4],
            "lead_key": f"lead-{person}-{ago}-{number}",
            "duration_seconds": Decimal(30 + 7 * number),
        }
        for person in ("Ben", "Chie", "Aiko")
        for ago in range(DAYS)
        for number in range(4 + (ago + len(person)) % 5)
    ]


def deals():
    return [
        {
            "source_id": f"deal-{person}-{ago}",
            "day": TODAY - timedelta(days=ago),
            "person": person,
            "deal_key": f"deal-{person}-{ago}",
            "stage": "won" if ago % 3 else "lost",
            "amount": Decimal(400_000 + 10_000 * ago),
        }
        for person in ("Ben", "Chie")
        for ago in range(0, DAYS, 4)
    ]


if __name__ == "__main__":
    main()
