"""Feedback between two people: who may write, who may read, what can be taken back."""

import pytest
import time_machine
from django.urls import reverse

from kaname.feedback.models import Draft, Feedback

MONDAY = "2026-06-01T10:00:00+09:00"
WORDS = "先週の商談で、価格の質問に数字で答えていたのがよかったです。"


@pytest.fixture
def sent(client, aiko, ben):
    with time_machine.travel(MONDAY, tick=False):
        client.force_login(aiko.user)
        client.post(reverse("feedback:compose", args=["ben"]), {"text": WORDS, "visibility": "private"})
    return Feedback.objects.get()


def test_it_goes_to_the_receiver_and_is_counted_as_praise(sent, aiko, ben):
    assert (sent.author, sent.receiver, sent.praises, sent.improves) == (aiko, ben, True, False)


@pytest.mark.parametrize("who", ["chie", "dai", "emi"])
def test_it_is_private_to_the_two_whatever_role_others_have(client, sent, who, request):
    client.force_login(request.getfixturevalue(who).user)
    assert client.get(sent.get_absolute_url()).status_code == 404
    assert WORDS not in client.get(reverse("feedback:feedback")).content.decode()


def test_it_lets_nobody_write_to_another_team(client, aiko, ben, chie):
    client.force_login(ben.user)
    assert client.get(reverse("feedback:compose", args=["chie"])).status_code == 404
    assert "Chie" not in client.get(reverse("feedback:feedback")).content.decode()


def test_it_keeps_what_the_receiver_read_before_an_edit(client, sent, ben, aiko):
    with time_machine.travel("2026-06-01T10:05:00+09:00", tick=False):
        client.force_login(ben.user)
        client.get(sent.get_absolute_url())
        client.force_login(aiko.user)
        client.post(reverse("feedback:edition", args=[sent.pk]), {"text": "別の言葉です。"})
        client.force_login(ben.user)
        assert WORDS in client.get(sent.get_absolute_url()).content.decode()


def test_it_cannot_be_edited_after_a_quarter_of_an_hour(client, sent):
    with time_machine.travel("2026-06-01T10:15:00+09:00", tick=False):
        answer = client.post(reverse("feedback:edition", args=[sent.pk]), {"text": "別の言葉です。"})
    assert answer.status_code == 422
    assert Feedback.objects.get().text == WORDS


def test_it_leaves_a_record_when_withdrawn(client, sent, ben):
    with time_machine.travel("2026-06-02T10:00:00+09:00", tick=False):
        client.post(reverse("feedback:withdrawal", args=[sent.pk]))
    client.force_login(ben.user)
    page = client.get(sent.get_absolute_url()).content.decode()
    assert "withdrawn" in page
    assert WORDS not in page


def test_it_marks_while_typing_and_keeps_the_draft(client, aiko, ben):
    client.force_login(aiko.user)
    answer = client.post(reverse("feedback:marks", args=["ben"]), {"text": "全然足りていません。"})
    assert "always" in answer.content.decode()
    assert Draft.objects.get().text == "全然足りていません。"
    assert "全然足りていません。" in client.get(reverse("feedback:compose", args=["ben"])).content.decode()


def test_it_shows_managers_counts_of_their_own_people(client, sent, aiko, ben, chie):
    with time_machine.travel("2026-06-05T10:00:00+09:00", tick=False):
        client.force_login(aiko.user)
        rows = client.get(reverse("feedback:balance") + "?form=csv").getvalue().decode("utf-8-sig").splitlines()
    # sent on Monday 1 June; Tuesday to Thursday have passed: 3 working days
    assert [row.split(",") for row in rows[1:]] == [["Ben", "1", "1", "1.0", "0", "3"]]
