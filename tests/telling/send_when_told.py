"""A process of its own: waits for a line on its input, does the duty, says what it handed out."""

import sys
from datetime import UTC, datetime

import django

django.setup()

from django_tasks_db.models import DBTaskResult  # noqa: E402

from kaname.telling.jobs import send_what_is_due  # noqa: E402

assert not DBTaskResult.objects.exists()
sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.readline()
send_what_is_due(datetime(2026, 11, 24, 3, 0, tzinfo=UTC))
sys.stdout.write("done\n")
