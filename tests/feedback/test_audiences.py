"""Who reads a message: those whom the writer chose, whatever role others have; and the balance of praise."""

from datetime import date

import pytest
import time_machine
from conftest import person
from django.urls import reverse

from kaname.feedback.models import Feedback
from kaname.people.models import Leave, Role

pytestmark = pytest.mark.django_db
MONDAY = "2026-06-01T10:00:00+09:00"
WORDS = "On Monday you made 12 calls, well done."


@pytest.fixture
def everybody(aiko, ben, chie, dai, emi, east):
    """Fay sells in the East as well; Gen manages the West."""
    people = {one.key: one for one in (aiko, ben, chie, dai, emi)}
    people["fay"] = person("Fay", team=east, manager=aiko)
    people["gen"] = person("Gen", role=Role.MANAGER, team=chie.memberships.get().team)
    return people


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        ("private", {"fay", "ben"}),
        ("manager", {"fay", "ben", "aiko"}),
        # Dai and Emi see every team by their role.
        ("team", {"fay", "ben", "aiko", "dai", "emi"}),
    ],
)
def test_it_is_read_by_whom_the_writer_chose(client, everybody, visibility, readers):
    client.force_login(everybody["fay"].user)
    with time_machine.travel(MONDAY, tick=False):
        client.post(reverse("feedback:compose", args=["ben"]), {"text": WORDS, "visibility": visibility})
        sent = Feedback.objects.get()
        found = set()
        for key, one in everybody.items():
            client.force_login(one.user)
            if client.get(sent.get_absolute_url()).status_code == 200:
                found.add(key)
    assert found == readers


def test_the_balance_gives_the_share_of_praise_and_days_without_leave(client, everybody):
    aiko, ben = everybody["aiko"], everybody["ben"]
    client.force_login(aiko.user)
    with time_machine.travel(MONDAY, tick=False):
        for text in (WORDS, WORDS, "The follow-up on Monday was late. How about calling on the same day?"):
            client.post(reverse("feedback:compose", args=["ben"]), {"text": text, "visibility": "private"})
    Leave.objects.create(person=ben, starts_on=date(2026, 6, 3), ends_on=date(2026, 6, 4))
    signs = list(Feedback.objects.order_by("pk").values_list("praises", "improves"))
    with time_machine.travel("2026-06-08T10:00:00+09:00", tick=False):
        rows = client.get(reverse("feedback:balance") + "?form=csv").getvalue().decode("utf-8-sig").splitlines()
    assert signs == [(True, False), (True, False), (False, True)]
    # 2 of 3; Tuesday, Thursday and Friday: the 3rd was leave, the 6th and 7th the weekend.
    name, received, praising, share, improving, days = rows[1].split(",")
    assert (name, received, praising, improving, days) == ("Ben", "3", "2", "1", "3")
    assert float(share) == pytest.approx(2 / 3)
    # Fay had none.
    assert rows[2].split(",") == ["Fay", "0", "0", "", "0", ""]
    client.force_login(everybody["gen"].user)
    with time_machine.travel("2026-06-08T10:00:00+09:00", tick=False):
        other = client.get(reverse("feedback:balance") + "?form=csv").getvalue().decode("utf-8-sig")
    assert "Ben" not in other
