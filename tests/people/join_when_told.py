"""A process of its own: waits for a line on its input, enters somebody into a team, says how it went."""

import sys
from datetime import UTC, date, datetime

import django

django.setup()

from kaname.people.errors import PeopleError  # noqa: E402
from kaname.people.models import Person, Team  # noqa: E402

yuki, team = Person.objects.get(name="Yuki"), Team.objects.get(name=sys.argv[1])
sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.readline()
try:
    days = {"starts_on": date.fromisoformat(sys.argv[2]), "ends_on": date(2026, 8, 1)}
    yuki.join(team=team, **days, by=None, at=datetime(2026, 5, 1, tzinfo=UTC))
except PeopleError as refused:
    sys.stdout.write(refused.code)
else:
    sys.stdout.write("entered")
