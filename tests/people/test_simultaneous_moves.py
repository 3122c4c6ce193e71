"""Several processes that enter overlapping teams for one person at the same moment: one does, the others are told."""

import subprocess
import sys
from pathlib import Path

from installations import installation

SCRIPT = Path(__file__).with_name("join_when_told.py")
PREPARE = """
import django
django.setup()
from django.core.management import call_command
from kaname.people.models import Person, Team
call_command("migrate", verbosity=0)
Person.objects.create(name="Yuki")
for name in ("A", "B", "C"):
    Team.objects.create(name=name)
"""


def test_only_one_of_overlapping_teams_is_entered(tmp_path, prepared):
    with installation(tmp_path, like=prepared) as house:
        settings = house.variables | {"DJANGO_SETTINGS_MODULE": "kaname.config.settings"}
        subprocess.run([sys.executable, "-c", PREPARE], env=settings, check=True)
        writers = [
            subprocess.Popen(
                [sys.executable, SCRIPT, team, day],
                env=settings,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for team, day in [("A", "2026-06-01"), ("B", "2026-07-01"), ("C", "2026-06-15")]
        ]
        assert [writer.stdout.readline() for writer in writers] == ["ready\n"] * 3
        for writer in writers:
            writer.stdin.write("now\n")
            writer.stdin.flush()
        said = [writer.communicate(timeout=60)[0].strip() for writer in writers]
    assert sorted(said) == ["entered", "membership_overlaps", "membership_overlaps"]
