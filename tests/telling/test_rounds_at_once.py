"""Several processes that do the duty at the same moment: every delivery is made once and handed out once."""

import subprocess
import sys
from pathlib import Path

from installations import installation

SCRIPT = Path(__file__).with_name("send_when_told.py")
PREPARE = """
import django
django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
from kaname.people.models import Organisation, User
from kaname.telling.kinds import Kind, declare
from kaname.telling.models import Channel
from kaname.telling.operations import Message, announce, set_hours, tell
call_command("migrate", verbosity=0)
at = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
Organisation.objects.create(name="Sunrise")
Channel.objects.create(name="W", service="webhook", address="http://x/", secret="whsec_x", kinds=["k"], created_at=at)
declare(Kind("k", "K", mail="at_once", announced="News"))
for number in range(20):
    user = User.objects.create_user(email=f"u{number}@example.com", password=None)
    for text in ("One.", "Two."):
        tell([user], kind="k", title=Message.as_is(text), url="/x/", at=at)
announce(kind="k", title=Message.as_is("All."), url="/x/", at=at)
"""
COUNT = """
import django
django.setup()
from collections import Counter
from django_tasks_db.models import DBTaskResult
from kaname.telling.models import Delivery, Waiting
tasks = Counter(str(one.args_kwargs["args"]) for one in DBTaskResult.objects.all())
print(Delivery.objects.count(), Waiting.objects.filter(delivery=None).count(), len(tasks), max(tasks.values()))
"""


def test_every_delivery_is_handed_out_once(tmp_path, prepared):
    with installation(tmp_path, like=prepared) as house:
        settings = house.variables | {
            "DJANGO_SETTINGS_MODULE": "kaname.config.settings",
            "KANAME_MAIL_URL": "smtp://127.0.0.1:1025",
        }
        subprocess.run([sys.executable, "-c", PREPARE], env=settings, check=True)
        rounds = [
            subprocess.Popen(
                [sys.executable, SCRIPT], env=settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for _number in range(2)
        ]
        assert [one.stdout.readline() for one in rounds] == ["ready\n"] * 2
        for one in rounds:
            one.stdin.write("now\n")
            one.stdin.flush()
        assert [one.communicate(timeout=60)[0].strip() for one in rounds] == ["done"] * 2
        counted = subprocess.run([sys.executable, "-c", COUNT], env=settings, check=True, capture_output=True)
    # Twenty people and a webhook; nothing waits, one task for each, none twice.
    assert counted.stdout.split() == [b"21", b"0", b"21", b"1"]
